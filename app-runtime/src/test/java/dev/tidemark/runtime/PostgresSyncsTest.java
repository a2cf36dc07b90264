package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
final class PostgresSyncsTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final String SHOP = """
            connections:
              local: { type: sqlite, path: shop.db }
              warehouse: { type: postgres, url: "${PG_URL}" }
            profiles:
              shop: { source: local, sink: warehouse, sink-schema: audit, retry: { attempts: 1 } }
            """;

    private final PostgresDatabase database;

    @TempDir
    private Path folder = Path.of("");
    private SyncsFixture fixture = new SyncsFixture(folder);

    PostgresSyncsTest(PostgresDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() throws Exception {
        fixture = new SyncsFixture(folder);
        fixture.run("shop.db", "create table item(id integer primary key, name text not null)",
                "insert into item values (1, 'tea'), (2, 'salt'), (3, 'rice')");
        database.execute("drop schema if exists audit cascade", "create schema audit");
    }

    private Syncs open(String yaml) throws Exception {
        return fixture.open(yaml, Map.of("PG_URL", database.uri().toString()));
    }

    @Test
    void aPushGoesIntoTheSinkSchemaAndAPullReadsFromIt() throws Exception {
        try (Syncs syncs = open(SHOP)) {
            SyncReport push = syncs.run(SyncRequest.push("shop"), SILENT);
            SyncReport again = syncs.run(SyncRequest.push("shop"), SILENT);
            database.execute("insert into audit.item values (4, 'oil')");
            Files.delete(folder.resolve("shop.db"));
            SyncReport pull = syncs.run(SyncRequest.pull("shop"), SILENT);

            assertEquals(new Progress(3, 3, 0, 0, 0, 0, 0), push.totals(), push.toString());
            assertEquals(new Progress(3, 0, 0, 3, 0, 0, 0), again.totals(), again.toString());
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), pull.totals(), pull.toString());
            assertEquals(List.of("1,tea", "2,salt", "3,rice", "4,oil"),
                    fixture.rows("shop.db", "select * from item order by id"));
        }
    }

    @Test
    void theStateMayLieInPostgresAndNoFileIsMadeThen() throws Exception {
        try (Syncs syncs = open("state: warehouse\n" + SHOP)) {
            SyncReport push = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.DONE, ExitCode.of(push), push.toString());
            assertEquals(Optional.of(push.run()), syncs.status("shop").lastRun().map(run -> run.run()));
            assertFalse(Files.exists(folder.resolve(".tidemark")));
        }
    }

    @Test
    void rule2AConditionInTheOtherDialectIsAnErrorOfConfigurationUntilThePullHasItsOwn() throws Exception {
        String yaml = SHOP.replace("retry: {", "tables: [ { name: item, where: \"name GLOB 't*'\" } ], retry: {");
        try (Syncs syncs = open(yaml)) {
            assertEquals(1, syncs.run(SyncRequest.push("shop"), SILENT).totals().inserted());
            SyncReport pull = syncs.run(SyncRequest.pull("shop"), SILENT);
            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(pull), pull.toString());
        }
        try (Syncs syncs = open(yaml.replace("retry: {",
                "pull: { tables: [ { name: item, where: \"name LIKE 't%'\" } ] }, retry: {"))) {
            SyncReport pull = syncs.run(SyncRequest.pull("shop"), SILENT);
            assertEquals(new Progress(1, 0, 0, 1, 0, 0, 0), pull.totals(), pull.toString());
        }
    }

    @Test
    void aRoleThatMayNotComeInIsToldWithoutItsPassword() throws Exception {
        String wrong = "postgresql://nobody_of_that_name:hunter2@" + database.host() + ":" + database.port() + "/"
                + database.database();
        try (Syncs syncs = fixture.open(SHOP, Map.of("PG_URL", wrong))) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.UNREACHABLE, ExitCode.of(report), report.toString());
            assertTrue(report.failure().orElseThrow().message().contains(database.host()), report.toString());
            assertFalse(report.toString().contains("hunter2"), report.toString());
            assertFalse(syncs.findRun(report.run()).orElseThrow().report().contains("hunter2"));
        }
    }

    @Test
    void twoEndsWithoutAFileRememberTheirRunsUnderTheirOwnName() throws Exception {
        try (Syncs syncs = Syncs.open(Configuration.adHoc("shop.db", database.uri().toString(), List.of("item"),
                new Environment(Map.of(), folder)))) {
            String profile = syncs.configuration().soleProfile();
            SyncReport push = syncs.run(SyncRequest.push(profile), SILENT);

            assertEquals(3, push.totals().inserted(), push.toString());
            assertEquals(1, syncs.runs(Optional.of(profile), 10).size());
        }
    }

    @Test
    void rule8ARowThatIsCommittedLateIsSeenByTheNextRun() throws Exception {
        String yaml = """
                connections:
                  warehouse: { type: postgres, url: "${PG_URL}", schema: audit }
                  copy: { type: sqlite, path: copy.db }
                profiles:
                  late: { source: warehouse, sink: copy, changes: { watermark: changed, lookback: 0s } }
                """;
        database.execute("create table audit.event(id int primary key, changed timestamptz)",
                "insert into audit.event values (1, '2026-01-01 00:00:00.000001+00'), (2, null)");
        try (Syncs syncs = open(yaml); Connection late = database.connect()) {
            assertEquals(2, syncs.run(SyncRequest.push("late"), SILENT).totals().inserted());
            late.setAutoCommit(false);
            try (Statement statement = late.createStatement()) {
                statement.execute("insert into audit.event values (3, now())");
                database.execute("insert into audit.event values (4, clock_timestamp())");
                assertEquals(1, syncs.run(SyncRequest.push("late"), SILENT).totals().inserted());
                late.commit();
            }
            assertEquals(1, syncs.run(SyncRequest.push("late"), SILENT).totals().inserted());
            assertEquals(List.of("1", "2", "3", "4"), fixture.rows("copy.db", "select id from event order by id"));
        }
    }

    @Test
    void rule7APullLeavesTextsAloneThatHoldTheSameInstantAndTheSameJson() throws Exception {
        fixture.run("shop.db", "alter table item add column at text", "alter table item add column doc text",
                "update item set at = '2024-01-01T12:00:00+02:00', doc = '{\"b\": 1, \"a\": [1,2]}'");
        database.execute("create table audit.item(id bigint primary key, name text, at timestamptz, doc jsonb)");
        List<String> before = fixture.rows("shop.db", "select * from item order by id");
        try (Syncs syncs = open(SHOP)) {
            assertEquals(3, syncs.run(SyncRequest.push("shop"), SILENT).totals().inserted());
            assertEquals(new Progress(3, 0, 0, 3, 0, 0, 0), syncs.run(SyncRequest.pull("shop"), SILENT).totals());
            assertEquals(before, fixture.rows("shop.db", "select * from item order by id"));
            database.execute("update audit.item set at = at + interval '1 second' where id = 2");
            assertEquals(new Progress(3, 0, 1, 2, 0, 0, 0), syncs.run(SyncRequest.pull("shop"), SILENT).totals());
        }
    }
}
