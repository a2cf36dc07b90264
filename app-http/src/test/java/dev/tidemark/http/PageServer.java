package dev.tidemark.http;

import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A real server on a folder of SQLite files, for the tests of the page. */
public final class PageServer implements AutoCloseable {
    /** The value of a cell that cannot land: in an integer column, and markup if anybody took it for that. */
    public static final String BAD_VALUE = "<img src=x onerror=\"document.body.dataset.hacked=1\">";
    /** The sink takes about a millisecond for each: long enough to be seen at work and to be cancelled. */
    public static final int READINGS = 24_000;
    private static final String CONFIGURATION = """
            connections:
              local: { type: sqlite, path: shop.db }
              warehouse: { type: sqlite, path: warehouse.db }
              stations: { type: sqlite, path: stations.db }
              lake: { type: sqlite, path: lake.db }
              odd: { type: sqlite, path: odd.db }
              oddities: { type: sqlite, path: oddities.db }
            profiles:
              shop: { source: local, sink: warehouse, max-rejects: 10 }
              stations: { source: stations, sink: lake, page-size: 20, batch-size: 20, parallel-tables: 1 }
              odd: { source: odd, sink: oddities }
              archive: { source: warehouse, sink: lake, mode: insert-only, schedule: "0 3 * * *" }
            """;

    private final Path folder;
    private final Server server;

    private PageServer(Path folder, Server server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts it. No token lets anybody in yet, so whoever calls from this machine is an operator. */
    public static PageServer start(Path folder) throws IOException, SQLException {
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
        shop(folder);
        stations(folder);
        execute(folder.resolve("odd.db"), "create table \"<script>document.body.dataset.hacked=1</script>\" (id integer"
                + " primary key, name text)",
                "insert into \"<script>document.body.dataset.hacked=1</script>\" values (1, 'one')");
        Server server = Main.start(new String[] {"serve", "--port", "0", "--quiet"}, environment(folder),
                new PrintStream(PrintStream.nullOutputStream())).orElseThrow();
        return new PageServer(folder, server);
    }

    /** Two rows do not land: one by its value, the other by a rule of the sink that {@link #mend} takes away. */
    private static void shop(Path folder) throws SQLException {
        execute(folder.resolve("shop.db"),
                "create table customers(id integer primary key, name text not null)",
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 404)"
                        + " insert into customers select i, 'Customer ' || i from n",
                "create table orders(id integer primary key, customer integer not null, quantity integer, total real)",
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500)"
                        + " insert into orders select i, 1 + i % 404, 1 + i % 7, i * 1.25 from n",
                "update orders set quantity = '" + BAD_VALUE.replace("'", "''") + "' where id = 1204",
                "update orders set total = -9.5 where id = 1311");
        execute(folder.resolve("warehouse.db"),
                "create table orders(id integer primary key, customer integer not null, quantity integer, total real) strict",
                "create trigger no_negative before insert on orders when new.total < 0"
                        + " begin select raise(abort, 'total must not be negative'); end");
    }

    private static void stations(Path folder) throws SQLException {
        execute(folder.resolve("stations.db"),
                "create table stations(id integer primary key, name text not null)",
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 120)"
                        + " insert into stations select i, 'Station ' || i from n",
                "create table readings(id integer primary key, station integer, celsius real, taken_at text)",
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + READINGS
                        + ") insert into readings select i, 1 + i % 120, 20 + i % 17, datetime(1700000000 + i * 60, 'unixepoch') from n",
                "create table alarms(id integer primary key, station integer, text text)",
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + READINGS / 2
                        + ") insert into alarms select i, 1 + i % 120, 'Alarm ' || i from n");
        execute(folder.resolve("lake.db"),
                "create table readings(id integer primary key, station integer, celsius real, taken_at text)",
                "create trigger slow before insert on readings begin select count(*) from (with recursive n(i) as"
                        + " (select 1 union all select i + 1 from n where i < 8000) select i from n); end");
    }

    /** Takes away why the sink refused a row. */
    public void mend() throws SQLException {
        execute(folder.resolve("warehouse.db"), "drop trigger no_negative");
    }

    /** Lets the profile {@code shop} have had this many runs, newest an hour ago, one each half hour. */
    public void pretendRuns(int runs) {
        Instant newest = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofHours(1));
        Random random = new Random(7);
        List<String> statuses = List.of("succeeded", "succeeded", "succeeded", "succeeded", "succeeded", "rejects",
                "failed",
                "succeeded", "interrupted", "succeeded");
        try (Syncs syncs = syncs()) {
            RunHistory history = syncs.server().runs();
            for (int i = 0; i < runs; i++) {
                Instant began = newest.minus(Duration.ofMinutes(30L * i));
                String status = statuses.get(random.nextInt(statuses.size()));
                long took = 1_400 + random.nextInt(900) + (random.nextInt(40) == 0 ? 2_500 : 0);
                String run = "01J%023d".formatted(i);
                history.save(new RunRecord(run, "shop", "push", status, began, Optional.of(began.plusMillis(took)),
                        report(run, status, began, took, random)));
            }
        }
    }

    private static String report(String run, String status, Instant began, long took, Random random) {
        int inserted = random.nextInt(220);
        int updated = random.nextInt(90);
        int rejected = status.equals("rejects") ? 1 + random.nextInt(9) : 0;
        int read = 16_000 + random.nextInt(300);
        String counts = "\"read\":%d,\"inserted\":%d,\"updated\":%d,\"unchanged\":%d,\"duplicates\":0,\"deleted\":%d,\"rejected\":%d,\"retries\":0,\"batches\":17,\"roundTrips\":20"
                .formatted(read, inserted, updated, read - inserted - updated - rejected, random.nextInt(12) / 9 * 20,
                        rejected);
        return "{\"schemaVersion\":1,\"run\":\"%s\",\"profile\":\"shop\",\"direction\":\"push\",\"status\":\"%s\",\"startedAt\":\"%s\",\"durationMs\":%d,\"tables\":[],\"totals\":{%s},\"sinkBytes\":null,\"peakMemoryBytes\":1,\"warnings\":[],\"error\":null}"
                .formatted(run, status, began, took, counts);
    }

    /** A new token; from the first on, nobody gets in without one. */
    public String token(Role role) {
        try (Syncs syncs = syncs()) {
            return syncs.tokens().create("test", role == Role.OPERATOR ? "ada" : "wall display", role, Optional.empty())
                    .text();
        }
    }

    public URI address() {
        return server.address();
    }

    private Syncs syncs() {
        return Syncs.open(Configuration.load(Optional.empty(), environment(folder)));
    }

    private static Environment environment(Path folder) {
        return new Environment(Map.of(), folder);
    }

    private static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
