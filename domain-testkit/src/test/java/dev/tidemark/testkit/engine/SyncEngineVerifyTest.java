package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.Status;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How both sides are compared, side by side and by digests. */
class SyncEngineVerifyTest {
    /** A key that no two stores are sure to order alike, so that digests are compared. */
    private static final TableSpec PRICES = table("prices").required("price", ValueType.DECIMAL)
            .column("name", ValueType.TEXT).key("price");

    private final Scenario scenario = new Scenario();

    @AfterEach
    void everySpillIsClosed() {
        assertEquals(0, scenario.scratch.openSpills());
    }

    @Test
    void sidesAreEqualAfterASync() {
        scenario.given(PEOPLE, peopleTo(7)).given(LOG, List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(null, null)))
                .given(PRICES, List.of(PRICES.row("1.50", "a"), PRICES.row("2", null)));
        scenario.run();
        VerifyReport report = scenario.verify(10);
        assertEquals(Status.EQUAL, report.status(), report::toString);
        assertEquals(List.of(7L, 7L, 7L, 0L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(List.of(3L, 3L, 3L, 0L, 0L, 0L, 0L), counts(report, LOG));
        assertEquals(List.of(2L, 2L, 2L, 0L, 0L, 0L, 0L), counts(report, PRICES));
    }

    @Test
    void missingExtraAndDifferentRowsAreCountedAndShownWithTheirValues() {
        scenario.given(PEOPLE, peopleTo(4)).wanted(PEOPLE,
                List.of(PEOPLE.row(1, "name 1", 1), PEOPLE.row(2, "changed", null), PEOPLE.row(4, "name 4", 4),
                        PEOPLE.row(9, "only here", 9)));
        VerifyReport report = scenario.verify(10);
        assertEquals(Status.DIFFERENT, report.status());
        assertEquals(List.of(4L, 4L, 2L, 1L, 1L, 1L, 0L), counts(report, PEOPLE));
        assertEquals(List.of(
                new RowDifference(Kind.DIFFERENT, "id=2",
                        List.of(new Cell("name", "name 2", "changed"), new Cell("age", "2", "NULL"))),
                new RowDifference(Kind.MISSING, "id=3",
                        List.of(new Cell("id", "3", ""), new Cell("name", "name 3", ""), new Cell("age", "3", ""))),
                new RowDifference(Kind.EXTRA, "id=9",
                        List.of(new Cell("id", "", "9"), new Cell("name", "", "only here"), new Cell("age", "", "9")))),
                verdict(report, PEOPLE).differences());
    }

    @Test
    void digestsShowTheSameAsAWalkSideBySide() {
        scenario.given(PRICES, List.of(PRICES.row("1", "a"), PRICES.row("2.0", "b"), PRICES.row("3", "c")))
                .wanted(PRICES, List.of(PRICES.row("1.00", "a"), PRICES.row("2", "B"), PRICES.row("4", "d")));
        VerifyReport report = scenario.verify(10);
        assertEquals(List.of(3L, 3L, 1L, 1L, 1L, 1L, 0L), counts(report, PRICES));
        List<RowDifference> shown = verdict(report, PRICES).differences();
        assertEquals(3, shown.size());
        assertTrue(shown.contains(new RowDifference(Kind.DIFFERENT, "price=2.0", List.of(new Cell("name", "b", "B")))),
                shown::toString);
        assertTrue(shown.contains(new RowDifference(Kind.MISSING, "price=3",
                List.of(new Cell("price", "3", ""), new Cell("name", "c", "")))), shown::toString);
        assertTrue(shown.contains(new RowDifference(Kind.EXTRA, "price=4",
                List.of(new Cell("price", "", "4"), new Cell("name", "", "d")))), shown::toString);
    }

    @Test
    void rule4_rowsWithoutAKeyAreAMultiset() {
        scenario.given(LOG, List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(2, "b")))
                .wanted(LOG, List.of(LOG.row(1, "a"), LOG.row(3, "c"), LOG.row(2, "b"), LOG.row(2, "b")));
        VerifyReport report = scenario.verify(10);
        assertEquals(List.of(4L, 4L, 2L, 2L, 2L, 0L, 0L), counts(report, LOG));
        assertEquals(4, verdict(report, LOG).differences().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void asManyDifferencesAreShownAsWereAskedForAndAllAreCounted(int limit) {
        scenario.given(PEOPLE, peopleTo(9)).given(LOG, List.of(LOG.row(1, "a"), LOG.row(2, "b"), LOG.row(3, "c")))
                .wanted(PEOPLE, List.of()).wanted(LOG, List.of());
        VerifyReport report = scenario.verify(limit);
        assertEquals(9, verdict(report, PEOPLE).missing());
        assertEquals(limit, verdict(report, PEOPLE).differences().size());
        assertEquals(3, verdict(report, LOG).missing());
        assertEquals(limit, verdict(report, LOG).differences().size());
    }

    @Test
    void allRowsAreMissingWhereTheSinkHasNoTable() {
        scenario.given(PEOPLE, peopleTo(3)).given(LOG, List.of(LOG.row(1, "a")));
        VerifyReport report = scenario.verify(10);
        assertEquals(List.of(3L, 0L, 0L, 3L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(List.of(1L, 0L, 0L, 1L, 0L, 0L, 0L), counts(report, LOG));
        assertEquals(List.of("the sink has no table people"), verdict(report, PEOPLE).mapping());
        assertTrue(scenario.sink.openSink().describe(PEOPLE.tableName()).isEmpty(), "verify makes no table");
    }

    @Test
    void aRowThatCannotBeReadExactlyIsUnreadableAndItsCopyIsNotExtra() {
        TableSpec texts = table("people").required("id", ValueType.INT64).column("name", ValueType.TEXT)
                .column("age", ValueType.TEXT).key("id");
        scenario.given(texts, List.of(texts.row(1, "a", "1"), texts.row(2, "b", "two"), texts.row(3, "c", "3"),
                texts.row(4, "d", "four")))
                .wanted(PEOPLE, List.of(PEOPLE.row(1, "a", 1), PEOPLE.row(2, "b", 2), PEOPLE.row(3, "c", 3)));
        VerifyReport report = scenario.verify(10);
        assertEquals(List.of(4L, 3L, 2L, 0L, 0L, 0L, 2L), counts(report, PEOPLE));
        assertEquals(
                List.of(new RowDifference(Kind.UNREADABLE, "id=2", List.of(new Cell("age", "two", ""))),
                        new RowDifference(Kind.UNREADABLE, "id=4", List.of(new Cell("age", "four", "")))),
                verdict(report, PEOPLE).differences());
        assertEquals(List.of("age: TEXT in the source, INT64 in the sink, compared as INT64"),
                verdict(report, PEOPLE).mapping());
        assertEquals(Status.DIFFERENT, report.status());
    }

    @Test
    void digestsKnowUnreadableRowsByTheirKeys() {
        TableSpec texts = table("prices").required("price", ValueType.DECIMAL).column("name", ValueType.TEXT)
                .key("price");
        TableSpec numbers = table("prices").required("price", ValueType.DECIMAL).column("name", ValueType.INT64)
                .key("price");
        scenario.given(texts, List.of(texts.row("1", "one"), texts.row("2", "2"), texts.row("5", "five")))
                .wanted(numbers, List.of(numbers.row("1", 1), numbers.row("2", 2), numbers.row("3", 3)));
        assertEquals(List.of(3L, 3L, 1L, 0L, 1L, 0L, 2L), counts(scenario.verify(10), PRICES));
    }

    @Test
    void rule3_onlyTheSliceOfTheProfileIsLookedAt() {
        scenario.given(PEOPLE, peopleTo(2));
        scenario.rules = List.of(rule(Map.of("device", new Value.Text("d1")), new SyncMode.Upsert()));
        scenario.run();
        scenario.rules = List.of(rule(Map.of("device", new Value.Text("d2")), new SyncMode.Upsert()));
        scenario.run();
        VerifyReport report = scenario.verify(10);
        assertEquals(List.of(2L, 2L, 2L, 0L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(List.of("of the sink only rows with device = d2 are looked at"),
                verdict(report, PEOPLE).mapping());
    }

    @Test
    void rule19_insertOnlyComparesKeysAlone() {
        scenario.rules = List.of(rule(Map.of(), new SyncMode.InsertOnly()));
        scenario.given(PEOPLE, peopleTo(3)).wanted(PEOPLE, List.of(PEOPLE.row(1, "other", 7)));
        VerifyReport report = scenario.verify(10);
        assertEquals(List.of(3L, 1L, 1L, 2L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(List.of("mode insert-only: only keys are compared, for rows that are there are left alone"),
                verdict(report, PEOPLE).mapping());
    }

    @Test
    void rule12_rowsWithANullInTheirKeyAreComparedToo() {
        TableSpec loose = table("people").column("id", ValueType.INT64).column("name", ValueType.TEXT).unique("id");
        scenario.rules = List.of(new TableRule("*", Optional.empty(), List.of("id"), List.of(), Map.of(),
                Optional.empty(), new SyncMode.Upsert(), new ChangeDetection.All(), Map.of()));
        scenario.given(loose, List.of(loose.row(1, "a"), loose.row(null, "b"), loose.row(2, "c")))
                .wanted(loose, List.of(loose.row(1, "a"), loose.row(null, "b"), loose.row(3, "c")));
        assertEquals(List.of(3L, 3L, 2L, 1L, 1L, 0L, 0L), counts(scenario.verify(10), loose));
    }

    @Test
    void aTableThatCannotBePlannedOrReadFailsAloneAndTheOthersAreCompared() {
        scenario.schema = SchemaPolicy.MATCH;
        scenario.given(PEOPLE, peopleTo(3)).given(LOG, List.of()).wanted(PEOPLE, peopleTo(3));
        VerifyReport report = scenario.verify(10);
        assertEquals(Status.FAILED, report.status());
        assertEquals(Optional.of(Failure.Kind.CONFIGURATION), verdict(report, LOG).failure().map(Failure::kind));
        assertEquals(List.of(3L, 3L, 3L, 0L, 0L, 0L, 0L), counts(report, PEOPLE));
    }

    @Test
    void troubleThatPassesIsTriedAgain() {
        scenario.given(PEOPLE, peopleTo(9)).wanted(PEOPLE, peopleTo(9));
        StoreException trouble = new StoreException.Transient("the connection broke", "08006", "", null);
        scenario.faults.failAt(Step.READ, 2, trouble).failAt(Step.READ, 5, trouble);
        assertEquals(List.of(9L, 9L, 9L, 0L, 0L, 0L, 0L), counts(scenario.verify(10), PEOPLE));
    }

    @Test
    void anInterruptEndsIt() {
        scenario.given(PEOPLE, peopleTo(9)).wanted(PEOPLE, peopleTo(9));
        Thread.currentThread().interrupt();
        VerifyReport report = scenario.verify(10);
        Thread.interrupted();
        assertEquals(Status.INTERRUPTED, report.status());
    }

    @Test
    void nothingIsLockedOrRemembered() throws Exception {
        scenario.given(PEOPLE, peopleTo(2)).wanted(PEOPLE, people(1));
        try (var _ = scenario.state.locks().acquire(Scenario.PROFILE, "somebody else").orElseThrow()) {
            assertEquals(Status.DIFFERENT, scenario.verify(10).status());
        }
        assertEquals(List.of(), scenario.state.checkpoints().list(Scenario.PROFILE));
        assertEquals(1, scenario.sinkRows(PEOPLE).size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countsEqualANaiveComparisonWhateverTheWay(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            TableSpec merged = table("merged").required("k", ValueType.INT64).column("v", ValueType.TEXT).key("k");
            TableSpec digested = table("digested").required("k", ValueType.DECIMAL).column("v", ValueType.TEXT)
                    .key("k");
            TableSpec keyless = table("keyless").column("k", ValueType.INT64).column("v", ValueType.TEXT);
            Scenario trial = new Scenario();
            trial.page = new PageLimit(1 + random.nextInt(5), 1 << 20);
            Map<Integer, String> source = randomRows(random);
            Map<Integer, String> sink = randomRows(random);
            trial.given(merged, rows(merged, source, false)).wanted(merged, rows(merged, sink, false));
            trial.given(digested, rows(digested, source, true)).wanted(digested, rows(digested, sink, true));
            trial.given(keyless, rows(keyless, source, false)).wanted(keyless, rows(keyless, sink, false));
            long equal = source.entrySet().stream().filter(sink.entrySet()::contains).count();
            long both = source.keySet().stream().filter(sink::containsKey).count();
            List<Long> expected = List.of((long) source.size(), (long) sink.size(), equal, source.size() - both,
                    sink.size() - both, both - equal, 0L);
            VerifyReport report = trial.verify(100);
            assertEquals(expected, counts(report, merged));
            assertEquals(expected, counts(report, digested));
            assertEquals(List.of((long) source.size(), (long) sink.size(), equal, source.size() - equal,
                    sink.size() - equal, 0L, 0L), counts(report, keyless));
            for (TableSpec each : List.of(merged, digested, keyless)) {
                TableVerdict verdict = verdict(report, each);
                assertEquals(verdict.missing() + verdict.extra() + verdict.different(), verdict.differences().size());
            }
            assertEquals(keysShown(report, merged), keysShown(report, digested));
        }
    }

    private static List<String> keysShown(VerifyReport report, TableSpec table) {
        return verdict(report, table).differences().stream().map(shown -> shown.kind() + " " + shown.key()).sorted()
                .toList();
    }

    private static Map<Integer, String> randomRows(Random random) {
        Map<Integer, String> rows = new HashMap<>();
        IntStream.range(0, random.nextInt(20)).forEach(_ -> rows.put(random.nextInt(25), "v" + random.nextInt(3)));
        return rows;
    }

    private static List<Row> rows(TableSpec table, Map<Integer, String> values, boolean decimal) {
        List<Row> rows = new ArrayList<>();
        values.forEach((key, value) -> rows.add(decimal ? table.row(key.toString(), value) : table.row(key, value)));
        return rows;
    }

    private static TableRule rule(Map<String, Value> constants, SyncMode mode) {
        return new TableRule("people", Optional.empty(), List.of(), List.of(), constants, Optional.empty(), mode,
                new ChangeDetection.All(), Map.of());
    }

    private static TableVerdict verdict(VerifyReport report, TableSpec table) {
        return report.tables().stream().filter(one -> one.table().equals(table.name())).findFirst()
                .orElseThrow();
    }

    /** Rows of the source, of the sink, equal, missing, extra, different, unreadable. */
    private static List<Long> counts(VerifyReport report, TableSpec table) {
        TableVerdict found = verdict(report, table);
        assertEquals(Optional.empty(), found.failure());
        return List.of(found.sourceRows(), found.sinkRows(), found.equal(), found.missing(), found.extra(),
                found.different(), found.unreadable());
    }
}
