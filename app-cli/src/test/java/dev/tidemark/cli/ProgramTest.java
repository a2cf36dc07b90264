package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real program as a process: exit codes, streams, signals. */
@ExtendWith(PostgresExtension.class)
final class ProgramTest {
    private static final int ROWS = 60_000;

    @TempDir
    private Path directory;

    private Sqlite copy;

    @BeforeEach
    void aLongTable() throws IOException, SQLException {
        Files.writeString(directory.resolve("tidemark.yml"), """
                connections:
                  local: { type: sqlite, path: shop.db }
                  copy:  { type: sqlite, path: copy.db }
                profiles:
                  shop: { source: local, sink: copy }
                """);
        copy = new Sqlite(directory.resolve("copy.db"));
        new Sqlite(directory.resolve("shop.db")).execute(
                "create table readings (id integer primary key, label text, value real)",
                "insert into readings with recursive n(i) as (select 1 union all select i + 1 from n where i < " + ROWS
                        + ") select i, 'reading ' || i, i / 7.0 from n");
    }

    @Test
    void resultsGoToStandardOutputAndASecondPushChangesNothing() throws Exception {
        Call first = Program.call(directory, "push", "shop");
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().contains("Synced 60,000 rows in "), first.out());
        assertTrue(first.out().contains(" · 0 retries · peak memory "), first.out());
        assertEquals("", first.err());
        Call second = Program.call(directory, "push", "shop", "--output", "json");
        assertEquals(0, second.exitCode(), second.err());
        assertTrue(second.out().contains("\"inserted\":0,\"updated\":0,\"unchanged\":60000"), second.out());
        assertIsEqual();
    }

    @Test
    void aMisspeltKeyExitsWith2AndAMissingFileWith3() throws Exception {
        Files.delete(directory.resolve("shop.db"));
        Call missing = Program.call(directory, "push", "shop");
        assertEquals(3, missing.exitCode(), missing.err());
        assertTrue(missing.err().contains("shop.db"), missing.err());
        Path config = directory.resolve("tidemark.yml");
        Files.writeString(config, Files.readString(config).replace("profiles:", "profils:"));
        Call misspelt = Program.call(directory, "push", "shop");
        assertEquals(2, misspelt.exitCode(), misspelt.err());
        assertTrue(misspelt.err().contains("tidemark.yml:4:1") && misspelt.err().contains("profiles"), misspelt.err());
    }

    @Test
    void aRefusedLoginExitsWith3AndItsPasswordIsNeverShown(PostgresDatabase postgres) throws Exception {
        // A role that is not there is refused by every server; one that trusts the loopback would take any password.
        String uri = "postgresql://nobody_here:wrong-secret@" + postgres.host() + ":" + postgres.port() + "/"
                + postgres.database();
        Call call = Program.call(directory, "push", "--from", "shop.db", "--to", uri);
        assertEquals(3, call.exitCode(), call.err());
        assertTrue(call.err().contains("28000") || call.err().contains("28P01"), call.err());
        assertTrue(!call.err().contains("wrong-secret") && !call.out().contains("wrong-secret"), call.err());
    }

    @Test
    void logLinesAreJsonOnRequest() throws Exception {
        Call call = Program.call(directory, "push", "shop", "--debug", "--log-format", "json", "--page-size", "10000");
        assertEquals(0, call.exitCode(), call.err());
        List<String> lines = call.err().lines().toList();
        assertTrue(lines.stream().allMatch(line -> line.startsWith("{") && line.endsWith("}")), call.err());
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"page read\"")), call.err());
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"batch applied\"")), call.err());
    }

    @Test
    void sigtermEndsTheRunInGoodOrderAndTheNextOneGoesOn() throws Exception {
        try (Program program = start()) {
            program.awaitErr("batch applied");
            program.terminate();
            Call stopped = program.end();
            assertEquals(143, stopped.exitCode(), stopped.err());
            assertTrue(stopped.out().contains("Interrupted after "), stopped.out() + stopped.err());
            assertTrue(stopped.err().contains("--restart"), stopped.err());
        }
        Call status = Program.call(directory, "status", "shop");
        assertTrue(status.out().contains("unfinished"), status.out() + status.err());
        Call resumed = Program.call(directory, "push", "shop", "--output", "json");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(resumed.out().contains("\"resumedFrom\":\"after ("), resumed.out());
        assertIsEqual();
    }

    @Test
    void afterAKillTheNextRunEndsEqual() throws Exception {
        try (Program program = start()) {
            program.awaitErr("batch applied");
            program.kill();
            assertEquals(137, program.end().exitCode());
        }
        Call second = Program.call(directory, "push", "shop");
        assertEquals(0, second.exitCode(), second.err());
        assertIsEqual();
    }

    /** Rule 8: many rows share each watermark, and pages end in the middle of them. */
    @Test
    void afterAKillBetweenEqualWatermarksTheNextRunMissesNone() throws Exception {
        Sqlite shop = new Sqlite(directory.resolve("shop.db")).execute("alter table readings add column seen integer",
                "update readings set seen = id / 50");
        Call first = Program.call(directory, "push", "shop", "--changes", "watermark:seen");
        assertEquals(0, first.exitCode(), first.err());
        shop.execute("update readings set label = label || '!', seen = 2000 + id / 50 where id % 3 > 0");
        try (Program program = start("--changes", "watermark:seen")) {
            program.awaitErr("batch applied");
            program.kill();
            assertEquals(137, program.end().exitCode());
        }
        Call second = Program.call(directory, "push", "shop", "--changes", "watermark:seen", "--output", "json");
        assertEquals(0, second.exitCode(), second.err());
        assertTrue(second.out().contains("\"changes\":\"watermark\"") && second.out().contains("\"resumedFrom\":\""),
                second.out());
        assertIsEqual();
        assertEquals(0, Program.call(directory, "verify", "shop").exitCode());
    }

    @Test
    void aProfileRunsOnceAtATime() throws Exception {
        try (Program program = start()) {
            program.awaitErr("batch applied");
            Call other = Program.call(directory, "push", "shop");
            assertEquals(5, other.exitCode(), other.out() + other.err());
        }
    }

    /** A push in more than a thousand commits, each of which is logged. */
    private Program start(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("push", "shop", "--debug", "--page-size", "2", "--batch-size", "2"));
        arguments.addAll(List.of(options));
        return Program.start(directory, Map.of(), arguments.toArray(String[]::new));
    }

    private void assertIsEqual() throws SQLException {
        String query = "select id, label, value, typeof(value) from readings order by id";
        assertEquals(new Sqlite(directory.resolve("shop.db")).rows(query), copy.rows(query));
    }
}
