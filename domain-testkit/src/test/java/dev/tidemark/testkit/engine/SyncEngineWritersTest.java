package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.STAFF;
import static dev.tidemark.testkit.engine.Tables.STRICT_PEOPLE;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several batches of one table on their way at the same time. */
class SyncEngineWritersTest {
    private static final int WRITERS = 3;

    private final Scenario scenario = new Scenario().given(PEOPLE, peopleTo(12));

    SyncEngineWritersTest() {
        scenario.writers = WRITERS;
    }

    @Test
    void batchesOfOneTableAreWrittenAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        scenario.faults.everyBatch(_ -> await(together));
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of(12L, 12L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(peopleTo(12), sorted(scenario.sinkRows(PEOPLE), PEOPLE));
    }

    @Test
    void rowsThatReferToOthersOfTheirTableAreWrittenOneBatchAfterTheOther() {
        Scenario staff = new Scenario().given(STAFF, IntStream.rangeClosed(1, 9)
                .mapToObj(id -> STAFF.row(id, id == 1 ? null : id - 1)).toList());
        staff.writers = WRITERS;
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        staff.faults.everyBatch(_ -> most.accumulateAndGet(atOnce.incrementAndGet(), Math::max));
        for (int nth = 1; nth <= 5; nth++) {
            staff.faults.at(Step.UPSERT, nth, Moment.AFTER, atOnce::decrementAndGet);
        }
        assertEquals(List.of(9L, 9L, 0L, 0L, 0L), counts(staff.run(), STAFF));
        assertEquals(1, most.get());
    }

    @Test
    void eachWriterTriesAgainAndFindsItsOwnBadRows() {
        List<Row> rows = new ArrayList<>(peopleTo(12));
        rows.set(4, PEOPLE.row(5, "name 5", -5));
        rows.set(9, PEOPLE.row(10, null, 10));
        Scenario strict = new Scenario().given(PEOPLE, rows).wanted(STRICT_PEOPLE, List.of());
        strict.writers = WRITERS;
        strict.faults.failAt(Step.UPSERT, 2, new StoreException.Transient("deadlock", "40P01", "", null));
        SyncReport report = strict.run();
        assertEquals(Status.REJECTS, report.status());
        assertEquals(List.of(12L, 10L, 0L, 0L, 2L), counts(report, PEOPLE));
        assertEquals(2, strict.stored(PEOPLE).size());
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aBatchThatFailsLeavesTheCheckpointBeforeAllThatWereWrittenWithIt(Moment moment) {
        scenario.faults.at(Step.UPSERT, 5, moment, () -> {
            throw new StoreException.Permanent("no such table", "42P01", "", null);
        });
        assertEquals(Status.FAILED, scenario.run().status());
        SyncReport second = scenario.run();
        assertEquals(Status.SUCCEEDED, second.status());
        assertTrue(Scenario.table(second, PEOPLE).resumedFrom().orElseThrow().startsWith("after (6"));
        assertEquals(6L, counts(second, PEOPLE).getFirst());
        assertEquals(peopleTo(12), sorted(scenario.sinkRows(PEOPLE), PEOPLE));
    }

    @Test
    void aProcessThatDiesWithSeveralBatchesOnTheirWayLosesNothing() {
        for (int nth = 1; nth <= 6; nth++) {
            for (Moment moment : Moment.values()) {
                Scenario dying = new Scenario().given(PEOPLE, peopleTo(12));
                dying.writers = WRITERS;
                dying.faults.crashAt(Step.UPSERT, nth, moment);
                try {
                    dying.run();
                } catch (SimulatedCrash _) {
                    // as it was told to
                }
                assertEquals(Status.SUCCEEDED, dying.run().status(), moment + " " + nth);
                assertEquals(peopleTo(12), sorted(dying.sinkRows(PEOPLE), PEOPLE), moment + " " + nth);
            }
        }
    }

    @Test
    void aCancelledRunEndsTheBatchesInHandAndGoesOnBehindThem() {
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        Thread run = Thread.currentThread();
        scenario.faults.everyBatch(_ -> await(together)).at(Step.UPSERT, 1, Moment.BEFORE, run::interrupt);
        SyncReport first = scenario.run();
        assertTrue(Thread.interrupted() || first.status() == Status.INTERRUPTED);
        SyncReport second = scenario.run();
        assertEquals(Status.SUCCEEDED, second.status());
        assertEquals(peopleTo(12), sorted(scenario.sinkRows(PEOPLE), PEOPLE));
    }

    @Test
    void afterABatchThatWasTooLargeTheNextOnesAreSmaller() {
        Scenario large = new Scenario().given(PEOPLE, peopleTo(400));
        large.page = new PageLimit(16, 1 << 20);
        large.batch = large.page;
        List<Integer> refused = Collections.synchronizedList(new ArrayList<>());
        large.faults.everyBatch(batch -> refuseOver(4, batch, refused));
        assertEquals(List.of(400L, 400L, 0L, 0L, 0L), counts(large.run(), PEOPLE));
        // 16 and 8 at first; then once in a while it is tried whether more is taken again.
        assertEquals(List.of(16, 8), refused.subList(0, 2));
        assertTrue(refused.size() <= 2 + 100 / 16, refused::toString);
    }

    @Test
    void aBatchIsNotLargerThanItsBytesAllow() {
        List<Row> rows = IntStream.rangeClosed(1, 64)
                .mapToObj(id -> PEOPLE.row(id, "x".repeat(1_000), id)).toList();
        Scenario wide = new Scenario().given(PEOPLE, rows);
        wide.page = new PageLimit(64, 1 << 20);
        wide.batch = new PageLimit(64, 10_000);
        List<Long> bytes = Collections.synchronizedList(new ArrayList<>());
        wide.faults.everyBatch(batch -> bytes.add(batch.bytes()));
        assertEquals(List.of(64L, 64L, 0L, 0L, 0L), counts(wide.run(), PEOPLE));
        assertTrue(bytes.stream().allMatch(size -> size <= 20_000), bytes::toString);
    }

    private static void refuseOver(int most, RowBatch batch, List<Integer> refused) {
        if (batch.size() > most) {
            refused.add(batch.size());
            throw new StoreException.TooLarge("statement timeout", "57014", "", null);
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (BrokenBarrierException | TimeoutException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw new AssertionError("the batches came one after the other", e);
            }
        }
    }

    private static List<Row> sorted(List<Row> rows, TableSpec table) {
        String key = table.key().getFirst();
        return rows.stream().sorted((one, other) -> Long.compare(Long.parseLong(one.get(key).text()),
                Long.parseLong(other.get(key).text()))).toList();
    }
}
