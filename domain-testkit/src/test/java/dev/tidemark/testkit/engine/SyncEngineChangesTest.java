package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.SyncEngineTest.difference;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.STRICT_PEOPLE;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to find out what changed sends what the sink needs, and nothing else. */
class SyncEngineChangesTest {
    private static final TableSpec EVENTS = table("events").required("id", ValueType.INT64)
            .column("text", ValueType.TEXT).column("version", ValueType.INT64).key("id");
    private static final TableSpec WORDS = table("words").required("word", ValueType.TEXT)
            .column("n", ValueType.INT64).key("word");
    private static final ChangeDetection COMPARE = new ChangeDetection.Compare();
    private static final ChangeDetection DIGEST = new ChangeDetection.Digest();

    private final Scenario scenario = new Scenario();

    @ParameterizedTest
    @ValueSource(strings = {"compare", "digest"})
    void onlyRowsThatChangedAreSent(String word) {
        scenario.going(new SyncMode.Upsert(), ways(word)).given(PEOPLE, peopleTo(9));
        assertEquals(List.of(9L, 9L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(List.of(), scenario.sentBy(report -> {
            assertEquals(List.of(9L, 0L, 0L, 9L, 0L), counts(report, PEOPLE));
            assertEquals(word, Scenario.table(report, PEOPLE).changes());
        }));
        change(PEOPLE, PEOPLE.row(4, "name 4", 4), PEOPLE.row(4, "new", 4));
        scenario.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(100, "more", null)));
        List<Row> sent = scenario.sentBy(
                report -> assertEquals(List.of(10L, 1L, 1L, 8L, 0L), counts(report, PEOPLE)));
        assertEquals(List.of(PEOPLE.row(4, "new", 4), PEOPLE.row(100, "more", null)), sent);
        assertSameRows(PEOPLE);
        assertEquals(List.of(), scenario.sentBy(report -> assertEquals(Status.SUCCEEDED, report.status())));
    }

    @Test
    void compareMendsWhatOthersDidInTheSink() {
        scenario.going(new SyncMode.Upsert(), COMPARE).given(PEOPLE, peopleTo(6));
        scenario.run();
        scenario.sink.delete(PEOPLE.tableName(), PEOPLE.row(2, "name 2", 2));
        scenario.sink.delete(PEOPLE.tableName(), PEOPLE.row(5, "name 5", 5));
        scenario.sink.insert(PEOPLE.tableName(), List.of(PEOPLE.row(5, "drift", null)));
        assertEquals(List.of(6L, 1L, 1L, 4L, 0L), counts(scenario.run(), PEOPLE));
        assertSameRows(PEOPLE);
    }

    @Test
    void rule12_textKeysAreMergedInTheOrderOfTheirBytes() {
        List<Row> rows = new ArrayList<>();
        for (String word : List.of("a", "B", "ä", "Z", "z", "😀", "｡", "a ", "a\u0001", "")) {
            rows.add(WORDS.row(word, rows.size()));
        }
        scenario.going(new SyncMode.Upsert(), COMPARE).given(WORDS, rows);
        scenario.run();
        scenario.sink.delete(WORDS.tableName(), WORDS.row("😀", 5));
        List<Row> sent = scenario
                .sentBy(report -> assertEquals(List.of(10L, 1L, 0L, 9L, 0L), counts(report, WORDS)));
        assertEquals(List.of(WORDS.row("😀", 5)), sent);
    }

    @Test
    void rule12_keysWithoutACommonOrderAreMatchedByDigests() {
        TableSpec prices = table("prices").required("price", ValueType.DECIMAL).column("n", ValueType.INT64)
                .key("price");
        scenario.going(new SyncMode.Upsert(), COMPARE);
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Usual());
        scenario.given(prices, List.of(prices.row(new Value.Decimal("10"), 1), prices.row(new Value.Decimal("9.5"), 2),
                prices.row(new Value.Decimal("-3"), 3)));
        scenario.wanted(prices,
                List.of(prices.row(new Value.Decimal("9.50"), 2), prices.row(new Value.Decimal("10"), 7),
                        prices.row(new Value.Decimal("4"), 4)));
        List<Row> sent = scenario.sentBy(report -> {
            assertEquals(List.of(3L, 1L, 1L, 1L, 0L), counts(report, prices));
            assertEquals(1, report.totals().deleted());
            assertEquals("compare", Scenario.table(report, prices).changes());
        });
        assertEquals(2, sent.size());
    }

    @Test
    void rule6_twoRowsOfOneKeyEndTheMergeAndTheFirstLands() {
        scenario.rules = List.of(new TableRule("people", Optional.empty(), List.of("age"), List.of(), Map.of(),
                Optional.empty(), new SyncMode.Upsert(), COMPARE, Map.of()));
        TableSpec ages = table("people").column("id", ValueType.INT64).column("name", ValueType.TEXT)
                .required("age", ValueType.INT64).key("age");
        scenario.given(PEOPLE, List.of(PEOPLE.row(1, "one", 5), PEOPLE.row(2, "two", 6), PEOPLE.row(3, "three", 5)))
                .wanted(ages, List.of(ages.row(1, "one", 5)));
        for (int run = 0; run < 2; run++) {
            SyncReport report = scenario.run();
            assertEquals(Status.REJECTS, report.status());
            assertEquals(1, report.totals().rejected());
            assertEquals(Map.of(), difference(List.of(ages.row(1, "one", 5), ages.row(2, "two", 6)),
                    scenario.sinkRows(ages)));
        }
    }

    @Test
    void randomTablesEndAlikeWhateverTheWay() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            for (ChangeDetection changes : List.of(COMPARE, DIGEST, new ChangeDetection.All())) {
                Scenario each = new Scenario().going(new SyncMode.Upsert(), changes)
                        .given(PEOPLE, random(random)).wanted(PEOPLE, random(random));
                each.page = new PageLimit(1 + random.nextInt(5), 1 << 20);
                each.batch = new PageLimit(1 + random.nextInt(5), 1 << 20);
                for (int run = 0; run < 3; run++) {
                    SyncReport report = each.run();
                    assertTrue(report.totals().isConserved(), report::toString);
                    List<Row> sink = each.sinkRows(PEOPLE);
                    assertTrue(sink.containsAll(each.source.rows(PEOPLE.tableName())), changes.word() + " " + seed);
                    for (Row row : each.source.rows(PEOPLE.tableName())) {
                        if (random.nextInt(3) == 0) {
                            each.source.delete(PEOPLE.tableName(), row);
                        }
                    }
                    long next = 1_000L * (run + 1);
                    each.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(next, "more", 1)));
                }
            }
        }
    }

    @Test
    void rule13_digestsTrustNoSinkThatOthersChangedAndSaySo() {
        scenario.going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, peopleTo(4));
        scenario.run();
        scenario.sink.delete(PEOPLE.tableName(), PEOPLE.row(3, "name 3", 3));
        SyncReport report = scenario.run();
        assertEquals(List.of(4L, 1L, 0L, 3L, 0L), counts(report, PEOPLE));
        assertEquals("compare", Scenario.table(report, PEOPLE).changes());
        assertTrue(report.warnings().getFirst().contains("3 rows and not the 4"), report.warnings()::toString);
        assertEquals("digest", Scenario.table(scenario.run(), PEOPLE).changes());
    }

    @Test
    void rule13_anEmptyTableThatStaysEmptyIsNoCauseForAWarning() {
        scenario.going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, List.of());
        for (int run = 0; run < 2; run++) {
            assertEquals(List.of(), scenario.run().warnings());
        }
    }

    @Test
    void rule13_aRejectedRowLeavesNoDigest() {
        scenario.going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, List.of(PEOPLE.row(1, "one", 1),
                PEOPLE.row(2, "two", -2), PEOPLE.row(3, "three", 3))).wanted(STRICT_PEOPLE, List.of());
        assertEquals(List.of(3L, 2L, 0L, 0L, 1L), counts(scenario.run(), PEOPLE));
        List<Row> sent = scenario.sentBy(report -> {
            assertEquals(List.of(3L, 0L, 0L, 2L, 1L), counts(report, PEOPLE));
            assertEquals(Status.REJECTS, report.status());
        });
        assertEquals(List.of(PEOPLE.row(2, "two", -2)), sent);
        change(PEOPLE, PEOPLE.row(2, "two", -2), PEOPLE.row(2, "two", 2));
        assertEquals(Status.SUCCEEDED, scenario.run().status());
        assertEquals(3, scenario.sinkRows(PEOPLE).size());
    }

    @Test
    void rule13_digestsOfAnInterruptedPassAreGoneOnWith() {
        scenario.going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, peopleTo(20));
        scenario.faults.crashAt(Step.UPSERT, 6, Moment.AFTER);
        assertThrows(SimulatedCrash.class, scenario::run);
        scenario.run();
        assertEquals(List.of(), scenario.sentBy(report -> {
            assertEquals("digest", Scenario.table(report, PEOPLE).changes());
            assertEquals(List.of(20L, 0L, 0L, 20L, 0L), counts(report, PEOPLE));
        }));
    }

    @Test
    void rule13_digestsAreNotTrustedOverWhatAnUnfinishedRunWrote() {
        for (Step step : List.of(Step.UPSERT, Step.SAVE_CHECKPOINT, Step.REMOVE_CHECKPOINT, Step.FINISH)) {
            // As many as take several batches: a table that is written in one needs no checkpoint.
            int rows = 20;
            Scenario each = new Scenario().going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, peopleTo(rows));
            each.run();
            for (int id = 1; id <= rows; id++) {
                each.source.delete(PEOPLE.tableName(), PEOPLE.row(id, "name " + id, id));
                each.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(id, "for a while", id)));
            }
            each.faults.crashAt(step, 1, Moment.AFTER);
            assertThrows(SimulatedCrash.class, each::run, step.name());
            for (int id = 1; id <= rows; id++) {
                each.source.delete(PEOPLE.tableName(), PEOPLE.row(id, "for a while", id));
                each.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(id, "name " + id, id)));
            }
            each.run();
            each.run();
            assertEquals(Map.of(), difference(peopleTo(rows), each.sinkRows(PEOPLE)), step.name());
        }
    }

    @Test
    void rule13_aRunOfAPartOrOfAnotherWayLeavesNoDigestsTrusted() {
        scenario.going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, peopleTo(3));
        scenario.run();
        change(PEOPLE, PEOPLE.row(2, "name 2", 2), PEOPLE.row(2, "for a while", 2));
        scenario.limit = 2;
        assertEquals(1, scenario.run().totals().updated());
        scenario.limit = Long.MAX_VALUE;
        change(PEOPLE, PEOPLE.row(2, "for a while", 2), PEOPLE.row(2, "name 2", 2));
        scenario.run();
        assertSameRows(PEOPLE);
    }

    @Test
    void rule1_aSinkThatLostRowsSinceTheInterruptionBeginsAnew() {
        for (ChangeDetection changes : List.of(DIGEST, new ChangeDetection.All(),
                new ChangeDetection.ByWatermark("age", Optional.empty()))) {
            Scenario each = new Scenario().going(new SyncMode.Upsert(), changes).given(PEOPLE, peopleTo(9));
            each.faults.crashAt(Step.SAVE_CHECKPOINT, 3, Moment.AFTER);
            assertThrows(SimulatedCrash.class, each::run);
            peopleTo(9).forEach(row -> each.sink.delete(PEOPLE.tableName(), row));
            SyncReport report = each.run();
            assertTrue(report.warnings().stream().anyMatch(warning -> warning.contains("fewer than were left there")),
                    report.warnings()::toString);
            assertEquals(Map.of(), difference(peopleTo(9), each.sinkRows(PEOPLE)), changes.word());
        }
    }

    @Test
    void rule1_aPassThatBeginsAnewLeavesNoDigestOfItsFirstBeginning() {
        List<Row> rows = peopleTo(60);
        scenario.going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, rows);
        scenario.faults.crashAt(Step.SAVE_CHECKPOINT, 2, Moment.AFTER);
        assertThrows(SimulatedCrash.class, scenario::run);
        rows.forEach(row -> scenario.sink.delete(PEOPLE.tableName(), row));
        change(PEOPLE, PEOPLE.row(2, "name 2", 2), PEOPLE.row(2, "for a while", 2));
        // The pass saves at other places than before, so that its digests do not replace each of the old ones.
        scenario.batch = new PageLimit(scenario.batch.rows() * 3 + 1, scenario.batch.bytes());
        scenario.run();
        change(PEOPLE, PEOPLE.row(2, "for a while", 2), PEOPLE.row(2, "name 2", 2));
        scenario.run();
        assertSameRows(PEOPLE);
    }

    @Test
    void digestsFindTheirPlaceAgainAfterManyNewRows() {
        scenario.page = new PageLimit(500, 1 << 20);
        scenario.batch = new PageLimit(5_000, 1 << 24);
        scenario.going(new SyncMode.Upsert(), DIGEST);
        List<Row> rows = new ArrayList<>();
        for (int id = 100_000; id < 110_000; id++) {
            rows.add(PEOPLE.row(id, "old", id));
        }
        scenario.given(PEOPLE, rows);
        scenario.run();
        List<Row> more = new ArrayList<>();
        for (int id = 0; id < 6_000; id++) {
            more.add(PEOPLE.row(id, "new", id));
        }
        scenario.source.insert(PEOPLE.tableName(), more);
        assertEquals(6_000, scenario.sentBy(
                report -> assertEquals(List.of(16_000L, 6_000L, 0L, 10_000L, 0L), counts(report, PEOPLE))).size());
    }

    @Test
    void rule1_digestsOfAnotherTableAreNotUsed() {
        scenario.going(new SyncMode.Upsert(), DIGEST).given(PEOPLE, peopleTo(3));
        scenario.run();
        scenario.sink.drop(PEOPLE.tableName());
        scenario.wanted(PEOPLE, peopleTo(3));
        SyncReport report = scenario.run();
        assertEquals("compare", Scenario.table(report, PEOPLE).changes());
        assertTrue(report.warnings().getFirst().contains("another table"), report.warnings()::toString);
    }

    @Test
    void rule7_rowsThatATriggerChangesAreNotWrittenAgainOnEveryRun() {
        scenario.going(new SyncMode.Upsert(), COMPARE).given(PEOPLE, peopleTo(5)).wanted(PEOPLE, List.of());
        scenario.sink.onWrite(PEOPLE.tableName(), row -> PEOPLE.row(row.get("id"), "TRIGGERED", row.get("age")));
        SyncReport first = scenario.run();
        assertTrue(
                first.warnings().getFirst().contains("a trigger of the sink changes what is written, such as name of"),
                first.warnings()::toString);
        scenario.run();
        assertEquals(List.of(), scenario.sentBy(report -> {
            assertEquals(List.of(5L, 0L, 0L, 5L, 0L), counts(report, PEOPLE));
            assertEquals("digest", Scenario.table(report, PEOPLE).changes());
        }));
        change(PEOPLE, PEOPLE.row(2, "name 2", 2), PEOPLE.row(2, "name 2", 22));
        assertEquals(List.of(PEOPLE.row(2, "name 2", 22)), scenario.sentBy(
                report -> assertEquals(List.of(5L, 0L, 1L, 4L, 0L), counts(report, PEOPLE))));
    }

    @Test
    void rule7_theOldCopyOfARefusedRowIsNoWorkOfATrigger() {
        scenario.going(new SyncMode.Upsert(), COMPARE)
                .given(PEOPLE, List.of(PEOPLE.row(1, "new", -1), PEOPLE.row(2, "new", 2)))
                .wanted(STRICT_PEOPLE, List.of(PEOPLE.row(1, "old", 1)));
        scenario.sink.onWrite(PEOPLE.tableName(), row -> row);
        SyncReport report = scenario.run();
        assertEquals(List.of(2L, 1L, 0L, 0L, 1L), counts(report, PEOPLE));
        assertEquals(List.of(), report.warnings());
    }

    @Test
    void rule8_aWatermarkReadsTheBoundaryAgainAndNullsAlways() {
        scenario.going(new SyncMode.Upsert(), watermark(Optional.empty()));
        scenario.given(EVENTS, List.of(EVENTS.row(1, "a", 10), EVENTS.row(2, "b", 20), EVENTS.row(3, "c", null)));
        assertEquals(List.of(3L, 3L, 0L, 0L, 0L), counts(scenario.run(), EVENTS));
        scenario.source.insert(EVENTS.tableName(), List.of(EVENTS.row(4, "late twin", 20),
                EVENTS.row(5, "never seen again", 15), EVENTS.row(6, "no version", null), EVENTS.row(7, "d", 21)));
        SyncReport second = scenario.run();
        assertEquals(List.of(5L, 3L, 0L, 2L, 0L), counts(second, EVENTS));
        assertEquals("watermark", Scenario.table(second, EVENTS).changes());
        assertTrue(second.warnings().stream().anyMatch(warning -> warning.contains("no lookback")),
                second.warnings()::toString);
    }

    @Test
    void rule8_lookbackReadsRowsThatWereCommittedLate() {
        scenario.going(new SyncMode.Upsert(), watermark(Optional.of(new Lookback.OfNumber(BigDecimal.TEN))));
        scenario.given(EVENTS, List.of(EVENTS.row(1, "a", 10), EVENTS.row(2, "b", 20)));
        scenario.run();
        scenario.source.insert(EVENTS.tableName(), List.of(EVENTS.row(3, "late", 11)));
        assertEquals(List.of(3L, 1L, 0L, 2L, 0L), counts(scenario.run(), EVENTS));
        assertSameRows(EVENTS);
    }

    @Test
    void rule8_equalWatermarksAcrossPagesLoseNothingWhenTheRunDiesBetween() {
        List<Row> rows = new ArrayList<>();
        for (int id = 1; id <= 11; id++) {
            rows.add(EVENTS.row(id, "same time", 7));
        }
        for (int nth = 1; nth <= 6; nth++) {
            for (Moment moment : Moment.values()) {
                Scenario each = new Scenario().going(new SyncMode.Upsert(), watermark(Optional.empty()));
                each.given(EVENTS, rows);
                each.faults.crashAt(Step.SAVE_CHECKPOINT, nth, moment);
                assertThrows(SimulatedCrash.class, each::run);
                each.source.insert(EVENTS.tableName(), List.of(EVENTS.row(100, "after the bound", 8)));
                each.run();
                each.run();
                assertEquals(Map.of(), difference(each.source.rows(EVENTS.tableName()), each.sinkRows(EVENTS)));
            }
        }
    }

    @Test
    void rule8_openRejectsAreReadAgainOnEveryRun() {
        scenario.going(new SyncMode.Upsert(), watermark(Optional.empty()));
        TableSpec strict = table("events").required("id", ValueType.INT64).required("text", ValueType.TEXT)
                .column("version", ValueType.INT64).key("id");
        scenario.given(EVENTS, List.of(EVENTS.row(1, null, 1), EVENTS.row(2, "b", 2))).wanted(strict, List.of());
        assertEquals(Status.REJECTS, scenario.run().status());
        SyncReport second = scenario.run();
        assertEquals(Status.REJECTS, second.status(), "the old reject is still open");
        assertEquals(1, scenario.stored(EVENTS).size());
        change(EVENTS, EVENTS.row(1, null, 1), EVENTS.row(1, "mended, with its old version", 1));
        assertEquals(Status.SUCCEEDED, scenario.run().status());
        assertSameRows(EVENTS);
    }

    @Test
    void rule1_aSinkWithFewerRowsThanWereLeftBeginsAnew() {
        scenario.going(new SyncMode.Upsert(), watermark(Optional.empty()));
        scenario.given(EVENTS, List.of(EVENTS.row(1, "a", 1), EVENTS.row(2, "b", 2)));
        scenario.run();
        scenario.sink.delete(EVENTS.tableName(), EVENTS.row(1, "a", 1));
        SyncReport report = scenario.run();
        assertEquals(List.of(2L, 1L, 0L, 1L, 0L), counts(report, EVENTS));
        assertTrue(report.warnings().stream().anyMatch(warning -> warning.contains("begins anew")),
                report.warnings()::toString);
    }

    private static ChangeDetection ways(String word) {
        return word.equals("compare") ? COMPARE : DIGEST;
    }

    private static ChangeDetection watermark(Optional<Lookback> lookback) {
        return new ChangeDetection.ByWatermark("version", lookback);
    }

    private void change(TableSpec table, Row before, Row after) {
        scenario.source.delete(table.tableName(), before);
        scenario.source.insert(table.tableName(), List.of(after));
    }

    private void assertSameRows(TableSpec table) {
        assertEquals(Map.of(), difference(scenario.source.rows(table.tableName()), scenario.sinkRows(table)));
    }

    private static List<Row> random(Random random) {
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < 30; id++) {
            if (random.nextInt(2) == 0) {
                rows.add(PEOPLE.row(id, "name " + random.nextInt(2), random.nextInt(2)));
            }
        }
        return rows;
    }
}
