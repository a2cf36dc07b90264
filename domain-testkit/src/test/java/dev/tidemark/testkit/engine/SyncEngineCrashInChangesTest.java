package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.SyncEngineTest.difference;
import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.ORDERS;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A second run, which finds rows changed, new and gone, dies at every step there is; the next one ends as if nothing had
 * happened.
 */
class SyncEngineCrashInChangesTest {
    private static final List<TableSpec> TABLES = List.of(LOG, ORDERS, PEOPLE);

    /** A way to find changes, and to write them. */
    private record Way(SyncMode mode, ChangeDetection changes) {
    }

    @TestFactory
    Stream<DynamicTest> afterACrashAtAnyStepTheNextRunEndsLikeTheUndisturbedOne() {
        return Stream.of(new Way(new SyncMode.Upsert(), new ChangeDetection.Compare()),
                new Way(new SyncMode.Upsert(), new ChangeDetection.Digest()),
                new Way(new SyncMode.Upsert(), new ChangeDetection.All()),
                new Way(new SyncMode.FullRefresh(), new ChangeDetection.Compare())).flatMap(this::crashes);
    }

    private Stream<DynamicTest> crashes(Way way) {
        Scenario undisturbed = scenario(way);
        Faults counted = undisturbed.faults;
        SyncReport expected = undisturbed.run();
        assertEquals(Status.SUCCEEDED, expected.status(), () -> expected.tables().toString());
        assertTrue(expected.totals().deleted() > 0);
        List<DynamicTest> tests = new ArrayList<>();
        for (Step step : Step.values()) {
            for (int nth = 1; nth <= counted.calls(step); nth++) {
                for (Moment moment : Moment.values()) {
                    int time = nth;
                    tests.add(DynamicTest.dynamicTest(
                            way.mode().word() + " by " + way.changes().word() + ", " + moment + " " + step + " " + nth,
                            () -> assertMends(undisturbed, way, step, time, moment)));
                }
            }
        }
        assertTrue(tests.size() > 40, () -> tests.size() + " places to crash at");
        return tests.stream();
    }

    private static void assertMends(Scenario undisturbed, Way way, Step step, int nth, Moment moment) {
        Scenario scenario = scenario(way);
        scenario.faults.crashAt(step, nth, moment);
        assertThrows(SimulatedCrash.class, scenario::run);
        SyncReport report = scenario.run();
        assertEquals(Status.SUCCEEDED, report.status(), () -> report.tables().toString());
        report.tables().forEach(table -> assertTrue(table.counts().isConserved(), table::toString));
        for (TableSpec table : TABLES) {
            assertEquals(Map.of(), difference(undisturbed.sinkRows(table), scenario.sinkRows(table)), table.name());
            assertEquals(0, scenario.state.orphans().count(Scenario.scope(table)), "no candidates are left behind");
        }
        assertEquals(List.of(), scenario.state.checkpoints().list(Scenario.PROFILE));
        Progress third = scenario.run().totals();
        assertEquals(List.of(0L, 0L, 0L), List.of(third.inserted(), third.updated(), third.deleted()),
                "nothing is left to do");
    }

    private static Scenario scenario(Way way) {
        Scenario scenario = new Scenario().going(way.mode(), way.changes());
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Usual());
        scenario.given(PEOPLE, people(1, 2, 3, 4, 5, 6))
                .given(ORDERS, List.of(ORDERS.row(1, 1), ORDERS.row(2, 2), ORDERS.row(3, null), ORDERS.row(4, 6)))
                .given(LOG, List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(2, "b")));
        assertEquals(Status.SUCCEEDED, scenario.run().status());
        scenario.source.delete(ORDERS.tableName(), ORDERS.row(4, 6));
        scenario.source.delete(PEOPLE.tableName(), people(6).getFirst());
        scenario.source.delete(PEOPLE.tableName(), people(3).getFirst());
        scenario.source.insert(PEOPLE.tableName(),
                List.of(PEOPLE.row(3, "changed", 3), PEOPLE.row(7, "new", 7), PEOPLE.row(8, "new", 8)));
        scenario.source.delete(LOG.tableName(), LOG.row(2, "b"));
        scenario.source.insert(LOG.tableName(), List.of(LOG.row(1, "a"), LOG.row(3, "c")));
        return scenario;
    }
}
