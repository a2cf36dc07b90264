package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.SyncEngineTest.difference;
import static dev.tidemark.testkit.engine.Tables.ORDERS;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.STAFF;
import static dev.tidemark.testkit.engine.Tables.STRICT_PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that do not land: found, kept whole, tried again, and never in the way of others. */
class SyncEngineRejectsTest {
    private final Scenario scenario = new Scenario();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1_000})
    void everyGoodRowLandsAndEveryBadOneIsKeptWhole(int batch) {
        scenario.page = new PageLimit(batch, 1 << 20);
        scenario.batch = scenario.page;
        List<Row> rows = new ArrayList<>(peopleTo(30));
        List<Row> bad = List.of(PEOPLE.row(4, null, 4), PEOPLE.row(17, "name 17", -1), PEOPLE.row(30, null, 0));
        bad.forEach(row -> rows.set((int) ((Value.Int64) row.get("id")).value() - 1, row));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        SyncReport report = scenario.run();
        assertEquals(Status.REJECTS, report.status());
        assertEquals(List.of(30L, 27L, 0L, 0L, 3L), counts(report, PEOPLE));
        rows.removeAll(bad);
        assertEquals(Map.of(), difference(rows, scenario.sinkRows(PEOPLE)));
        assertEquals(bad, scenario.stored(PEOPLE).stream().map(stored -> stored.reject().row().orElseThrow()).toList());
        assertEquals(List.of("id=4", "id=17", "id=30"),
                scenario.stored(PEOPLE).stream().map(stored -> stored.reject().key()).toList());
        scenario.stored(PEOPLE)
                .forEach(stored -> assertEquals(Reason.Kind.CONSTRAINT, stored.reject().reason().kind()));
    }

    @Test
    void oneBadRowInEightThousandCostsAboutTwentySevenCalls() {
        List<Row> rows = new ArrayList<>(peopleTo(8_192));
        rows.set(5_000, PEOPLE.row(5_001, null, 1));
        scenario.page = new PageLimit(8_192, 1 << 30);
        scenario.batch = scenario.page;
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        var faults = scenario.faults;
        assertEquals(List.of(8_192L, 8_191L, 0L, 0L, 1L), counts(scenario.run(), PEOPLE));
        assertTrue(faults.calls(Step.UPSERT) <= 28, () -> faults.calls(Step.UPSERT) + " calls");
    }

    @Test
    void aMendedRowLandsInTheNextRunAndItsRejectIsGone() {
        scenario.given(PEOPLE, List.of(PEOPLE.row(1, null, 1), PEOPLE.row(2, "b", 2))).wanted(STRICT_PEOPLE, List.of());
        assertEquals(Status.REJECTS, scenario.run().status());
        assertEquals(Status.REJECTS, scenario.run().status());
        assertEquals(1, scenario.stored(PEOPLE).size(), "a second run keeps the reject once");
        scenario.source.delete(PEOPLE.tableName(), PEOPLE.row(1, null, 1));
        scenario.source.insert(PEOPLE.tableName(), people(1));
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of(2L, 1L, 0L, 1L, 0L), counts(report, PEOPLE));
        assertEquals(List.of(), scenario.stored(PEOPLE));
    }

    @Test
    void rejectsAreTriedAgainByThemselves() {
        scenario.given(PEOPLE,
                List.of(PEOPLE.row(1, null, 1), PEOPLE.row(2, null, 2), PEOPLE.row(3, null, 3), PEOPLE.row(4, "d", 4)))
                .wanted(STRICT_PEOPLE, List.of());
        scenario.run();
        scenario.source.delete(PEOPLE.tableName(), PEOPLE.row(1, null, 1));
        scenario.source.insert(PEOPLE.tableName(), people(1));
        scenario.source.delete(PEOPLE.tableName(), PEOPLE.row(2, null, 2));
        SyncReport report = scenario.retryRejects();
        assertEquals(Status.REJECTS, report.status());
        assertEquals(List.of(2L, 1L, 0L, 0L, 1L), counts(report, PEOPLE));
        assertEquals(List.of("id=3"), scenario.stored(PEOPLE).stream().map(stored -> stored.reject().key()).toList());
        assertEquals(Map.of(),
                difference(List.of(PEOPLE.row(4, "d", 4), people(1).getFirst()), scenario.sinkRows(PEOPLE)));
    }

    @Test
    void rule19_zeroMaxRejectsStopsAtTheFirstAndKeepsWhatWasDone() {
        scenario.rejects = new RejectLimit.Rows(0);
        List<Row> rows = new ArrayList<>(peopleTo(20));
        rows.set(5, PEOPLE.row(6, null, 6));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        SyncReport report = scenario.run();
        assertEquals(Status.FAILED, report.status());
        Failure failure = Scenario.table(report, PEOPLE).failure().orElseThrow();
        assertEquals(Failure.Kind.FAILED, failure.kind());
        assertTrue(failure.advice().contains("rejects list shop"));
        assertEquals(people(1, 2, 3, 4, 5), scenario.sinkRows(PEOPLE), "the good rows of the batch are in");
        assertEquals(1, scenario.stored(PEOPLE).size());
        assertEquals(6, scenario.state.checkpoints().find(Scenario.scope(PEOPLE)).orElseThrow().rows());
    }

    @Test
    void rule19_aShareOfRejectsIsLookedAtTheEndOfASmallTable() {
        scenario.rejects = new RejectLimit.Percent(10);
        List<Row> rows = new ArrayList<>(peopleTo(20));
        rows.set(0, PEOPLE.row(1, null, 1));
        rows.set(1, PEOPLE.row(2, null, 2));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        assertEquals(Status.REJECTS, scenario.run().status());
        scenario.source.delete(PEOPLE.tableName(), people(20).getFirst());
        assertEquals(Status.FAILED, scenario.run().status());
    }

    @Test
    void rule19_aPassThatFailedAtItsEndIsOverAndTheNextOneReadsAllRowsAgain() {
        scenario.rejects = new RejectLimit.Percent(10);
        List<Row> rows = new ArrayList<>(peopleTo(5));
        rows.set(0, PEOPLE.row(1, null, 1));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        assertEquals(Status.FAILED, scenario.run().status());
        SyncReport again = scenario.run();
        assertEquals(Status.FAILED, again.status());
        assertEquals(List.of(5L, 0L, 0L, 4L, 1L), counts(again, PEOPLE));
        assertEquals(1, scenario.stored(PEOPLE).size());
    }

    @Test
    void rule6_theFirstOfTwoRowsWithOneKeyLandsAndEveryOtherIsAReject() {
        scenario.rules = List
                .of(new TableRule("people", Optional.empty(), List.of("name"), List.of(), Map.of(), Optional.empty(),
                        new SyncMode.Upsert(), new ChangeDetection.All(), Map.of()));
        TableSpec byName = table("people").required("id", ValueType.INT64).required("name", ValueType.TEXT)
                .column("age", ValueType.INT64).unique("name");
        scenario.given(PEOPLE,
                List.of(PEOPLE.row(1, "a", 1), PEOPLE.row(2, "b", 2), PEOPLE.row(3, "a", 3), PEOPLE.row(4, "c", 4),
                        PEOPLE.row(5, "a", 5)))
                .wanted(byName, List.of());
        for (int run = 0; run < 2; run++) {
            SyncReport report = scenario.run();
            assertEquals(List.of(5L, run == 0 ? 3L : 0L, 0L, run == 0 ? 0L : 3L, 2L), counts(report, PEOPLE));
            assertEquals(List.of(Reason.Kind.SAME_KEY, Reason.Kind.SAME_KEY),
                    scenario.stored(PEOPLE).stream().map(stored -> stored.reject().reason().kind()).toList());
            assertEquals(Map.of(),
                    difference(List.of(PEOPLE.row(1, "a", 1), PEOPLE.row(2, "b", 2), PEOPLE.row(4, "c", 4)),
                            scenario.sinkRows(PEOPLE)));
        }
    }

    @Test
    void aValueThatTheSourceCannotGiveExactlyIsARejectOfTheSource() {
        TableSpec texts = table("people").required("id", ValueType.INT64).column("name", ValueType.TEXT)
                .column("age", ValueType.TEXT).key("id");
        scenario.given(texts, List.of(texts.row(1, "a", "10"), texts.row(2, "b", "ten"), texts.row(3, "c", "30")))
                .wanted(PEOPLE, List.of());
        assertEquals(List.of(3L, 2L, 0L, 0L, 1L), counts(scenario.run(), PEOPLE));
        Stored stored = scenario.stored(PEOPLE).getFirst();
        assertEquals(Reason.Kind.NOT_EXACT, stored.reject().reason().kind());
        assertEquals("ten", stored.reject().row().orElseThrow().get("age").text());
    }

    @Test
    void aPageThatCannotBeReadIsNarrowedToItsUnreadableRows() {
        scenario.page = new PageLimit(8, 1 << 20);
        scenario.given(PEOPLE, peopleTo(20));
        scenario.faults.everyPage(page -> {
            for (int row = 0; row < page.size(); row++) {
                if (page.type().width() > 1 && (page.slot(row, 0) == 5 || page.slot(row, 0) == 13)) {
                    throw new StoreException.Permanent("page 7 is damaged", "SQLITE_CORRUPT", "", null);
                }
            }
        });
        SyncReport report = scenario.run();
        assertEquals(List.of(20L, 18L, 0L, 0L, 2L), counts(report, PEOPLE));
        assertEquals(List.of("id=5", "id=13"),
                scenario.stored(PEOPLE).stream().map(stored -> stored.reject().key()).toList());
        scenario.stored(PEOPLE).forEach(stored -> {
            assertEquals(Reason.Kind.UNREADABLE, stored.reject().reason().kind());
            assertEquals("SQLITE_CORRUPT", stored.reject().reason().code());
        });
    }

    @Test
    void tablesRunInTheOrderOfTheirForeignKeys() {
        scenario.given(PEOPLE, peopleTo(3)).given(ORDERS,
                List.of(ORDERS.row(1, 3), ORDERS.row(2, null), ORDERS.row(3, 1)));
        scenario.wanted(PEOPLE, List.of()).wanted(ORDERS, List.of());
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of("people", "orders"), scenario.events.of(SyncEvent.RunStarted.class).getFirst().tables());
        assertEquals(List.of(3L, 3L, 0L, 0L, 0L), counts(report, ORDERS));
    }

    @Test
    void rule16_aRowWhoseParentComesLaterInItsOwnTableLandsAtTheEnd() {
        scenario.page = new PageLimit(1, 1 << 20);
        scenario.batch = scenario.page;
        List<Row> staff = List.of(STAFF.row(1, 4), STAFF.row(2, 1), STAFF.row(3, 3), STAFF.row(4, 5),
                STAFF.row(5, null));
        scenario.given(STAFF, staff).wanted(STAFF, List.of());
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of(5L, 5L, 0L, 0L, 0L), counts(report, STAFF));
        assertEquals(Map.of(), difference(staff, scenario.sinkRows(STAFF)));
        assertEquals(List.of(), scenario.stored(STAFF));
    }

    @Test
    void rule16_tablesThatReferToEachOtherAreFilledWhateverTheirOrder() {
        TableSpec hens = table("hens").required("id", ValueType.INT64).column("egg", ValueType.INT64).key("id")
                .references("egg", "eggs", "id");
        TableSpec eggs = table("eggs").required("id", ValueType.INT64).column("hen", ValueType.INT64).key("id")
                .references("hen", "hens", "id");
        for (TableSpec one : List.of(hens, eggs)) {
            scenario.source.create(
                    new TableSpec(one.name(), one.columns(), one.key(), List.of(), List.of(), List.of()).schema(),
                    List.of());
            scenario.wanted(one, List.of());
        }
        scenario.source.insert(hens.tableName(), List.of(hens.row(1, null), hens.row(2, 1), hens.row(3, 2)));
        scenario.source.insert(eggs.tableName(), List.of(eggs.row(1, 1), eggs.row(2, 2), eggs.row(3, 3)));
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of(3L, 3L, 0L, 0L, 0L), counts(report, hens));
        assertEquals(List.of(3L, 3L, 0L, 0L, 0L), counts(report, eggs));
    }

    @Test
    void rule16_aCycleOfTablesThatTheRunMakesIsClosedAtItsEnd() {
        TableSpec hens = table("hens").required("id", ValueType.INT64).required("egg", ValueType.INT64).key("id")
                .references("egg", "eggs", "id");
        TableSpec eggs = table("eggs").required("id", ValueType.INT64).required("hen", ValueType.INT64).key("id")
                .references("hen", "hens", "id");
        scenario.source.create(hens.schema(), List.of());
        scenario.source.create(
                new TableSpec("eggs", eggs.columns(), eggs.key(), List.of(), List.of(), List.of()).schema(), List.of());
        scenario.source.insert(eggs.tableName(), List.of(eggs.row(1, 1), eggs.row(2, 2)));
        scenario.source.insert(hens.tableName(), List.of(hens.row(1, 2), hens.row(2, 1)));
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(4, report.totals().inserted());
        assertEquals(1, scenario.sink.openSink().describe(hens.tableName()).orElseThrow().foreignKeys().size());
    }

    @Test
    void rule16_aRowWhoseParentNeverComesIsARejectInTheEnd() {
        scenario.source.create(
                new TableSpec("orders", ORDERS.columns(), ORDERS.key(), List.of(), List.of(), List.of()).schema(),
                List.of());
        scenario.source.insert(ORDERS.tableName(), List.of(ORDERS.row(1, 3), ORDERS.row(2, 99)));
        scenario.given(PEOPLE, peopleTo(3)).wanted(PEOPLE, List.of()).wanted(ORDERS, List.of());
        SyncReport report = scenario.run();
        assertEquals(Status.REJECTS, report.status());
        assertEquals(List.of(2L, 1L, 0L, 0L, 1L), counts(report, ORDERS));
        assertEquals(Reason.Kind.FOREIGN_KEY, scenario.stored(ORDERS).getFirst().reject().reason().kind());
    }

    @Test
    void rule16_aUniqueValueThatAnotherRowGivesUpLaterClears() {
        TableSpec seats = table("seats").required("id", ValueType.INT64).column("seat", ValueType.TEXT).key("id")
                .unique("seat");
        scenario.page = new PageLimit(1, 1 << 20);
        scenario.batch = scenario.page;
        scenario.given(seats, List.of(seats.row(1, "b"), seats.row(2, "c"), seats.row(3, "d")));
        scenario.wanted(seats, List.of(seats.row(1, "a"), seats.row(2, "b"), seats.row(3, "c")));
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of(3L, 0L, 3L, 0L, 0L), counts(report, seats));
    }

    @Test
    void childrenOfATableThatFailedAreNotRun() {
        scenario.given(PEOPLE, peopleTo(3)).given(ORDERS, List.of(ORDERS.row(1, 1))).given(PEOPLE.named("others"),
                peopleTo(2));
        scenario.wanted(PEOPLE, List.of()).wanted(ORDERS, List.of());
        scenario.parallelTables = 1;
        scenario.faults.everyBatch(batch -> {
            if (batch.type().names().contains("age") && batch.size() == 1) {
                throw new StoreException.Permanent("the table people is gone", "42P01", "", null);
            }
        });
        SyncReport report = scenario.run();
        assertEquals(Status.FAILED, report.status());
        assertTrue(Scenario.table(report, PEOPLE).failure().isPresent());
        assertTrue(Scenario.table(report, ORDERS).failure().orElseThrow().message().contains("people"));
        assertTrue(Scenario.table(report, PEOPLE.named("others")).failure().isEmpty());
    }
}
