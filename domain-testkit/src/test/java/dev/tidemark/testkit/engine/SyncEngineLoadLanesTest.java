package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.STRICT_PEOPLE;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that are streamed into an empty table by two loads side by side, in windows of ten. */
@Timeout(60)
class SyncEngineLoadLanesTest {
    private final Scenario scenario = lanes().given(PEOPLE, peopleTo(25));

    private static Scenario lanes() {
        Scenario scenario = Scenario.thatLoads();
        scenario.batch = new PageLimit(1, 1 << 20);
        scenario.writers = 2;
        return scenario;
    }

    @Test
    void pagesGoToTheLoadsInTurnAndAreCommittedTogether() {
        CyclicBarrier together = new CyclicBarrier(2);
        Faults faults = scenario.faults;
        for (int nth = 1; nth <= 2; nth++) {
            faults.at(Step.LOAD, nth, Moment.BEFORE, () -> await(together));
        }
        SyncReport report = scenario.run();
        assertEquals(List.of(25L, 25L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertLanded(scenario);
        assertEquals(List.of(13, 6, 3), List.of(faults.calls(Step.LOAD), faults.calls(Step.LOAD_COMMIT),
                faults.calls(Step.SAVE_CHECKPOINT)));
        assertEquals(3, Scenario.table(report, PEOPLE).batches());
    }

    @Test
    void aTableWithAnotherUniqueConstraintHasOneLoad() {
        TableSpec unique = PEOPLE.unique("name");
        Scenario narrow = lanes().given(PEOPLE, peopleTo(25)).wanted(unique, List.of());
        Faults faults = narrow.faults;
        assertEquals(List.of(25L, 25L, 0L, 0L, 0L), counts(narrow.run(), PEOPLE));
        assertEquals(3, faults.calls(Step.LOAD_COMMIT));
    }

    @Test
    void aRefusalInOneLoadUndoesTheWindowOfBoth() {
        List<Row> rows = new ArrayList<>(peopleTo(25));
        rows.set(13, PEOPLE.row(14, null, 14));
        Scenario strict = lanes().given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        SyncReport report = strict.run();
        assertEquals(Status.REJECTS, report.status());
        assertEquals(List.of(25L, 24L, 0L, 0L, 1L), counts(report, PEOPLE));
        assertEquals(24, strict.sinkRows(PEOPLE).size());
    }

    @Test
    void aCommitOfOneLoadThatTheOtherDoesNotReachCountsItsRowsOnce() {
        scenario.faults.failAt(Step.LOAD_COMMIT, 4, new StoreException.Transient("committing", "08006", "", null));
        assertEquals(List.of(25L, 25L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
        assertLanded(scenario);
    }

    @Test
    void aProcessThatDiesAtAnyStepLosesAndDoublesNothing() {
        for (Step step : List.of(Step.LOAD, Step.LOAD_FLUSH, Step.LOAD_COMMIT, Step.SAVE_CHECKPOINT)) {
            for (int nth = 1; nth <= 13; nth++) {
                for (Moment moment : Moment.values()) {
                    assertMends(step, nth, moment);
                }
            }
        }
    }

    private static void assertMends(Step step, int nth, Moment moment) {
        String place = moment + " " + step + " " + nth;
        Scenario dying = lanes().given(PEOPLE, peopleTo(25));
        dying.faults.crashAt(step, nth, moment);
        try {
            dying.run();
        } catch (SimulatedCrash _) {
            // as it was told to
        }
        assertEquals(Status.SUCCEEDED, dying.run().status(), place);
        assertLanded(dying);
        assertEquals(List.of(25L, 0L, 0L, 25L, 0L), counts(dying.run(), PEOPLE), place);
    }

    @Test
    void aCancelledRunEndsWithWhatBothLoadsHaveInHand() {
        Thread run = Thread.currentThread();
        scenario.faults.at(Step.LOAD, 3, Moment.BEFORE, run::interrupt);
        SyncReport first = scenario.run();
        assertTrue(Thread.interrupted() || first.status() == Status.INTERRUPTED);
        int landed = scenario.sinkRows(PEOPLE).size();
        assertTrue(landed >= 6, () -> landed + " rows");
        assertEquals(landed, scenario.state.checkpoints().find(Scenario.scope(PEOPLE)).orElseThrow().rows());
        assertEquals(25L - landed, counts(scenario.run(), PEOPLE).getFirst());
        assertLanded(scenario);
    }

    private static void assertLanded(Scenario scenario) {
        assertEquals(java.util.Map.of(), SyncEngineTest.difference(peopleTo(25), scenario.sinkRows(PEOPLE)));
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the pages came one after the other", e);
        }
    }
}
