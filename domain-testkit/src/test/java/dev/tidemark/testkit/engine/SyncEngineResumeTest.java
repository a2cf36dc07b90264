package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.Scenario.counts;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncPlan.Resume;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Passes that are cut short, and what the next run makes of them. */
class SyncEngineResumeTest {
    private final Scenario scenario = new Scenario().given(PEOPLE, peopleTo(9));

    @Test
    void theNextRunGoesOnAfterTheLastCheckpoint() {
        crashAfterTwoCheckpoints();
        assertEquals(peopleTo(4), scenario.sinkRows(PEOPLE));
        SyncReport report = scenario.run();
        assertEquals(List.of(5L, 5L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertTrue(Scenario.table(report, PEOPLE).resumedFrom().orElseThrow().startsWith("after (4, "));
        SyncEvent.TableStarted started = scenario.events.of(SyncEvent.TableStarted.class).getLast();
        assertEquals(4, started.rowsBefore());
        assertEquals(peopleTo(9), scenario.sinkRows(PEOPLE));
        assertEquals(List.of(), scenario.state.checkpoints().list(Scenario.PROFILE));
    }

    @Test
    void aRunThatIsToldToBeginsAnew() {
        crashAfterTwoCheckpoints();
        scenario.resume = new Resume.Never();
        assertBeganAnewBecause("--restart");
    }

    @Test
    void anOldCheckpointIsRefused() {
        crashAfterTwoCheckpoints();
        scenario.clock.advance(Duration.ofDays(8));
        assertBeganAnewBecause("too old");
    }

    @Test
    void rule1_aSourceTableDroppedAndMadeAgainIsAnother() {
        crashAfterTwoCheckpoints();
        scenario.source.drop(PEOPLE.tableName());
        scenario.given(PEOPLE, peopleTo(9));
        assertBeganAnewBecause("the source is another table");
    }

    @Test
    void rule1_aSinkTableDroppedAndMadeAgainIsAnother() {
        crashAfterTwoCheckpoints();
        scenario.sink.drop(PEOPLE.tableName());
        scenario.wanted(PEOPLE, List.of());
        SyncReport report = scenario.run();
        assertEquals(List.of(9L, 9L, 0L, 0L, 0L), counts(report, PEOPLE));
        assertTrue(
                scenario.events.warnings().stream().anyMatch(warning -> warning.contains("the sink is another table")));
    }

    @Test
    void aCheckpointOfAnotherSchemaIsRefused() {
        crashAfterTwoCheckpoints();
        TableSpec wider = PEOPLE.column("city", ValueType.TEXT);
        try (var altered = scenario.source.openSink()) {
            altered.prepare(Plans.table(wider, altered.describe(PEOPLE.tableName()), SchemaPolicy.EVOLVE));
        }
        assertBeganAnewBecause("columns");
    }

    @Test
    void aCheckpointOfAnotherProfilePartIsRefused() {
        crashAfterTwoCheckpoints();
        scenario.rules = List.of(new TableRule("*", Optional.empty(), List.of(), List.of("age"), Map.of(),
                Optional.empty(), new SyncMode.Upsert(), new ChangeDetection.All(), Map.of()));
        assertBeganAnewBecause("part of the profile");
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void anInterruptedRunSavesItsPlaceAndTheNextGoesOnThere(Moment moment) {
        Thread caller = Thread.currentThread();
        scenario.faults.at(Step.UPSERT, 2, moment, () -> {
            caller.interrupt();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        SyncReport report = scenario.run();
        assertFalse(Thread.interrupted(), "the interruption is in the report, not in the thread");
        assertEquals(Status.INTERRUPTED, report.status());
        int landed = moment == Moment.BEFORE ? 2 : 4;
        assertEquals(peopleTo(landed), scenario.sinkRows(PEOPLE));
        assertEquals(landed, scenario.state.checkpoints().find(Scenario.scope(PEOPLE)).orElseThrow().rows());
        assertEquals(Optional.empty(), scenario.state.locks().holder(Scenario.PROFILE));
        SyncReport second = scenario.run();
        assertEquals(Status.SUCCEEDED, second.status());
        assertEquals(List.of(9L - landed, 9L - landed, 0L, 0L, 0L), counts(second, PEOPLE));
    }

    @Test
    void aRowInsertedBehindThePlaceWaitsForTheNextWholePass() {
        crashAfterTwoCheckpoints();
        scenario.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(-1, "late", null)));
        scenario.run();
        assertEquals(9, scenario.sinkRows(PEOPLE).size());
        assertEquals(List.of(10L, 1L, 0L, 9L, 0L), counts(scenario.run(), PEOPLE));
    }

    @Test
    void aPassWithoutAResumableKeyBeginsAnew() {
        TableSpec loose = table("loose").column("n", ValueType.INT64);
        Scenario keyless = new Scenario().given(loose, List.of(loose.row(1), loose.row(1), loose.row(2), loose.row(3)));
        keyless.faults.crashAt(Step.UPSERT, 1, Moment.AFTER);
        assertThrows(SimulatedCrash.class, keyless::run);
        assertEquals(List.of(4L, 2L, 0L, 2L, 0L), counts(keyless.run(), loose));
        assertEquals(4, keyless.sinkRows(loose).size());
    }

    private void crashAfterTwoCheckpoints() {
        scenario.faults.crashAt(Step.UPSERT, 3, Moment.BEFORE);
        assertThrows(SimulatedCrash.class, scenario::run);
    }

    private void assertBeganAnewBecause(String reason) {
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status());
        assertEquals(9, counts(report, PEOPLE).getFirst());
        assertEquals(Optional.empty(), Scenario.table(report, PEOPLE).resumedFrom());
        assertTrue(
                scenario.events.warnings().stream()
                        .anyMatch(warning -> warning.contains("begins anew") && warning.contains(reason)),
                scenario.events.warnings()::toString);
        assertEquals(9, scenario.sinkRows(PEOPLE).size());
    }
}
