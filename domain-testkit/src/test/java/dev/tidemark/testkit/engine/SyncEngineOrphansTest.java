package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.SyncEngineTest.difference;
import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.ORDERS;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.STRICT_PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the source no longer has goes from the sink, and nothing else ever does. */
class SyncEngineOrphansTest {
    private static final TableSpec EVENTS = table("events").required("id", ValueType.INT64)
            .column("text", ValueType.TEXT).column("version", ValueType.INT64).key("id");

    private final Scenario scenario = new Scenario();

    @BeforeEach
    void deleteOrphans() {
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Usual());
    }

    static List<ChangeDetection> ways() {
        return List.of(new ChangeDetection.All(), new ChangeDetection.Compare(), new ChangeDetection.Digest(),
                new ChangeDetection.ByWatermark("version", Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule5_vanishedRowsAreDeletedWhateverTheWay(ChangeDetection changes) {
        scenario.going(new SyncMode.Upsert(), changes).given(EVENTS, events(1, 20));
        assertEquals(0, scenario.run().totals().deleted());
        scenario.source.delete(EVENTS.tableName(), events(3, 3).getFirst());
        scenario.source.delete(EVENTS.tableName(), events(20, 20).getFirst());
        SyncReport report = scenario.run();
        assertEquals(2, report.totals().deleted());
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(18, Scenario.table(report, EVENTS).rowsAfter());
        assertEquals(Map.of(), difference(scenario.source.rows(EVENTS.tableName()), scenario.sinkRows(EVENTS)));
        assertEquals(0, scenario.run().totals().deleted());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule5_anEmptySourceIsNeverAReasonToDelete(ChangeDetection changes) {
        scenario.going(new SyncMode.Upsert(), changes).given(EVENTS, events(1, 5));
        scenario.run();
        events(1, 5).forEach(row -> scenario.source.delete(EVENTS.tableName(), row));
        SyncReport report = scenario.run();
        assertEquals(Status.REFUSED, report.status());
        assertEquals(5, scenario.sinkRows(EVENTS).size());
        Failure failure = Scenario.table(report, EVENTS).failure().orElseThrow();
        assertTrue(failure.message().contains("the source has no rows"), failure::message);
    }

    @Test
    void rule5_oneTableOverItsLimitKeepsTheOrphansOfAll() {
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Compare());
        scenario.given(PEOPLE, peopleTo(3)).given(EVENTS, events(1, 2));
        scenario.wanted(PEOPLE, peopleTo(4)).wanted(EVENTS, events(1, 40));
        SyncReport report = scenario.run();
        assertEquals(Status.REFUSED, report.status());
        assertEquals(0, report.totals().deleted());
        assertEquals(4, scenario.sinkRows(PEOPLE).size());
        assertEquals(40, scenario.sinkRows(EVENTS).size());
        String message = Scenario.table(report, EVENTS).failure().orElseThrow().message();
        assertTrue(message.contains("38 of the sink's 40 rows"), message);
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Rows(38));
        assertEquals(39, scenario.run().totals().deleted());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule5_theOldCopyOfARejectedRowStays(ChangeDetection changes) {
        TableSpec strict = table("events").required("id", ValueType.INT64).required("text", ValueType.TEXT)
                .column("version", ValueType.INT64).key("id");
        scenario.going(new SyncMode.Upsert(), changes).given(EVENTS, events(1, 12)).wanted(strict, List.of());
        scenario.run();
        scenario.source.delete(EVENTS.tableName(), events(4, 4).getFirst());
        scenario.source.insert(EVENTS.tableName(), List.of(EVENTS.row(4, null, 99)));
        scenario.source.delete(EVENTS.tableName(), events(5, 5).getFirst());
        SyncReport report = scenario.run();
        assertEquals(1, report.totals().deleted());
        assertEquals(1, report.totals().rejected());
        assertTrue(scenario.sinkRows(EVENTS).contains(events(4, 4).getFirst()));
        assertEquals(11, scenario.sinkRows(EVENTS).size());
    }

    @Test
    void rule5_parentsGoAfterTheirChildrenAndStayWhereAChildStays() {
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Compare());
        scenario.given(PEOPLE, people(1)).given(ORDERS, List.of(ORDERS.row(10, 1)));
        scenario.wanted(PEOPLE, people(1, 2, 3))
                .wanted(ORDERS, List.of(ORDERS.row(10, 1), ORDERS.row(20, 2)));
        TableSpec visits = table("visits").required("id", ValueType.INT64).column("person", ValueType.INT64).key("id")
                .references("person", "people", "id");
        scenario.wanted(visits, List.of(visits.row(1, 3)));
        SyncReport report = scenario.run();
        assertEquals(List.of(ORDERS.row(10, 1)), scenario.sinkRows(ORDERS));
        assertEquals(people(1, 3), scenario.sinkRows(PEOPLE));
        assertEquals(2, report.totals().deleted());
        assertTrue(report.warnings().stream().anyMatch(warning -> warning.contains("rows that stay refer to them")),
                report.warnings()::toString);
    }

    @Test
    void rule5_aFailedTableKeepsAllOrphans() {
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Compare());
        scenario.rejects = new RejectLimit.Rows(0);
        scenario.given(PEOPLE, List.of(PEOPLE.row(1, "one", -1))).wanted(STRICT_PEOPLE, List.of());
        scenario.given(EVENTS, events(1, 2)).wanted(EVENTS, events(1, 3));
        SyncReport report = scenario.run();
        assertEquals(Status.FAILED, report.status());
        assertEquals(3, scenario.sinkRows(EVENTS).size());
    }

    @Test
    void rule5_aResumedPassFindsItsOrphansByTheSweep() {
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Compare());
        List<Row> inSink = new ArrayList<>(List.of(EVENTS.row(0, "orphan", 0)));
        scenario.given(EVENTS, events(1, 9)).wanted(EVENTS, inSink);
        scenario.faults.crashAt(Step.UPSERT, 3, Moment.AFTER);
        assertThrows(SimulatedCrash.class, scenario::run);
        assertEquals(1, scenario.run().totals().deleted());
        assertEquals(Map.of(), difference(events(1, 9), scenario.sinkRows(EVENTS)));
    }

    @Test
    void rule3_constantsBoundWhatIsAnOrphan() {
        TableSpec sink = table("events").required("id", ValueType.INT64).column("text", ValueType.TEXT)
                .column("version", ValueType.INT64).required("device", ValueType.TEXT).key("id", "device");
        scenario.given(EVENTS, events(1, 2)).wanted(sink, List.of(sink.row(1, "other", 1, "d2"),
                sink.row(8, "other", 1, "d2"), sink.row(9, "gone", 1, "d1")));
        for (ChangeDetection changes : List.of(new ChangeDetection.Compare(), new ChangeDetection.All())) {
            scenario.rules = List.of(new TableRule("*", Optional.empty(), List.of(), List.of(),
                    Map.of("device", new Value.Text("d1")), Optional.empty(), new SyncMode.Upsert(), changes,
                    Map.of()));
            SyncReport report = scenario.run();
            assertEquals(Status.SUCCEEDED, report.status());
        }
        assertEquals(4, scenario.sinkRows(sink).size());
        assertTrue(scenario.sinkRows(sink).contains(sink.row(8, "other", 1, "d2")));
        assertTrue(!scenario.sinkRows(sink).contains(sink.row(9, "gone", 1, "d1")));
    }

    @Test
    void rule4_withoutAKeyTheOldVersionOfAnEditedRowGoes() {
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Compare());
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Rows(3));
        List<Row> twins = List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(2, "b"), LOG.row(null, null));
        scenario.given(LOG, twins).wanted(LOG, List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(1, "a"),
                LOG.row(2, "old"), LOG.row(null, null), LOG.row(null, null)));
        assertEquals(3, scenario.run().totals().deleted());
        assertEquals(Map.of(), difference(twins, scenario.sinkRows(LOG)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule3_aRowThatLeavesTheConditionLeavesTheSinkThatIsBoundedToo(ChangeDetection changes) {
        scenario.rules = List.of(new TableRule("events", Optional.empty(), List.of(), List.of(), Map.of(),
                Optional.of("version > 0"), new SyncMode.Upsert(), changes, Map.of(), Optional.empty(),
                Optional.of("version > 0")));
        scenario.given(EVENTS, events(1, 12));
        scenario.run();
        scenario.source.delete(EVENTS.tableName(), events(4, 4).getFirst());
        scenario.source.insert(EVENTS.tableName(), List.of(EVENTS.row(4, "left", -1)));
        assertEquals(1, scenario.run().totals().deleted());
        assertEquals(11, scenario.sinkRows(EVENTS).size());
        assertEquals(0, scenario.run().totals().deleted());
    }

    @Test
    void rule3_aPartOfTheSourceIsNoReasonToDelete() {
        scenario.given(EVENTS, events(1, 5));
        scenario.rules = List.of(new TableRule("events", Optional.empty(), List.of(), List.of(), Map.of(),
                Optional.of("id > 1"), new SyncMode.Upsert(), new ChangeDetection.Compare(), Map.of()));
        assertEquals(Failure.Kind.CONFIGURATION, scenario.run().failure().orElseThrow().kind());
        scenario.rules = List.of(new TableRule("events", Optional.empty(), List.of(), List.of(), Map.of(),
                Optional.empty(), new SyncMode.Upsert(), new ChangeDetection.Compare(), Map.of(),
                Optional.of(new Top(Optional.empty(), 2)), Optional.empty()));
        assertEquals(Failure.Kind.CONFIGURATION, scenario.run().failure().orElseThrow().kind());
        scenario.rules = List.of(TableRule.of("*"));
        scenario.limit = 2;
        assertEquals(Failure.Kind.CONFIGURATION, scenario.run().failure().orElseThrow().kind());
    }

    @Test
    void rule14_aFullRefreshIsOneStepForItsReaders() {
        scenario.orphans = new OrphanPolicy.Keep();
        scenario.going(new SyncMode.FullRefresh(), new ChangeDetection.Compare());
        scenario.given(EVENTS, events(3, 12)).wanted(EVENTS, events(1, 8));
        List<Integer> seen = new ArrayList<>();
        scenario.faults.everyBatch(_ -> seen.add(scenario.sinkRows(EVENTS).size()));
        SyncReport report = scenario.run();
        assertEquals(List.of(10L, 4L, 0L, 6L, 0L), counts(report, EVENTS));
        assertEquals(2, report.totals().deleted());
        assertEquals(Map.of(), difference(events(3, 12), scenario.sinkRows(EVENTS)));
        assertEquals(List.of(8, 8), seen);
    }

    @Test
    void rule14_aFullRefreshThatDiesOrIsRefusedChangesNothing() {
        scenario.orphans = new OrphanPolicy.Keep();
        scenario.going(new SyncMode.FullRefresh(), new ChangeDetection.Compare());
        scenario.given(EVENTS, events(3, 12)).wanted(EVENTS, events(1, 8));
        scenario.faults.crashAt(Step.COMMIT, 1, Moment.BEFORE);
        assertThrows(SimulatedCrash.class, scenario::run);
        assertEquals(events(1, 8), scenario.sinkRows(EVENTS));
        events(3, 12).forEach(row -> scenario.source.delete(EVENTS.tableName(), row));
        assertEquals(Status.REFUSED, scenario.run().status());
        assertEquals(events(1, 8), scenario.sinkRows(EVENTS));
    }

    @Test
    void rule14_aFullRefreshOfLooseKeysDeletesTheSurplusToo() {
        scenario.orphans = new OrphanPolicy.Keep();
        scenario.going(new SyncMode.FullRefresh(), new ChangeDetection.Compare());
        scenario.given(EVENTS, events(3, 10));
        TableSchema schema = EVENTS.schema();
        scenario.sink.create(new TableSchema(schema.name(), schema.dialect(), schema.identity(), schema.relation(),
                schema.columns(), schema.key(), TableSchema.KeyEquality.LOOSE, schema.uniqueKeys(),
                schema.foreignKeys()), List.of());
        scenario.sink.insert(EVENTS.tableName(), events(1, 8));
        assertEquals(2, scenario.run().totals().deleted(), "as many rows come as go");
        assertEquals(Map.of(), difference(events(3, 10), scenario.sinkRows(EVENTS)));
    }

    @Test
    void aSnapshotKeepsTheRowsOfEveryDaySideBySide() {
        scenario.orphans = new OrphanPolicy.Keep();
        scenario.going(new SyncMode.Snapshot(SyncMode.Every.DAY, "day"), new ChangeDetection.Compare());
        scenario.given(EVENTS, events(1, 3));
        assertEquals(List.of(3L, 3L, 0L, 0L, 0L), counts(scenario.run(), EVENTS));
        assertEquals(List.of(3L, 0L, 0L, 3L, 0L), counts(scenario.run(), EVENTS));
        scenario.clock.advance(java.time.Duration.ofDays(1));
        assertEquals(List.of(3L, 3L, 0L, 0L, 0L), counts(scenario.run(), EVENTS));
        assertEquals(6, scenario.sink.rows(EVENTS.tableName()).size());
    }

    private static List<Row> events(int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int id = from; id <= to; id++) {
            rows.add(EVENTS.row(id, "text " + id, id));
        }
        return rows;
    }
}
