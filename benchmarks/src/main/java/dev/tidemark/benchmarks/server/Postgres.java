package dev.tidemark.benchmarks.server;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server that all write to and read from: binaries from Maven Central, a data directory that is kept from run to run,
 * the settings that a careful owner would have, and nothing that works in the background.
 */
public final class Postgres implements AutoCloseable {
    /** Durable as in production; no statement may pay for another's autovacuum or timed checkpoint. */
    private static final Map<String, String> SETTINGS = settings();

    private final EmbeddedPostgres process;
    private final long pid;

    private Postgres(EmbeddedPostgres process, long pid) {
        this.process = process;
        this.pid = pid;
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("wal_level", "replica");
        settings.put("shared_buffers", "1GB");
        settings.put("max_wal_size", "16GB");
        settings.put("checkpoint_timeout", "1h");
        settings.put("autovacuum", "off");
        settings.put("jit", "off");
        settings.put("timezone", "UTC");
        settings.put("ssl", "off");
        settings.put("max_connections", "100");
        return settings;
    }

    /** Starts it on a free port; stops one that an interrupted run has left on the same directory. */
    public static Postgres start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.getParent());
        stopLeftOver(directory);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setLocaleConfig("locale", "C.UTF-8")
                .setPGStartupWait(Duration.ofMinutes(1));
        SETTINGS.forEach(builder::setServerConfig);
        EmbeddedPostgres process = builder.start();
        return new Postgres(process, postmaster(directory).orElseThrow());
    }

    public static Map<String, String> settingsHeld() {
        return SETTINGS;
    }

    private static Optional<Long> postmaster(Path directory) throws IOException {
        Path file = directory.resolve("postmaster.pid");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().findFirst().map(line -> Long.parseLong(line.strip()))
                : Optional.empty();
    }

    private static void stopLeftOver(Path directory) throws IOException, InterruptedException {
        Optional<Long> pid = postmaster(directory);
        Optional<ProcessHandle> left = pid.flatMap(ProcessHandle::of);
        // A number that belongs to another program by now is not ours to end.
        if (left.isEmpty() || !left.get().info().commandLine().orElse("").contains(directory.toString())) {
            return;
        }
        new ProcessBuilder("kill", "-INT", pid.get().toString()).start().waitFor(10, TimeUnit.SECONDS);
        left.get().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Such as 18.6. */
    public String version() throws SQLException {
        try (Connection connection = database("postgres").connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Of the postmaster, whose children are the server. */
    public long pid() {
        return pid;
    }

    public int port() {
        return process.getPort();
    }

    /** A database of it, which need not exist. */
    public PostgresDatabase database(String name) {
        return new PostgresDatabase("127.0.0.1", process.getPort(), name, "postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
