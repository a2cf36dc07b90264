package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run does when nothing goes wrong, and what it refuses to begin. */
class SyncEngineTest {
    private final Scenario scenario = new Scenario();

    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "2,2", "3,2", "7,3", "100,100"})
    void theSinkHoldsWhatTheSourceHoldsWhateverThePageAndTheBatch(int page, int batch) {
        scenario.page = new PageLimit(page, 1 << 20);
        scenario.batch = new PageLimit(batch, 1 << 20);
        scenario.given(PEOPLE, peopleTo(10));
        assertEquals(List.of(10L, 10L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(peopleTo(10), scenario.sinkRows(PEOPLE));
        SyncReport second = scenario.run();
        assertEquals(List.of(10L, 0L, 0L, 10L, 0L), counts(second, PEOPLE));
        assertEquals(Status.SUCCEEDED, second.status());
        assertEquals(List.of(), scenario.state.checkpoints().list(Scenario.PROFILE),
                "a complete pass leaves no checkpoint");
    }

    @Test
    void changedRowsAreUpdatedAndTheOthersLeftAlone() {
        scenario.given(PEOPLE, peopleTo(5)).wanted(PEOPLE, List.of(PEOPLE.row(2, "old", 2), PEOPLE.row(3, "name 3", 3),
                PEOPLE.row(99, "only here", null)));
        assertEquals(List.of(5L, 3L, 1L, 1L, 0L), counts(scenario.run(), PEOPLE));
        List<Row> expected = new ArrayList<>(peopleTo(5));
        expected.add(PEOPLE.row(99, "only here", null));
        assertEquals(Map.of(), difference(expected, scenario.sinkRows(PEOPLE)));
    }

    @Test
    void rule19_insertOnlyCountsExistingRowsAsUnchanged() {
        scenario.rules = List.of(new TableRule("*", Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty(),
                new SyncMode.InsertOnly(), new ChangeDetection.All(), Map.of()));
        scenario.given(PEOPLE, peopleTo(3)).wanted(PEOPLE, List.of(PEOPLE.row(2, "kept", 7)));
        assertEquals(List.of(3L, 2L, 0L, 1L, 0L), counts(scenario.run(), PEOPLE));
        assertTrue(scenario.sinkRows(PEOPLE).contains(PEOPLE.row(2, "kept", 7)));
    }

    @Test
    void aRuleMapsNamesLeavesColumnsOutSetsConstantsAndBoundsRows() {
        TableRule rule = new TableRule("people", Optional.of(new TableName("persons")), List.of(), List.of("age"),
                Map.of("device", new Value.Text("d1")), Optional.of("id > 1"), new SyncMode.Upsert(),
                new ChangeDetection.All(), Map.of());
        scenario.rules = List.of(rule);
        scenario.given(PEOPLE, peopleTo(3));
        TableSpec persons = table("persons").required("id", ValueType.INT64).column("name", ValueType.TEXT)
                .required("device", ValueType.TEXT).key("id", "device");
        assertEquals(List.of(2L, 2L, 0L, 0L, 0L), counts(scenario.run(), persons));
        assertEquals(List.of(persons.row(2, "name 2", "d1"), persons.row(3, "name 3", "d1")),
                scenario.sinkRows(persons));
        assertEquals(Optional.of(List.of("id", "device")),
                scenario.sink.openSink().describe(persons.tableName()).map(schema -> schema.key()));
    }

    @Test
    void rule3_constantsKeepTheSlicesOfTwoProfilesApart() {
        scenario.given(PEOPLE, peopleTo(2));
        for (String device : List.of("d1", "d2", "d1")) {
            scenario.rules = List.of(new TableRule("people", Optional.empty(), List.of(), List.of(),
                    Map.of("device", new Value.Text(device)), Optional.empty(), new SyncMode.Upsert(),
                    new ChangeDetection.All(), Map.of()));
            assertEquals(Status.SUCCEEDED, scenario.run().status());
        }
        assertEquals(4, scenario.sink.rows(PEOPLE.tableName()).size());
    }

    @Test
    void aLimitReadsNoMoreRowsAndLeavesNoCheckpoint() {
        scenario.given(PEOPLE, peopleTo(10));
        scenario.limit = 3;
        assertEquals(List.of(3L, 3L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(people(1, 2, 3), scenario.sinkRows(PEOPLE));
        assertEquals(List.of(), scenario.state.checkpoints().list(Scenario.PROFILE));
    }

    @Test
    void manyTablesRunSideBySide() {
        for (int number = 0; number < 12; number++) {
            scenario.given(PEOPLE.named("t" + number), peopleTo(number));
        }
        scenario.parallelTables = 3;
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(66, report.totals().inserted());
        for (int number = 0; number < 12; number++) {
            assertEquals(peopleTo(number), scenario.sinkRows(PEOPLE.named("t" + number)));
        }
    }

    @Test
    void onlyTheTablesThatAreAskedForAreRun() {
        scenario.given(PEOPLE, peopleTo(1)).given(PEOPLE.named("others"), peopleTo(1));
        scenario.only = List.of("oth*");
        assertEquals(List.of("others"), scenario.run().tables().stream().map(SyncReport.TableReport::table).toList());
        scenario.only = List.of("orders");
        SyncReport unknown = scenario.run();
        assertEquals(Failure.Kind.CONFIGURATION, unknown.failure().orElseThrow().kind());
        assertTrue(unknown.failure().orElseThrow().advice().contains("others"));
    }

    @Test
    void whatIsWrongWithSeveralTablesIsToldAtOnce() {
        scenario.schema = SchemaPolicy.MATCH;
        scenario.given(PEOPLE, peopleTo(1)).given(PEOPLE.named("others"), peopleTo(1));
        Failure failure = scenario.run().failure().orElseThrow();
        assertEquals(Failure.Kind.CONFIGURATION, failure.kind());
        assertTrue(failure.message().contains("no table others") && failure.message().contains("no table people"),
                failure::message);
        assertTrue(failure.message().contains("(make the table, or set schema: create)"), failure::message);
    }

    @Test
    void matchDropsColumnsThatTheSinkLacksWithOneWarning() {
        TableSpec narrow = table("people").required("id", ValueType.INT64).column("name", ValueType.TEXT).key("id");
        scenario.schema = SchemaPolicy.MATCH;
        scenario.given(PEOPLE, peopleTo(9)).wanted(narrow, List.of());
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(1, scenario.events.warnings().stream().filter(warning -> warning.contains("age")).count());
        assertEquals(9, scenario.sinkRows(narrow).size());
    }

    @Test
    void matchMakesNoTableAndSaysWhatToDo() {
        scenario.schema = SchemaPolicy.MATCH;
        scenario.given(PEOPLE, peopleTo(1));
        SyncReport report = scenario.run();
        assertEquals(Status.FAILED, report.status());
        assertEquals(Failure.Kind.CONFIGURATION, report.failure().orElseThrow().kind());
        assertTrue(report.failure().orElseThrow().advice().contains("schema: create"));
    }

    @Test
    void evolveAddsTheColumnsThatAreMissing() {
        TableSpec narrow = table("people").required("id", ValueType.INT64).key("id");
        scenario.schema = SchemaPolicy.EVOLVE;
        scenario.given(PEOPLE, peopleTo(3)).wanted(narrow, List.of(narrow.row(2)));
        assertEquals(List.of(3L, 2L, 1L, 0L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(Map.of(), difference(peopleTo(3), scenario.sinkRows(PEOPLE)));
    }

    @Test
    void rule18_aProfileThatAnotherRunHoldsIsRefused() throws InterruptedException {
        scenario.given(PEOPLE, peopleTo(1));
        try (Lease _ = scenario.state.locks().acquire(Scenario.PROFILE, "run 01A").orElseThrow()) {
            SyncReport report = scenario.run();
            assertEquals(Status.REFUSED, report.status());
            assertEquals(Failure.Kind.REFUSED, report.failure().orElseThrow().kind());
            assertTrue(report.failure().orElseThrow().message().contains("run 01A"));
        }
        assertEquals(Status.SUCCEEDED, scenario.run().status());
        assertEquals(Optional.empty(), scenario.state.locks().holder(Scenario.PROFILE));
    }

    @Test
    void rule4_rowsWithoutAKeyAreMatchedAsAMultiset() {
        List<Row> rows = List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(2, null),
                LOG.row(null, null), LOG.row(null, null));
        scenario.given(LOG, rows).wanted(LOG, List.of(LOG.row(1, "a"), LOG.row(null, null)));
        assertEquals(List.of(6L, 4L, 0L, 2L, 0L), counts(scenario.run(), LOG));
        assertEquals(Map.of(), difference(rows, scenario.sinkRows(LOG)));
        assertEquals(List.of(6L, 0L, 0L, 6L, 0L), counts(scenario.run(), LOG));
        assertEquals(Map.of(), difference(rows, scenario.sinkRows(LOG)));
    }

    @Test
    void rule4_anEditedRowWithoutAKeyIsANewOneAndTheOldOneStaysWithAWarning() {
        scenario.given(LOG, List.of(LOG.row(1, "a"), LOG.row(2, "b")));
        scenario.run();
        scenario.source.delete(LOG.tableName(), LOG.row(2, "b"));
        scenario.source.insert(LOG.tableName(), List.of(LOG.row(2, "edited")));
        assertEquals(List.of(2L, 1L, 0L, 1L, 0L), counts(scenario.run(), LOG));
        assertEquals(3, scenario.sinkRows(LOG).size());
        assertTrue(scenario.events.warnings().stream().anyMatch(warning -> warning.contains("old version stays")));
    }

    @Test
    void aListenerHearsEachTableFromItsBeginningToItsEnd() {
        scenario.given(PEOPLE, peopleTo(5));
        scenario.run();
        assertEquals(1, scenario.events.of(SyncEvent.RunStarted.class).size());
        assertEquals(1, scenario.events.of(SyncEvent.TableStarted.class).size());
        assertEquals(List.of(2L, 2L, 1L),
                scenario.events.of(SyncEvent.PageRead.class).stream().map(SyncEvent.PageRead::rows).toList());
        assertEquals(5, scenario.events.of(SyncEvent.BatchApplied.class).getLast().progress().inserted());
        assertEquals("", scenario.events.of(SyncEvent.TableEnded.class).getLast().error());
        assertEquals(List.of(), scenario.events.of(SyncEvent.TableMeasured.class),
                "a table that is done soon is not counted");
    }

    @Test
    void aTableThatTakesItsTimeIsCountedForTheProgress() {
        scenario.given(PEOPLE, peopleTo(5));
        scenario.faults.at(Step.READ, 2, Moment.BEFORE, () -> {
            while (scenario.events.of(SyncEvent.TableMeasured.class).isEmpty()) {
                Thread.onSpinWait();
            }
        });
        assertTimeout(Duration.ofSeconds(30), scenario::run);
        assertEquals(5, scenario.events.of(SyncEvent.TableMeasured.class).getLast().rows());
    }

    @Test
    void theReportTellsTheRowsOfTheSinkBeforeAndAfter() {
        scenario.given(PEOPLE, peopleTo(5)).wanted(PEOPLE, people(1, 7));
        SyncReport.TableReport report = Scenario.table(scenario.run(), PEOPLE);
        assertEquals(List.of(2L, 6L), List.of(report.rowsBefore(), report.rowsAfter()));
        assertEquals(List.of("upsert", "all"), List.of(report.mode(), report.changes()));
    }

    /** How often each row is too many or too few. */
    static Map<Row, Integer> difference(List<Row> expected, List<Row> actual) {
        Map<Row, Integer> counts = new java.util.HashMap<>();
        expected.forEach(row -> counts.merge(row, 1, Integer::sum));
        actual.forEach(row -> counts.merge(row, -1, Integer::sum));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }
}
