package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changed, what vanished and the proof, from a SQLite file into PostgreSQL. */
@ExtendWith(PostgresExtension.class)
final class PostgresLookTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final String SHOP = """
            connections:
              local: { type: sqlite, path: shop.db }
              warehouse: { type: postgres, url: "${PG_URL}" }
            profiles:
              shop: { source: local, sink: warehouse, sink-schema: looked, retry: { attempts: 1 }, delete-orphans: true%s }
            """;

    private final PostgresDatabase database;

    @TempDir
    private Path folder = Path.of("");
    private SyncsFixture fixture = new SyncsFixture(folder);

    PostgresLookTest(PostgresDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() throws Exception {
        fixture = new SyncsFixture(folder);
        fixture.run("shop.db", "create table item(id integer primary key, name text not null)",
                "insert into item values (1, 'tea'), (2, 'salt'), (3, 'rice')");
        database.execute("drop schema if exists looked cascade", "create schema looked");
    }

    private Syncs open(String settings) throws Exception {
        return fixture.open(SHOP.formatted(settings), Map.of("PG_URL", database.uri().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", changes: compare", ", changes: digest", ", changes: all", ", mode: full-refresh"})
    void aPlanTellsWhatThePushThenDoesAndVerifyProvesIt(String settings) throws Exception {
        try (Syncs syncs = open(settings)) {
            ChangePlan first = syncs.plan(SyncRequest.push("shop"), 2, SILENT);
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("shop.db", "delete from item where id = 1", "update item set name = 'sea salt' where id = 2",
                    "insert into item values (4, 'oil')");
            VerifyReport before = syncs.verify(SyncRequest.push("shop"), 10, SILENT);
            ChangePlan plan = syncs.plan(SyncRequest.push("shop"), 10, SILENT);
            SyncReport push = syncs.run(SyncRequest.push("shop"), SILENT);
            VerifyReport after = syncs.verify(SyncRequest.push("shop"), 10, SILENT);

            assertEquals(3, first.report().totals().inserted(), first.toString());
            assertFalse(first.tables().getFirst().ddl().isEmpty(), first.toString());
            TableVerdict table = before.tables().getFirst();
            assertEquals(List.of(1L, 1L, 1L, 1L),
                    List.of(table.equal(), table.missing(), table.extra(), table.different()), before.toString());
            assertEquals(new Progress(3, 1, 1, 1, 0, 0, 1), plan.report().totals(), plan.toString());
            assertEquals(plan.report().totals(), push.totals(), push.toString());
            assertEquals(ExitCode.DONE, ExitCode.of(after), after.toString());
        }
    }

    @Test
    void aSecondPushOfTheSameRowsComparesAndWritesNothing() throws Exception {
        try (Syncs syncs = open("")) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            SyncReport second = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(new Progress(3, 0, 0, 3, 0, 0, 0), second.totals(), second.toString());
            assertEquals("compare", second.tables().getFirst().changes());
        }
    }

    @Test
    void whatTheStateInPostgresRemembersIsShownAndForgotten() throws Exception {
        String yaml = "state: warehouse\n" + SHOP.formatted(", changes: digest");
        try (Syncs syncs = fixture.open(yaml, Map.of("PG_URL", database.uri().toString()))) {
            syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(3, syncs.state("shop", List.of()).getFirst().digests().rows());
            assertEquals(1, syncs.reset("shop", List.of()).size());
            assertEquals(List.of(), syncs.state("shop", List.of()));
        }
    }

    @Test
    void aSnapshotOfAnHourIsStampedWithAnInstant() throws Exception {
        try (Syncs syncs = open(", tables: [ { name: item, snapshot: hour } ]")) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            database.execute("update looked.item set collected_at = '2001-02-03T04:00:00Z'");
            SyncReport second = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(new Progress(3, 3, 0, 0, 0, 0, 0), second.totals(), second.toString());
            assertEquals(0, second.totals().deleted());
        }
    }

    @Test
    void aCheckOfWhatIsWellFindsNoError() throws Exception {
        try (Syncs syncs = open("")) {
            CheckReport report = syncs.check("shop", Direction.PUSH);

            assertEquals(ExitCode.DONE, report.exitCode(), report.toString());
        }
    }

    @Test
    void aCheckOfARoleThatMayNotComeInTellsTheRestAndNoPassword() throws Exception {
        String wrong = "postgresql://nobody_of_that_name:hunter2@" + database.host() + ":" + database.port() + "/"
                + database.database();
        try (Syncs syncs = fixture.open(SHOP.formatted(""), Map.of("PG_URL", wrong))) {
            CheckReport report = syncs.check("shop", Direction.PUSH);

            assertEquals(ExitCode.UNREACHABLE, report.exitCode(), report.toString());
            assertEquals(List.of(Severity.OK, Severity.OK, Severity.ERROR, Severity.NOTE),
                    report.findings().stream().map(Finding::severity).toList(), report.toString());
            assertTrue(report.findings().get(1).message().contains("shop.db"), report.toString());
            assertFalse(report.toString().contains("hunter2"), report.toString());
        }
    }
}
