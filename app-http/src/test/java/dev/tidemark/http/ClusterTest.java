package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.io.IOException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three server processes on one state in PostgreSQL, of which some are killed or paused in the middle of a run. */
@ExtendWith(PostgresExtension.class)
final class ClusterTest {
    private static final int SERVERS = 3;
    private static final int FILES = 60;
    private static final int READINGS = 200;
    private static final int TABLES = 40;
    private static final int ROWS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONFIGURATION = """
            state: warehouse
            connections:
              devices: { type: sqlite, path: devices/*.db }
              central: { type: sqlite, path: central.db }
              warehouse: { type: postgres, url: "${PG_URL}", schema: warehouse }
            profiles:
              fleet:
                source: devices
                sink: warehouse
                tables: [ { name: "*", columns: { set: { device: "${file.stem}" } } } ]
              central: { source: central, sink: warehouse, changes: digest }
            """;

    private final PostgresDatabase database;
    private final List<ServerProcess> servers = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    ClusterTest(PostgresDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() throws IOException {
        database.execute("drop schema if exists warehouse cascade", "drop schema if exists tidemark cascade");
        Files.createDirectories(folder.resolve("devices"));
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
    }

    @AfterEach
    void end() throws InterruptedException {
        for (ServerProcess server : servers) {
            server.close();
        }
    }

    private void serve(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            servers.add(ServerProcess.start(folder.resolve("tidemark.yml"),
                    Map.of("PG_URL", database.uri().toString()), "--workers", "2", "--dead-after", "4s"));
        }
    }

    private void fill(String file, String table, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
                Statement statement = connection.createStatement()) {
            statement.execute("create table " + table + "(id integer primary key, value text)");
            statement.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < " + rows
                    + ") insert into " + table + " select i, 'value ' || i from n");
        }
    }

    /**
     * Keeps everybody from the table until the connection rolls back. Gives way from time to time: a server may have the table on
     * one connection while it waits for it on another, which would wait behind this one for ever.
     */
    private static void lock(Connection connection, String table) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '200ms'");
                statement.execute("lock table " + table + " in access exclusive mode");
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!"55P03".equals(e.getSQLState()) || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private ServerProcess called(String name) {
        return servers.stream().filter(server -> server.isCalled(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no server " + name));
    }

    /** The first answer that is not empty, asked for again and again. */
    private List<String> await(String query) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                List<String> answer = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        answer.add(rows.getString(1));
                    }
                }
                if (!answer.isEmpty()) {
                    return answer;
                }
            }
        }
        throw new AssertionError("still nothing: " + query);
    }

    private long count(String query) throws SQLException {
        return Long.parseLong(await(query).getFirst());
    }

    private static long number(String report, String name) {
        Matcher matcher = Pattern.compile("\"totals\":\\{.*?\"" + name + "\":([0-9]+)").matcher(report);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + report);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static void assertAddsUp(String report, long read) {
        assertTrue(report.contains("\"status\":\"succeeded\""), report);
        assertEquals(read, number(report, "read"), report);
        assertEquals(read, number(report, "inserted") + number(report, "unchanged"), report);
    }

    /** What all rows of these tables of the state are, as one text. */
    private String content(String... tables) throws SQLException {
        List<String> content = new ArrayList<>();
        for (String table : tables) {
            content.addAll(await("select count(*) || coalesce(md5(string_agg(r::text, ',' order by r::text)), '')"
                    + " from tidemark." + table + " r"));
        }
        return content.toString();
    }

    @Test
    void aFleetComesToItsEndAlthoughTwoOfThreeServersAreKilled() throws Exception {
        for (int device = 0; device < FILES; device++) {
            fill("devices/device-" + device + ".db", "reading", READINGS);
        }
        serve(SERVERS);
        String run = Client.run(servers.getFirst().client().post("/api/runs", "{\"profile\":\"fleet\"}"));
        await("select 1 from tidemark.run_piece having sum(done) > 5");
        ServerProcess survivor;
        try (Connection blocking = database.connect()) {
            blocking.setAutoCommit(false);
            lock(blocking, "warehouse.reading");
            String coordinator = await("select server from tidemark.run_piece where piece = 0").getFirst();
            String worker = await("select server from tidemark.run_piece where piece > 0 and not ended and attempts > 0"
                    + " and server <> '" + coordinator + "' limit 1").getFirst();
            called(coordinator).kill();
            called(worker).kill();
            survivor = servers.stream().filter(server -> !server.isCalled(coordinator) && !server.isCalled(worker))
                    .findFirst().orElseThrow();
            blocking.rollback();
        }
        assertAddsUp(survivor.client().report(run), FILES * READINGS);
        assertEquals(FILES * READINGS, count("select count(*) from warehouse.reading"));
        assertEquals(FILES, count("select count(distinct device) from warehouse.reading"));
        assertEquals(1, count("select count(*) from tidemark.run"));
    }

    @Test
    void aServerThatWakesUpAfterItsWorkWasTakenOverSavesNothing() throws Exception {
        for (int table = 0; table < TABLES; table++) {
            fill("central.db", "t" + table, ROWS);
        }
        serve(SERVERS);
        // The tables are there, so that the next run meets one that is locked when it begins.
        String first = Client.run(servers.getFirst().client().post("/api/runs", "{\"profile\":\"central\"}"));
        assertAddsUp(servers.getFirst().client().report(first), TABLES * ROWS);
        database.execute("delete from warehouse.t7");
        ServerProcess paused;
        String run;
        long piece;
        try (Connection blocking = database.connect()) {
            blocking.setAutoCommit(false);
            lock(blocking, "warehouse.t7");
            run = Client.run(servers.getFirst().client().post("/api/runs", "{\"profile\":\"central\"}"));
            String worker = await("select server from tidemark.run_piece where what like '%\"t7\"%' and attempts > 0")
                    .getFirst();
            piece = count("select piece from tidemark.run_piece where what like '%\"t7\"%'");
            await("select 1 from pg_locks where not granted and relation = 'warehouse.t7'::regclass");
            paused = called(worker);
            paused.pause();
            blocking.rollback();
        }
        ServerProcess other = servers.stream().filter(server -> !server.equals(paused)).findFirst().orElseThrow();
        assertAddsUp(other.client().report(run), TABLES * ROWS);
        String[] tables = {"run", "run_piece", "checkpoint", "sync_point", "digest_range", "reject", "orphan"};
        String before = content(tables);
        paused.wakeUp();
        paused.awaitLine("/" + piece + ": another server has taken it over");
        assertEquals(before, content(tables));
        assertEquals(ROWS, count("select count(*) from warehouse.t7"));
        // It is one of them again.
        String next = Client.run(paused.client().post("/api/runs", "{\"profile\":\"central\"}"));
        assertAddsUp(paused.client().report(next), TABLES * ROWS);
    }

    @Test
    void whatAllServersWereToldToLeaveTheNextOneGoesOnWith() throws Exception {
        for (int device = 0; device < FILES; device++) {
            fill("devices/device-" + device + ".db", "reading", READINGS);
        }
        serve(2);
        String run = Client.run(servers.getFirst().client().post("/api/runs", "{\"profile\":\"fleet\"}"));
        await("select 1 from tidemark.run_piece having sum(done) > 5");
        for (ServerProcess server : servers) {
            assertEquals(143, server.terminate());
        }
        assertEquals("running", await("select status from tidemark.run").getFirst());
        serve(1);
        String report = servers.getLast().client().report(run);
        // A file that was interrupted between its last row and its end is looked at again.
        assertTrue(number(report, "read") >= FILES * READINGS, report);
        assertEquals(number(report, "read"), number(report, "inserted") + number(report, "unchanged"), report);
        assertEquals(FILES * READINGS, number(report, "inserted"), report);
        assertEquals(FILES * READINGS, count("select count(*) from warehouse.reading"));
    }
}
