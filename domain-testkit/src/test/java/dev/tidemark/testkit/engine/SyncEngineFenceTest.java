package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.row.Row;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 18: a run that lost its lock, since its process was away, writes nothing more over what another wrote meanwhile. */
class SyncEngineFenceTest {
    private final Scenario scenario = new Scenario();

    @Test
    void noBatchIsWrittenOnceTheLockIsLost() {
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.All()).given(PEOPLE, peopleTo(6));
        // Two rows a page and a batch: the second batch goes out, and while it does the lock is lost.
        scenario.faults.loseLockAt(Step.UPSERT, 2);

        SyncReport report = scenario.run();

        assertRefused(report);
        assertEquals(people(1, 2, 3, 4), scenario.sinkRows(PEOPLE));
    }

    @Test
    void nothingIsDeletedOnceTheLockIsLost() {
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Rows(10));
        scenario.given(PEOPLE, peopleTo(2)).wanted(PEOPLE, peopleTo(4));
        scenario.faults.loseLockAt(Step.FETCH, 1);

        SyncReport report = scenario.run();

        assertRefused(report);
        assertEquals(peopleTo(4), scenario.sinkRows(PEOPLE));
    }

    @Test
    void aLoadIsNotCommittedOnceTheLockIsLost() {
        Scenario loading = Scenario.thatLoads();
        loading.given(PEOPLE, peopleTo(6)).wanted(PEOPLE, List.of());
        loading.faults.loseLockAt(Step.LOAD_FLUSH, 1);

        SyncReport report = loading.run();

        assertRefused(report);
        assertEquals(List.of(), loading.sinkRows(PEOPLE));
    }

    @Test
    void rowsWithoutAKeyAreNotAppendedTwice() {
        TableSpec log = Tables.LOG;
        List<Row> rows = Stream.of(1, 2, 3, 4).map(n -> log.row(n, "line")).toList();
        scenario.given(log, rows);
        scenario.faults.loseLockAt(Step.UPSERT, 1);

        SyncReport report = scenario.run();

        assertRefused(report);
        assertTrue(scenario.sinkRows(log).size() <= 2, () -> scenario.sinkRows(log).toString());
    }

    private static void assertRefused(SyncReport report) {
        assertEquals(Status.FAILED, report.status());
        assertTrue(Stream
                .concat(report.failure().stream(), report.tables().stream().flatMap(table -> table.failure().stream()))
                .anyMatch(failure -> failure.message().contains("run lock of profile")), report::toString);
    }
}
