package dev.tidemark.benchmarks.server;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** The real PostgREST in front of a database, as Supabase sets it up, near or behind a delay. */
public final class Rest implements AutoCloseable {
    private final PostgresDatabase database;
    private final SupabaseProject project;
    private final DelayProxy line;

    /**
     * @param database becomes a project's
     * @param delay milliseconds of round trip
     */
    public Rest(PostgresDatabase database, int delay) throws IOException {
        this.database = database;
        this.project = new SupabaseProject(database);
        // Granted for tables to come only; these are there.
        database.execute("grant all on all tables in schema public to anon, authenticated, service_role");
        project.reload();
        this.line = new DelayProxy(new InetSocketAddress("127.0.0.1", project.bareUrl().getPort()), delay);
        this.delay = delay;
    }

    private final int delay;

    public PostgresDatabase database() {
        return database;
    }

    /** Where contenders find it, and the key that lets them in. */
    public Map<String, String> environment() {
        int port = delay == 0 ? project.bareUrl().getPort() : line.port();
        return Map.of("SUPABASE_URL", "http://127.0.0.1:" + port, "SUPABASE_SECRET_KEY", project.serviceRoleKey());
    }

    /** The process that answers. */
    public static java.util.Optional<Long> pid() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().command().orElse("").endsWith("postgrest")).findFirst()
                .map(ProcessHandle::pid);
    }

    @Override
    public void close() throws IOException {
        line.close();
        project.close();
    }
}
