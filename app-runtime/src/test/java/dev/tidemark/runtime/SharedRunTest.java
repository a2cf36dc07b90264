package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does of a piece that it has, and that it has no more. */
final class SharedRunTest {
    private static final String CONFIGURATION = """
            state: sqlite:state.db
            connections:
              devices: { type: sqlite, path: devices/*.db }
              copy: { type: sqlite, path: copy.db }
            profiles:
              fleet:
                source: devices
                sink: copy
                tables: [ { name: "*", columns: { set: { device: "${file.stem}" } } } ]
            """;
    private static final List<String> FILES = List.of("a.db", "b.db", "c.db");

    @TempDir
    private Path folder = Path.of("");

    /** A lock that somebody may lose. */
    private static final class Losable implements Lease {
        private boolean lost;

        @Override
        public boolean isLost() {
            return lost;
        }

        @Override
        public void close() {
            lost = true;
        }
    }

    private static final class Kept implements SharedRun.Progress {
        private final List<SyncReport> parts = new ArrayList<>();
        private int wanted = Integer.MAX_VALUE;
        private int advances;

        @Override
        public boolean part(SyncReport report) {
            parts.add(report);
            return parts.size() < wanted;
        }

        @Override
        public synchronized void advanced() {
            advances++;
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(folder.resolve("devices"));
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
        for (String file : FILES) {
            try (Connection connection = DriverManager
                    .getConnection("jdbc:sqlite:" + folder.resolve("devices/" + file));
                    Statement statement = connection.createStatement()) {
                statement.execute("create table reading(id integer primary key, value text)");
                statement.execute("insert into reading values (1, 'one')");
            }
        }
    }

    private Syncs open() {
        return Syncs.open(Configuration.load(Optional.empty(), new Environment(Map.of(), folder)));
    }

    private long devices() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("copy.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(distinct device) from reading")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static SharedRun.Outcome run(Syncs syncs, Lease lease, SharedRun.Progress progress) {
        return syncs.share(SyncRequest.push("fleet")).run("01A", lease, new Piece.Files(FILES, true), 0, _ -> {
        }, progress);
    }

    @Test
    void aPieceIsRunFileByFile() throws Exception {
        try (Syncs syncs = open()) {
            Kept kept = new Kept();
            assertEquals(SharedRun.Outcome.DONE, run(syncs, new Losable(), kept));
            assertEquals(3, kept.parts.size());
            assertEquals(3, devices());
        }
    }

    @Test
    void theRestIsLeftToWhoeverHasItNow() throws Exception {
        try (Syncs syncs = open()) {
            Kept kept = new Kept();
            kept.wanted = 1;
            run(syncs, new Losable(), kept);
            assertEquals(1, kept.parts.size());
            assertEquals(1, devices());
        }
    }

    @Test
    void whoHasLostThePieceRemembersNothingAndTellsNothing() throws Exception {
        try (Syncs syncs = open()) {
            Losable lease = new Losable();
            lease.close();
            Kept kept = new Kept();
            assertEquals(SharedRun.Outcome.LOST, run(syncs, lease, kept));
            assertEquals(List.of(), kept.parts);
            assertEquals(0, kept.advances);
            assertEquals(List.of(), syncs.checkpoints("fleet"));
            assertEquals(List.of(), syncs.state("fleet", List.of()));
        }
    }
}
