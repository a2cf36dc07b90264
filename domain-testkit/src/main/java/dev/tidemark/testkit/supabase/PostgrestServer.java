package dev.tidemark.testkit.supabase;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A PostgREST process on a port of its own of the loopback interface, gone with the JVM. */
final class PostgrestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final Duration NOTIFY_AGAIN = Duration.ofMillis(300);
    private static final int ATTEMPTS = 5;
    private static final AtomicInteger MARKS = new AtomicInteger();

    private final Process process;
    private final Thread stopAtExit;
    private final Path log;
    private final InetSocketAddress address;
    private final PostgresDatabase database;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PostgrestServer(Process process, Path log, InetSocketAddress address, PostgresDatabase database) {
        this.process = process;
        this.log = log;
        this.address = address;
        this.database = database;
        this.stopAtExit = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    /** Starts it and waits until it knows the database's tables. */
    static PostgrestServer start(PostgresDatabase database, PostgrestSettings settings, String jwtSecret) {
        Path program = PostgrestProgram.find();
        for (int attempt = 1;; attempt++) {
            String mark = mark(database);
            PostgrestServer server = launch(program, database, settings, jwtSecret);
            try {
                server.await(mark);
                return server;
            } catch (Gone e) {
                server.close();
                // Between our look for a free port and its bind somebody else may take the port.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static PostgrestServer launch(Path program, PostgresDatabase database, PostgrestSettings settings,
            String jwtSecret) {
        try {
            int port = freePort();
            Path log = Files.createTempFile("postgrest", ".log");
            ProcessBuilder builder = new ProcessBuilder(program.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()));
            builder.environment().putAll(environment(database, settings, jwtSecret, port));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new PostgrestServer(builder.start(), log, address, database);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgREST does not start", e);
        }
    }

    private static Map<String, String> environment(PostgresDatabase database, PostgrestSettings settings,
            String jwtSecret, int port) {
        // Tests make tables of one name and other types again and again. A statement that a pooled connection prepared for the
        // old one takes values as the old types until the pool is emptied, a moment after the new table is served.
        return Map.ofEntries(
                Map.entry("PGRST_DB_PREPARED_STATEMENTS", "false"),
                Map.entry("PGRST_DB_URI", "postgres://" + SupabaseRoles.LOGIN + ":" + SupabaseRoles.PASSWORD + "@"
                        + database.host() + ":" + database.port() + "/" + database.database()),
                Map.entry("PGRST_DB_SCHEMAS", String.join(",", settings.schemas()) + "," + SupabaseRoles.TESTBED),
                Map.entry("PGRST_DB_EXTRA_SEARCH_PATH", "public, extensions"),
                Map.entry("PGRST_DB_ANON_ROLE", "anon"),
                Map.entry("PGRST_DB_MAX_ROWS", Integer.toString(settings.maxRows())),
                Map.entry("PGRST_DB_TX_END", settings.transactionEnd()),
                Map.entry("PGRST_DB_POOL", Integer.toString(settings.pool())),
                Map.entry("PGRST_OPENAPI_MODE", settings.openApiMode()),
                Map.entry("PGRST_JWT_SECRET", jwtSecret),
                Map.entry("PGRST_SERVER_HOST", "127.0.0.1"),
                Map.entry("PGRST_SERVER_PORT", Integer.toString(port)),
                Map.entry("PGRST_LOG_LEVEL", "error"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Has the server learn the tables anew and returns when it has: it then knows a table that was not there before. */
    void reload() {
        await(mark(database));
    }

    /** A table, because tables are what PostgREST asks its database for first: what it learns besides is newer still. */
    private static String mark(PostgresDatabase database) {
        int number = MARKS.incrementAndGet();
        String name = "seen_by_" + database.database() + "_";
        database.execute("""
                drop table if exists testbed.%1$s%2$d;
                create table testbed.%1$s%3$d (id integer primary key);
                notify pgrst, 'reload schema'""".formatted(name, number - 1, number));
        return name + number;
    }

    private void await(String mark) {
        // A column to write is not found where the table is not known; reading asks PostgreSQL itself, which knows it.
        HttpRequest look = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/" + mark))
                .header("Content-Profile", SupabaseRoles.TESTBED).header("Content-Type", "application/json")
                .timeout(PATIENCE).POST(BodyPublishers.ofString("[{\"id\":1}]")).build();
        long start = System.nanoTime();
        long notified = start;
        while (!sees(look)) {
            long now = System.nanoTime();
            if (!process.isAlive() || now - start > PATIENCE.toNanos()) {
                throw new Gone("PostgREST is gone or does not see its database; it said: " + said());
            }
            // DDL has told it; but a server that has just started may not have listened yet.
            if (now - notified > NOTIFY_AGAIN.toNanos()) {
                database.execute("notify pgrst, 'reload schema'");
                notified = now;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private boolean sees(HttpRequest look) {
        try {
            return http.send(look, BodyHandlers.discarding()).statusCode() < 300;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
            http.close();
            Files.deleteIfExists(log);
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process has ended, or answers nothing that makes sense. */
    private static final class Gone extends AssertionError {
        private static final long serialVersionUID = 1L;

        Gone(String message) {
            super(message);
        }
    }
}
