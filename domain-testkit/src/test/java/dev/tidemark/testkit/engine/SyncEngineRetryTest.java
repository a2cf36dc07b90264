package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.testkit.fake.Faults;
import dev.tidemark.testkit.fake.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trouble that passes, and trouble that does not. */
class SyncEngineRetryTest {
    private final Scenario scenario = new Scenario().given(PEOPLE, peopleTo(7));

    @Test
    void transientTroubleIsTriedAgainAfterGrowingPausesWithJitter() {
        scenario.faults.failAt(Step.UPSERT, 2, deadlock()).failAt(Step.UPSERT, 3, deadlock());
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of(7L, 7L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(2, Scenario.table(report, PEOPLE).retries());
        List<Duration> pauses = scenario.sleeper.pauses();
        assertEquals(2, pauses.size());
        assertBetween(Duration.ofMillis(500), Duration.ofMillis(1_000), pauses.get(0));
        assertBetween(Duration.ofMillis(1_000), Duration.ofMillis(2_000), pauses.get(1));
        assertEquals(List.of(1, 2),
                scenario.events.of(SyncEvent.Retrying.class).stream().map(SyncEvent.Retrying::attempt).toList());
    }

    @Test
    void theStoresOwnPauseIsHonoured() {
        scenario.faults.failAt(Step.UPSERT, 1,
                new StoreException.Transient("slow down", "429", "", null, Optional.of(Duration.ofSeconds(7))));
        assertEquals(Status.SUCCEEDED, scenario.run().status());
        assertEquals(List.of(Duration.ofSeconds(7)), scenario.sleeper.pauses());
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"OPEN_SOURCE", "OPEN_SINK", "READ", "UPSERT"})
    void everyStepToTheStoresIsTriedAgain(Step step) {
        scenario.faults.failAt(step, 1, new StoreException.Unreachable("no route to host", "08001", "", null));
        assertEquals(Status.SUCCEEDED, scenario.run().status());
        assertEquals(peopleTo(7), scenario.sinkRows(PEOPLE));
        assertEquals(1, scenario.sleeper.pauses().size());
    }

    @ParameterizedTest
    @EnumSource(Faults.Moment.class)
    void aPagerThatDiesIsReplacedAtTheLastPageEnd(Faults.Moment moment) {
        for (int nth : List.of(1, 2, 3)) {
            scenario.faults.at(Step.READ, nth, moment, () -> {
                throw deadlock();
            });
        }
        scenario.retry = new RetryPolicy(9, Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertEquals(List.of(7L, 7L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
    }

    @Test
    void aBatchWhoseAnswerWasLostIsRepeatedWithoutHarm() {
        scenario.faults.failAfter(Step.UPSERT, 2,
                new StoreException.Unreachable("connection reset", "08006", "", null));
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(List.of(7L, 5L, 0L, 2L, 0L), counts(report, PEOPLE));
        assertEquals(peopleTo(7), scenario.sinkRows(PEOPLE));
    }

    @Test
    void rule4_aLostAnswerInATableWithoutAKeyDoublesNothing() {
        Scenario keyless = new Scenario().given(LOG,
                List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(2, "b"), LOG.row(3, "c"), LOG.row(4, "d")));
        keyless.faults.failAfter(Step.UPSERT, 2, new StoreException.Unreachable("connection reset", "08006", "", null));
        SyncReport report = keyless.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(5, keyless.sinkRows(LOG).size());
        assertEquals(5, counts(report, LOG).getFirst());
    }

    @Test
    void afterTheLastAttemptTheTableFailsAndTheNextRunGoesOnThere() {
        for (int nth = 2; nth <= 4; nth++) {
            scenario.faults.failAt(Step.UPSERT, nth, deadlock());
        }
        SyncReport report = scenario.run();
        assertEquals(Status.FAILED, report.status());
        Failure failure = Scenario.table(report, PEOPLE).failure().orElseThrow();
        assertEquals(Failure.Kind.FAILED, failure.kind());
        assertTrue(failure.message().contains("deadlock") && failure.message().contains("40P01")
                && failure.message().contains("people"));
        assertEquals(people(1, 2), scenario.sinkRows(PEOPLE));
        SyncReport second = scenario.run();
        assertEquals(List.of(5L, 5L, 0L, 0L, 0L), counts(second, PEOPLE));
        assertTrue(Scenario.table(second, PEOPLE).resumedFrom().orElseThrow().startsWith("after (2, "));
    }

    @Test
    void deniedAccessIsNotTriedAgain() {
        scenario.faults.failAt(Step.OPEN_SINK, 1,
                new StoreException.Denied("password authentication failed", "28P01", "check the password", null));
        SyncReport report = scenario.run();
        assertEquals(Status.FAILED, report.status());
        assertEquals(Failure.Kind.UNREACHABLE, report.failure().orElseThrow().kind());
        assertEquals("check the password", report.failure().orElseThrow().advice());
        assertEquals(List.of(), scenario.sleeper.pauses());
        assertEquals(Optional.empty(), scenario.state.locks().holder(Scenario.PROFILE));
    }

    @Test
    void aStoreThatStaysAwayEndsTheRunAsNotReachable() {
        for (int nth = 1; nth <= 3; nth++) {
            scenario.faults.failAt(Step.OPEN_SOURCE, nth,
                    new StoreException.Unreachable("no route to host", "08001", "is it running?", null));
        }
        SyncReport report = scenario.run();
        assertEquals(Failure.Kind.UNREACHABLE, report.failure().orElseThrow().kind());
        assertEquals(2, scenario.sleeper.pauses().size());
    }

    @Test
    void aBatchThatIsTooLargeIsHalvedAndNotRepeated() {
        scenario.page = new PageLimit(100, 1 << 20);
        scenario.batch = scenario.page;
        scenario.faults.everyBatch(batch -> {
            if (batch.size() > 2) {
                throw new StoreException.TooLarge("statement timeout", "57014", "", null);
            }
        });
        SyncReport report = scenario.run();
        assertEquals(List.of(7L, 7L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertEquals(4, Scenario.table(report, PEOPLE).batches());
        assertEquals(List.of(), scenario.sleeper.pauses());
    }

    @Test
    void aPageThatIsTooLargeIsReadInHalves() {
        scenario.page = new PageLimit(100, 1 << 20);
        scenario.faults.everyPage(page -> {
            if (page.size() > 2) {
                throw new StoreException.TooLarge("statement timeout", "57014", "", null);
            }
        });
        assertEquals(List.of(7L, 7L, 0L, 0L, 0L), counts(scenario.run(), PEOPLE));
    }

    private static StoreException deadlock() {
        return new StoreException.Transient("deadlock detected", "40P01", "", null);
    }

    private static void assertBetween(Duration least, Duration most, Duration actual) {
        assertTrue(actual.compareTo(least) >= 0 && actual.compareTo(most) <= 0, actual::toString);
    }
}
