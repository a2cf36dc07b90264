package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import dev.tidemark.testkit.supabase.Fault;
import dev.tidemark.testkit.supabase.GatewayRequest;
import dev.tidemark.testkit.supabase.PostgrestSettings;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A project is an end like the others: the same profile, the same values, the same exit codes. */
@ExtendWith(SupabaseExtension.class)
final class SupabaseSyncsTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final int RATIO = 5;
    /** What every store holds as what it is, and what is easily mistaken on the way. */
    private static final String ROWS = """
            insert into item values
              (1, 'tea', 'TX', 9007199254740993, 0.1, null),
              (2, '', 'b"c\\d', -9223372036854775808, -1e-300, 'null'),
              (3, 'null', 'a,b(c)&d=e', 9223372036854775807, 1e300, '{"b":1,"a":[1.50,null]}'),
              (4, 'Žofie 茶 🍵', '%s', 0, 2.5, '"x"')
            """.formatted("it''s 100% + 5 / 2 ; --");

    private final SupabaseProject project;

    @TempDir
    private Path folder = Path.of("");
    private SyncsFixture fixture = new SyncsFixture(folder);

    SupabaseSyncsTest(SupabaseProject project) {
        this.project = project;
    }

    /** Each kind of store twice, so that it can be both ends of a profile. */
    private enum Kind {
        SQLITE, POSTGRES, SUPABASE
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Kind.values())
                .flatMap(from -> Stream.of(Kind.values()).map(to -> Arguments.of(from, to)));
    }

    @BeforeEach
    void prepare() {
        fixture = new SyncsFixture(folder);
        project.database().execute("drop schema if exists one cascade", "drop schema if exists two cascade");
        project.createSchema("one");
        project.createSchema("two");
        project.restart(PostgrestSettings.HOSTED.withSchemas("public", "one", "two"));
        project.gateway().heal();
    }

    private String connection(Kind kind, String schema) {
        return switch (kind) {
            case SQLITE -> "{ type: sqlite, path: %s.db }".formatted(schema);
            case POSTGRES -> "{ type: postgres, url: \"${PG_URL}\", schema: %s }".formatted(schema);
            case SUPABASE -> "{ type: supabase, url: \"${CLOUD}\", key: \"${KEY}\", schema: %s }".formatted(schema);
        };
    }

    private Syncs open(Kind from, Kind to, String more) throws Exception {
        return open(connection(from, "one"), connection(to, "two"), more, project.secretKey());
    }

    private Syncs open(String from, String to, String more, String key) throws Exception {
        String yaml = "connections:\n  from: " + from + "\n  to: " + to
                + "\nprofiles:\n  shop: { source: from, sink: to, retry: { attempts: 2, base-delay: 1ms }" + more
                + " }\n";
        return fixture.open(yaml, Map.of("PG_URL", project.database().uri().toString(), "CLOUD",
                project.url().toString(), "KEY", key));
    }

    private Connection connect(Kind kind, String schema) throws SQLException {
        if (kind == Kind.SQLITE) {
            return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(schema + ".db"));
        }
        Connection connection = project.database().connect();
        connection.setSchema(schema);
        return connection;
    }

    private void run(Kind kind, String schema, String... statements) throws SQLException {
        try (Connection connection = connect(kind, schema); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        project.reload();
    }

    private List<String> rows(Kind kind, String schema) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(kind, schema);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select * from item order by id")) {
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= 6; column++) {
                    // The drivers write a double each in its own way.
                    cells.add(column == RATIO && result.getObject(column) != null
                            ? Double.toString(result.getDouble(column))
                            : result.getString(column));
                }
                rows.add(String.join("|", cells.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }

    private void makeItems(Kind kind, String schema) throws SQLException {
        String types = kind == Kind.SQLITE
                ? "id integer primary key, name text not null, note text, big integer, ratio real, doc text"
                : "id bigint primary key, name text not null, note text, big bigint, ratio double precision, doc text";
        run(kind, schema, "create table item(" + types + ")");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyPairOfStoresIsPushedVerifiedAndPulledBackValueByValue(Kind from, Kind to) throws Exception {
        makeItems(from, "one");
        run(from, "one", ROWS);
        if (to == Kind.SUPABASE) {
            makeItems(to, "two");
        }
        List<String> before = rows(from, "one");
        try (Syncs syncs = open(from, to, "")) {
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
            assertEquals(before, rows(to, "two"));
            assertEquals(new Progress(4, 0, 0, 4, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
            VerifyReport verified = syncs.verify(SyncRequest.push("shop"), 10, SILENT);
            assertEquals(ExitCode.DONE, ExitCode.of(verified), verified.toString());

            run(from, "one", "delete from item");
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), done(syncs, SyncRequest.pull("shop")));
            assertEquals(before, rows(from, "one"));

            run(from, "one", "update item set name = 'salt' where id = 1", "delete from item where id = 2",
                    "insert into item values (5, 'new', null, null, null, null)");
            SyncRequest deleting = SyncRequest.push("shop")
                    .withOverrides(Overrides.NONE.with(Setting.DELETE_ORPHANS, "true"));
            assertEquals(new Progress(4, 1, 1, 2, 0, 0, 1), done(syncs, deleting));
            assertEquals(rows(from, "one"), rows(to, "two"));
        }
    }

    private static Progress done(Syncs syncs, SyncRequest request) {
        SyncReport report = syncs.run(request, SILENT);
        assertEquals(ExitCode.DONE, ExitCode.of(report), report.toString());
        return report.totals();
    }

    @Test
    void changingTheSinkFromPostgresToTheProjectIsTheOnlyEdit() throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        String profile = ", sink-schema: two, delete-orphans: true, batch-size: 2, writers: 2, analyze: auto, transaction: batch";
        try (Syncs syncs = open(Kind.SQLITE, Kind.POSTGRES, profile)) {
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
        }
        project.reload();
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, profile)) {
            assertEquals(new Progress(4, 0, 0, 4, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
            run(Kind.SQLITE, "one", "update item set name = 'salt' where id = 1");
            assertEquals(new Progress(4, 0, 1, 3, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
        }
    }

    @Test
    void aMissingTableIsAnErrorOfConfigurationWithTheStatementsThatMakeIt() throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, "")) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(report), report.toString());
            Failure failure = Stream
                    .concat(report.failure().stream(), report.tables().stream().flatMap(t -> t.failure().stream()))
                    .findFirst().orElseThrow();
            String script = failure.advice();
            assertTrue(script.contains("create table \"two\".\"item\" ("), failure.toString());

            run(Kind.POSTGRES, "two", script);
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
            assertEquals(rows(Kind.SQLITE, "one"), rows(Kind.SUPABASE, "two"));
            CheckReport check = syncs.check("shop", Direction.PUSH);
            assertEquals(ExitCode.DONE, check.exitCode(), check.toString());
            assertTrue(check.findings().stream().anyMatch(found -> found.message().contains("a secret key")),
                    check.toString());
        }
    }

    @Test
    void theStatementsForSeveralTablesCanBeRunInTheOrderInWhichTheyAreTold() throws Exception {
        run(Kind.SQLITE, "one", "create table album(id integer primary key, artist integer references artist(id))",
                "create table artist(id integer primary key, best integer references album(id))",
                "insert into artist values (1, null)", "insert into album values (7, 1)");
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, "")) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(report), report.toString());
            String script = report.failure().orElseThrow().advice();
            assertEquals(2, script.split(" add foreign key ", -1).length - 1, script);
            run(Kind.POSTGRES, "two", script);
            assertEquals(new Progress(2, 2, 0, 0, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
        }
    }

    private void manyItems(int rows) throws SQLException {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one",
                "insert into item with recursive n(i) as (select 1 union all select i + 1 from n where i < "
                        + rows
                        + ") select i, 'name ' || i, 'it''s ' || i || '%', i * 9007199254740993 % 1000003, i / 7.0, null from n");
    }

    @Test
    void aGatewayThatFailsEvery7thRequestLosesAndDoublesNothing() throws Exception {
        manyItems(2_000);
        makeItems(Kind.SUPABASE, "two");
        project.gateway().on(_ -> true).every(7).comes(Fault.error(503, "PGRST002", "no"));
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, ", batch-size: 50, page-size: 100")) {
            assertEquals(new Progress(2_000, 2_000, 0, 0, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
            assertEquals(rows(Kind.SQLITE, "one"), rows(Kind.SUPABASE, "two"));
            List<String> before = rows(Kind.SQLITE, "one");
            run(Kind.SQLITE, "one", "delete from item where id % 2 = 0");
            assertEquals(new Progress(2_000, 1_000, 0, 1_000, 0, 0, 0), done(syncs, SyncRequest.pull("shop")));
            assertEquals(before, rows(Kind.SQLITE, "one"));
        }
    }

    @Test
    void aTokenThatExpiresInTheMiddleIsExitCode3AndTheNextRunGoesOn() throws Exception {
        manyItems(2_000);
        makeItems(Kind.SUPABASE, "two");
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, ", batch-size: 50, page-size: 50, writers: 1")) {
            project.gateway().on(GatewayRequest::isWrite).after(12).comes(Fault.error(401, "PGRST301", "JWT expired"));
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.UNREACHABLE, ExitCode.of(report), report.toString());
            int landed = rows(Kind.SUPABASE, "two").size();
            assertTrue(landed > 0 && landed < 2_000, "rows in the sink: " + landed);

            project.gateway().heal();
            SyncReport next = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.DONE, ExitCode.of(next), next.toString());
            assertEquals(2_000 - landed, next.totals().inserted(), next.toString());
            assertTrue(next.tables().getFirst().resumedFrom().isPresent(), next.toString());
            assertEquals(rows(Kind.SQLITE, "one"), rows(Kind.SUPABASE, "two"));
        }
    }

    @Test
    void theSizeInBytesIsUnknownAndSaidToBe() throws Exception {
        makeItems(Kind.SQLITE, "one");
        makeItems(Kind.SUPABASE, "two");
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, "")) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertTrue(report.sinkBytes().isEmpty(), report.toString());
            assertTrue(ReportJson.write(report).contains("\"sinkBytes\":null"), ReportJson.write(report));
        }
    }

    @ParameterizedTest
    @CsvSource({"wrong key,sb_secret_hunter2hunter2", "expired token,"})
    void aKeyThatDoesNotLetUsInIsExitCode3AndIsNotShown(String what, String key) throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        makeItems(Kind.SUPABASE, "two");
        String used = key == null ? project.token("service_role", Duration.ofMinutes(-5)) : key;
        try (Syncs syncs = open(connection(Kind.SQLITE, "one"), connection(Kind.SUPABASE, "two"), "", used)) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.UNREACHABLE, ExitCode.of(report), what + ": " + report);
            assertFalse(report.toString().contains(used), report.toString());
            assertFalse(syncs.findRun(report.run()).orElseThrow().report().contains(used));
            CheckReport check = syncs.check("shop", Direction.PUSH);
            assertEquals(ExitCode.UNREACHABLE, check.exitCode(), check.toString());
            assertFalse(check.toString().contains(used), check.toString());
        }
    }

    @Test
    void aProjectThatIsNotThereIsExitCode3() throws Exception {
        makeItems(Kind.SQLITE, "one");
        String nowhere = "{ type: supabase, url: \"http://127.0.0.1:1\", key: k }";
        try (Syncs syncs = open(connection(Kind.SQLITE, "one"), nowhere, "", "k")) {
            assertEquals(ExitCode.UNREACHABLE, ExitCode.of(syncs.run(SyncRequest.push("shop"), SILENT)));
        }
    }

    @ParameterizedTest
    @CsvSource({"DELETE_ORPHANS", "FULL_REFRESH"})
    void rule5AKeyThatRowLevelSecurityBindsNeverLeadsToDeletesInEitherStore(Setting setting) throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        makeItems(Kind.SUPABASE, "two");
        run(Kind.SUPABASE, "two", "insert into item values (9, 'gone', null, null, null, null)",
                "alter table item enable row level security");
        SyncRequest deleting = SyncRequest.push("shop").withOverrides(Overrides.NONE.with(setting, "true"));
        try (Syncs syncs = open(connection(Kind.SQLITE, "one"), connection(Kind.SUPABASE, "two"), "",
                project.publishableKey())) {
            SyncReport report = syncs.run(deleting, SILENT);
            assertEquals(ExitCode.REFUSED, ExitCode.of(report), report.toString());
        }
        try (Syncs syncs = open(connection(Kind.SUPABASE, "two"), connection(Kind.SQLITE, "one"), "",
                project.publishableKey())) {
            SyncReport report = syncs.run(deleting, SILENT);
            assertEquals(ExitCode.REFUSED, ExitCode.of(report), report.toString());
        }
        assertEquals(1, rows(Kind.SUPABASE, "two").size());
        assertEquals(4, rows(Kind.SQLITE, "one").size());
    }

    @Test
    void aFullRefreshIsDoneBatchByBatchAndSaysSo() throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        makeItems(Kind.SUPABASE, "two");
        run(Kind.SUPABASE, "two", "insert into item values (9, 'gone', null, null, null, null)");
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, ", mode: full-refresh")) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.DONE, ExitCode.of(report), report.toString());
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 1), report.totals());
            assertTrue(report.warnings().stream().anyMatch(line -> line.contains("batch by batch")), report.toString());
            assertEquals(rows(Kind.SQLITE, "one"), rows(Kind.SUPABASE, "two"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id < 100", "limit=5", "select=id", "nosuch=eq.1"})
    void rule2AConditionThatTheSourceCannotRunIsAnErrorOfConfigurationBeforeAnythingIsMade(String where)
            throws Exception {
        makeItems(Kind.SUPABASE, "one");
        run(Kind.SUPABASE, "one", ROWS);
        try (Syncs syncs = open(Kind.SUPABASE, Kind.SQLITE, ", tables: [ { name: item, where: \"" + where + "\" } ]")) {
            SyncReport push = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(push), push.toString());
        }
        assertFalse(Files.exists(folder.resolve("two.db")), "the sink was made");
    }

    @Test
    void rule2AConditionThatTheSinkCannotRunIsAnErrorOfConfiguration() throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        makeItems(Kind.SUPABASE, "two");
        String both = ", tables: [ { name: item, where: \"name <> 'tea'\", sink-where: \"name <> 'tea'\" } ]";
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, both)) {
            SyncReport push = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(push), push.toString());
        }
        assertEquals(List.of(), rows(Kind.SUPABASE, "two"));
    }

    @Test
    void aGatewayThatGetsNoAnswerFromTheApiIsExitCode3() throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        makeItems(Kind.SUPABASE, "two");
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, "")) {
            project.gateway().on(GatewayRequest::isWrite).always().comes(Fault.html(502));
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.UNREACHABLE, ExitCode.of(report), report.toString());
        }
    }

    @Test
    void rule2AConditionInAnotherLanguageIsAnErrorOfConfigurationUntilEachSideHasItsOwn() throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        makeItems(Kind.SUPABASE, "two");
        String sql = ", tables: [ { name: item, where: \"name <> 'tea'\" } ]";
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, sql)) {
            assertEquals(3, done(syncs, SyncRequest.push("shop")).inserted());
            SyncReport pull = syncs.run(SyncRequest.pull("shop"), SILENT);
            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(pull), pull.toString());
        }
        String both = sql.replace("} ]", ", sink-where: \"name=neq.tea\" } ]");
        run(Kind.SUPABASE, "two", "insert into item values (8, 'tea', null, null, null, null)",
                "insert into item values (9, 'gone', null, null, null, null)");
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, both)) {
            assertEquals(4, done(syncs, SyncRequest.pull("shop")).read());
            run(Kind.SQLITE, "one", "delete from item where id = 9");
            SyncRequest deleting = SyncRequest.push("shop")
                    .withOverrides(Overrides.NONE.with(Setting.DELETE_ORPHANS, "true"));
            assertEquals(1, done(syncs, deleting).deleted());
            assertEquals(4, rows(Kind.SUPABASE, "two").size(), "the row outside of the condition stays");
        }
    }

    @Test
    void aKeyThatMayNotSeeTheTablesLearnsThemFromTheOtherSide() throws Exception {
        makeItems(Kind.SQLITE, "one");
        run(Kind.SQLITE, "one", ROWS);
        makeItems(Kind.SUPABASE, "two");
        project.restart(PostgrestSettings.HOSTED.withSchemas("public", "one", "two").withOpenApiMode("disabled"));
        try (Syncs syncs = open(Kind.SQLITE, Kind.SUPABASE, "")) {
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
            assertEquals(rows(Kind.SQLITE, "one"), rows(Kind.SUPABASE, "two"));
        }
        String declared = ", tables: [ { name: item, key: id, columns: { types: { id: int8, name: text, note: text,"
                + " big: int8, ratio: float8, doc: text } } } ]";
        try (Syncs syncs = open(connection(Kind.SUPABASE, "two"), "{ type: sqlite, path: fresh.db }", declared,
                project.secretKey())) {
            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), done(syncs, SyncRequest.push("shop")));
            assertEquals(rows(Kind.SUPABASE, "two"), rows(Kind.SQLITE, "fresh"));
        }
    }
}
