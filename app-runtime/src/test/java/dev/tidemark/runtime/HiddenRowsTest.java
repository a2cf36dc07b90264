package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Where row-level security may hide rows, nothing is deleted, and that is said before anything is written. */
@ExtendWith(PostgresExtension.class)
final class HiddenRowsTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final String ENDS = """
            connections:
              local: { type: sqlite, path: %s }
              warehouse: { type: postgres, url: "${PG_URL}", schema: hidden, access: rls }
            profiles:
            """;

    private final PostgresDatabase database;

    @TempDir
    private Path folder = Path.of("");
    private SyncsFixture fixture = new SyncsFixture(folder);

    HiddenRowsTest(PostgresDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() throws Exception {
        fixture = new SyncsFixture(folder);
        fixture.run("shop.db", "create table item(id integer primary key, name text not null)",
                "insert into item values (1, 'tea'), (2, 'salt'), (3, 'rice')");
        database.execute("drop schema if exists hidden cascade", "create schema hidden",
                "create table hidden.item(id bigint primary key, name text not null)",
                "insert into hidden.item values (9, 'gone')");
    }

    private Syncs open(String file, String profile) throws Exception {
        return fixture.open(ENDS.formatted(file) + profile, Map.of("PG_URL", database.uri().toString()));
    }

    private List<String> sinkRows() throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select string_agg(id::text, ',' order by id) from hidden.item")) {
            rows.next();
            return List.of(rows.getString(1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE_ORPHANS", "FULL_REFRESH"})
    void rule17ASinkThatMayHideRowsIsNotWrittenByARunThatDeletes(Setting setting) throws Exception {
        try (Syncs syncs = open("shop.db", "  shop: { source: local, sink: warehouse }\n")) {
            SyncRequest deleting = SyncRequest.push("shop").withOverrides(Overrides.NONE.with(setting, "true"));
            SyncReport refused = syncs.run(deleting, SILENT);
            ChangePlan plan = syncs.plan(deleting, 0, SILENT);

            assertEquals(Status.REFUSED, refused.status(), refused.toString());
            assertEquals(ExitCode.REFUSED, ExitCode.of(refused));
            assertTrue(
                    refused.failure().orElseThrow().message().contains("row-level security may hide rows of the sink"));
            assertEquals(ExitCode.REFUSED, ExitCode.of(plan), plan.toString());
            assertEquals(List.of("9"), sinkRows());

            SyncReport push = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(3, push.totals().inserted(), push.toString());
            assertEquals(List.of("1,2,3,9"), sinkRows());
        }
    }

    @Test
    void rule5ASourceThatMayHideRowsIsNoReasonToDelete() throws Exception {
        try (Syncs syncs = open("shop.db", "  shop: { source: warehouse, sink: local, delete-orphans: true }\n")) {
            SyncReport refused = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.REFUSED, ExitCode.of(refused), refused.toString());
            assertTrue(refused.failure().orElseThrow().message().contains("may hide rows of the source"));
            assertEquals(List.of("1", "2", "3"), fixture.rows("shop.db", "select id from item order by id"));
        }
    }

    @Test
    void rule5NoFileOfManyIsWrittenEither() throws Exception {
        fixture.run("devices/a.db", "create table item(id integer primary key, name text not null)",
                "insert into item values (1, 'tea')");
        fixture.run("devices/b.db", "create table item(id integer primary key, name text not null)",
                "insert into item values (2, 'salt')");
        database.execute("drop table hidden.item",
                "create table hidden.item(id bigint, name text not null, file text, primary key (id, file))",
                "insert into hidden.item values (9, 'gone', 'a')");
        String profile = """
                all:
                  source: local
                  sink: warehouse
                  delete-orphans: true
                  tables: [ { name: item, columns: { set: { file: "${file.stem}" } } } ]
                """.indent(2);
        try (Syncs syncs = open("devices/*.db", profile)) {
            SyncReport refused = syncs.run(SyncRequest.push("all"), SILENT);

            assertEquals(ExitCode.REFUSED, ExitCode.of(refused), refused.toString());
            assertEquals(0, refused.totals().read(), refused.toString());
            assertEquals(List.of("9"), sinkRows());
        }
    }

    @Test
    void aCheckTellsItBeforeTheFirstRun() throws Exception {
        try (Syncs syncs = open("shop.db", "  shop: { source: local, sink: warehouse, delete-orphans: true }\n")) {
            CheckReport report = syncs.check("shop", Direction.PUSH);

            assertEquals(ExitCode.ATTENTION, report.exitCode(), report.toString());
            assertEquals(1, report.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(Finding::message)
                    .filter(message -> message.contains("may hide rows of the sink"))
                    .count(), report.toString());
        }
    }
}
