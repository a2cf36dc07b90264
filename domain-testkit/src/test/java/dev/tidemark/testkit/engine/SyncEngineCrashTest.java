package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.SyncEngineTest.difference;
import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.ORDERS;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.STAFF;
import static dev.tidemark.testkit.engine.Tables.STRICT_PEOPLE;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.row.Row;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The process dies at every step there is, before and after it; the next run ends as if nothing had happened. */
class SyncEngineCrashTest {
    private static final List<TableSpec> TABLES = List.of(LOG, ORDERS, PEOPLE, STAFF);

    @TestFactory
    Stream<DynamicTest> afterACrashAtAnyStepTheNextRunEndsLikeTheUndisturbedOne() {
        return Stream.of(new PageLimit(1, 1 << 20), new PageLimit(2, 1 << 20), new PageLimit(5, 1 << 20))
                .flatMap(batch -> crashes(batch, List.of(Step.values()), () -> scenario(batch)));
    }

    @TestFactory
    Stream<DynamicTest> afterACrashAtAnyStepOfALoadTheNextRunEndsLikeTheUndisturbedOne() {
        PageLimit batch = new PageLimit(1, 1 << 20);
        // How far the reader was ahead when a window was refused is a matter of luck.
        List<Step> steps = Stream.of(Step.values()).filter(step -> step != Step.READ).toList();
        return crashes(batch, steps, () -> loaded(batch));
    }

    private Stream<DynamicTest> crashes(PageLimit batch, List<Step> steps, Supplier<Scenario> scenarios) {
        Scenario undisturbed = scenarios.get();
        Faults counted = undisturbed.faults;
        SyncReport expected = undisturbed.run();
        assertEquals(SyncReport.Status.REJECTS, expected.status());
        List<DynamicTest> tests = new ArrayList<>();
        for (Step step : steps) {
            for (int nth = 1; nth <= counted.calls(step); nth++) {
                for (Moment moment : Moment.values()) {
                    int time = nth;
                    tests.add(DynamicTest.dynamicTest(batch.rows() + " a batch, " + moment + " " + step + " " + nth,
                            () -> assertMends(undisturbed, expected, scenarios.get(), step, time, moment)));
                }
            }
        }
        assertTrue(tests.size() > 40, () -> tests.size() + " places to crash at");
        return tests.stream();
    }

    private static void assertMends(Scenario undisturbed, SyncReport expected, Scenario scenario, Step step, int nth,
            Moment moment) {
        scenario.faults.crashAt(step, nth, moment);
        assertThrows(SimulatedCrash.class, scenario::run);
        SyncReport report = scenario.run();
        assertEquals(expected.status(), report.status(), () -> report.tables().toString());
        report.tables().forEach(table -> assertTrue(table.counts().isConserved(), table::toString));
        for (TableSpec table : TABLES) {
            assertEquals(Map.of(), difference(undisturbed.sinkRows(table), scenario.sinkRows(table)), table.name());
            assertEquals(rejected(undisturbed, table), rejected(scenario, table), table.name());
        }
        assertEquals(List.of(), scenario.state.checkpoints().list(Scenario.PROFILE));
        Progress third = scenario.run().totals();
        assertEquals(List.of(0L, 0L), List.of(third.inserted(), third.updated()), "nothing is left to do");
    }

    private static List<Reject> rejected(Scenario scenario, TableSpec table) {
        return scenario.stored(table).stream().map(Stored::reject)
                .sorted(java.util.Comparator.comparing(Reject::key)).toList();
    }

    /** Several windows into empty tables, one of which holds a row that the sink refuses. */
    private static Scenario loaded(PageLimit batch) {
        Scenario scenario = Scenario.thatLoads();
        scenario.batch = batch;
        List<Row> people = new ArrayList<>(peopleTo(23));
        people.set(17, PEOPLE.row(18, "name 18", -5));
        scenario.given(PEOPLE, people).wanted(STRICT_PEOPLE, List.of());
        scenario.given(ORDERS, IntStream.rangeClosed(1, 23).mapToObj(id -> ORDERS.row(id, id == 18 ? 1 : id)).toList())
                .wanted(ORDERS, List.of());
        scenario.given(STAFF, List.of(STAFF.row(1, 3), STAFF.row(2, 1), STAFF.row(3, null))).wanted(STAFF, List.of());
        scenario.given(LOG, List.of(LOG.row(1, "a"))).wanted(LOG, List.of());
        return scenario;
    }

    /** Good rows and bad ones, a parent and a child, a table that refers to itself, and one without a key. */
    private static Scenario scenario(PageLimit batch) {
        Scenario scenario = new Scenario();
        scenario.batch = batch;
        List<Row> people = new ArrayList<>(peopleTo(5));
        people.set(1, PEOPLE.row(2, null, 2));
        people.set(4, PEOPLE.row(5, "name 5", -5));
        scenario.given(PEOPLE, people).wanted(STRICT_PEOPLE, List.of(STRICT_PEOPLE.row(3, "old", 3)));
        scenario.given(ORDERS, List.of(ORDERS.row(1, 1), ORDERS.row(2, 2), ORDERS.row(3, null), ORDERS.row(4, 3)))
                .wanted(ORDERS, List.of());
        scenario.given(STAFF, List.of(STAFF.row(1, 3), STAFF.row(2, 1), STAFF.row(3, null))).wanted(STAFF, List.of());
        scenario.given(LOG, List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(2, "b"), LOG.row(3, null)))
                .wanted(LOG, List.of(LOG.row(1, "a")));
        return scenario;
    }
}
