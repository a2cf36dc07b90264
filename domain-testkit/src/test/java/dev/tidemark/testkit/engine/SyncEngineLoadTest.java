package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.STRICT_PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that are streamed into a table that holds none of them, in windows of ten. */
class SyncEngineLoadTest {
    private final Scenario scenario = Scenario.thatLoads();

    SyncEngineLoadTest() {
        scenario.batch = new PageLimit(1, 1 << 20);
    }

    @Test
    void anEmptyTableIsStreamedAndCommittedWindowByWindow() {
        scenario.given(PEOPLE, peopleTo(25));
        var faults = scenario.faults;
        SyncReport report = scenario.run();
        assertEquals(List.of(25L, 25L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(peopleTo(25), scenario.sinkRows(PEOPLE));
        assertEquals(List.of(13, 3, 3, 0), List.of(faults.calls(Step.LOAD), faults.calls(Step.LOAD_COMMIT),
                faults.calls(Step.SAVE_CHECKPOINT), faults.calls(Step.UPSERT)));
        assertEquals(3, Scenario.table(report, PEOPLE).batches());
    }

    @Test
    void aTableWithRowsIsNot() {
        scenario.given(PEOPLE, peopleTo(25)).wanted(PEOPLE, people(7)).going(new SyncMode.Upsert(),
                new ChangeDetection.All());
        var faults = scenario.faults;
        assertEquals(List.of(25L, 24L, 0L, 1L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(0, faults.calls(Step.LOAD));
    }

    @Test
    void aRefusedWindowGoesOnByBatchesWhichFindTheRowToBlame() {
        List<Row> rows = new ArrayList<>(peopleTo(25));
        rows.set(13, PEOPLE.row(14, null, 14));
        rows.set(21, PEOPLE.row(22, "name 22", -22));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        SyncReport report = scenario.run();
        assertEquals(Status.REJECTS, report.status());
        assertEquals(List.of(25L, 23L, 0L, 0L, 2L), counts(report, PEOPLE));
        assertEquals(2, scenario.stored(PEOPLE).size());
        assertEquals(23, scenario.sinkRows(PEOPLE).size());
    }

    @Test
    void behindTheRowsToBlameTheRestIsStreamedAgain() {
        List<Row> rows = new ArrayList<>(peopleTo(60));
        rows.set(13, PEOPLE.row(14, null, 14));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        var faults = scenario.faults;
        assertEquals(List.of(60L, 59L, 0L, 0L, 1L), counts(scenario.run(), PEOPLE));
        assertEquals(59, scenario.sinkRows(PEOPLE).size());
        assertEquals(List.of(1, 4), List.of(scenario.stored(PEOPLE).size(), faults.calls(Step.LOAD_COMMIT) - 1),
                "one window before, four behind");
    }

    @Test
    void whereEachWindowIsRefusedItIsTriedLessAndLess() {
        List<Row> rows = new ArrayList<>();
        peopleTo(200).forEach(row -> rows.add(PEOPLE.row(rows.size() + 1, null, 1)));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        var faults = scenario.faults;
        assertEquals(List.of(200L, 0L, 0L, 0L, 200L), counts(scenario.run(), PEOPLE));
        assertTrue(faults.calls(Step.LOAD) <= 5 * 5, () -> faults.calls(Step.LOAD) + " pages");
    }

    @Test
    void rowsOfACommitWhoseCheckpointWasLostAreFoundAndTheRestIsStreamed() {
        scenario.given(PEOPLE, peopleTo(45));
        scenario.faults.crashAt(Step.LOAD_COMMIT, 2, Moment.AFTER);
        assertThrows(SimulatedCrash.class, scenario::run);
        var faults = scenario.faults;
        assertEquals(List.of(35L, 25L, 0L, 10L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(3, faults.calls(Step.LOAD_COMMIT));
        assertEquals(peopleTo(45), scenario.sinkRows(PEOPLE));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOAD", "LOAD_FLUSH", "LOAD_COMMIT"})
    void aLostConnectionCostsTheWindowAndNoRow(Step step) {
        scenario.given(PEOPLE, peopleTo(25));
        var faults = scenario.faults.failAt(step, 2, new StoreException.Transient("writing", "08006", "", null));
        SyncReport report = scenario.run();
        assertEquals(List.of(25L, 25L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(1, Scenario.table(report, PEOPLE).retries());
        assertEquals(0, faults.calls(Step.UPSERT));
        assertEquals(peopleTo(25), scenario.sinkRows(PEOPLE));
    }

    @Test
    void rowsWhoseCommitIsNotKnownAreLookedAtAgain() {
        scenario.given(PEOPLE, peopleTo(25));
        scenario.faults.failAfter(Step.LOAD_COMMIT, 2, new StoreException.Transient("writing", "08006", "", null));
        assertEquals(List.of(25L, 15L, 0L, 10L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(peopleTo(25), scenario.sinkRows(PEOPLE));
    }

    @Test
    void aStoreThatFailsForGoodFailsTheTable() {
        scenario.given(PEOPLE, peopleTo(25));
        scenario.faults.failAt(Step.LOAD, 1, new StoreException.Permanent("writing", "XX000", "", null))
                .failAt(Step.UPSERT, 1, new StoreException.Permanent("writing", "XX000", "", null));
        assertEquals(Status.FAILED, scenario.run().status());
        assertEquals(Status.SUCCEEDED, scenario.run().status());
        assertEquals(peopleTo(25), scenario.sinkRows(PEOPLE));
    }

    @Test
    void aKilledLoadIsStreamedOnFromItsLastWindow() {
        scenario.given(PEOPLE, peopleTo(25));
        scenario.faults.crashAt(Step.LOAD_COMMIT, 2, Moment.BEFORE);
        assertThrows(SimulatedCrash.class, scenario::run);
        assertEquals(peopleTo(10), scenario.sinkRows(PEOPLE));
        var faults = scenario.faults;
        SyncReport report = scenario.run();
        assertEquals(List.of(15L, 15L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(0, faults.calls(Step.UPSERT));
        assertEquals(peopleTo(25), scenario.sinkRows(PEOPLE));
    }

    @Test
    void anInterruptedLoadKeepsWhatWasSent() {
        scenario.given(PEOPLE, peopleTo(25));
        Thread caller = Thread.currentThread();
        scenario.faults.at(Step.LOAD, 3, Moment.AFTER, () -> {
            caller.interrupt();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        assertEquals(Status.INTERRUPTED, scenario.run().status());
        assertTrue(!Thread.interrupted());
        int landed = scenario.sinkRows(PEOPLE).size();
        assertEquals(6, landed);
        assertEquals(landed, scenario.state.checkpoints().find(Scenario.scope(PEOPLE)).orElseThrow().rows());
        assertEquals(List.of(19L, 19L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
        assertEquals(peopleTo(25), scenario.sinkRows(PEOPLE));
    }

    @Test
    void aCancelledRunEndsAlsoWhereTheSinkIsLostMeanwhile() {
        scenario.given(PEOPLE, peopleTo(25));
        Thread caller = Thread.currentThread();
        scenario.faults.at(Step.LOAD, 3, Moment.AFTER, () -> {
            caller.interrupt();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }).failAt(Step.LOAD_FLUSH, 1, new StoreException.Transient("writing", "08006", "", null));
        assertEquals(Status.INTERRUPTED, scenario.run().status());
        assertTrue(!Thread.interrupted());
        assertEquals(List.of(), scenario.sinkRows(PEOPLE));
        assertEquals(List.of(25L, 25L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
    }

    @Test
    void theDigestsOfAStreamedTableAreThoseOfItsRows() {
        List<Row> rows = new ArrayList<>(peopleTo(25));
        rows.set(13, PEOPLE.row(14, null, 14));
        scenario.given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of()).going(new SyncMode.Upsert(),
                new ChangeDetection.Digest());
        assertEquals(List.of(25L, 24L, 0L, 0L, 1L), counts(scenario.run(), PEOPLE));
        List<Row> sent = scenario.sentBy(report -> assertEquals(List.of(25L, 0L, 0L, 24L, 1L),
                counts(report, PEOPLE)));
        assertEquals(List.of(rows.get(13)), sent.stream().distinct().toList());
        assertEquals(Map.of(), SyncEngineTest.difference(scenario.sinkRows(PEOPLE), rows.stream()
                .filter(row -> !row.equals(rows.get(13))).toList()));
    }

    @Test
    void nothingIsCountedTwiceInTheTotals() {
        scenario.given(PEOPLE, peopleTo(40));
        scenario.faults.failAt(Step.LOAD, 7, new StoreException.Transient("writing", "08006", "", null))
                .failAt(Step.LOAD_FLUSH, 3, new StoreException.Transient("writing", "08006", "", null));
        Progress totals = scenario.run().totals();
        assertEquals(List.of(40L, 40L), List.of(totals.read(), totals.inserted()));
        assertTrue(totals.isConserved());
    }
}
