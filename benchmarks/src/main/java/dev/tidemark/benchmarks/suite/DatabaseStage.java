package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.Variant;
import dev.tidemark.benchmarks.server.Postgres;
import dev.tidemark.benchmarks.server.Sinks;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One database to write to, or one to read from and one to write to. */
final class DatabaseStage implements Stage {
    private final Postgres server;
    private final Sinks sinks;
    private final PostgresTruth truth;
    private final DataSet data;
    private final Variant source;
    private final boolean full;
    private final boolean copy;
    private final int port;
    private final List<String> tables;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * @param full whether the sink has the unchanged rows
     * @param port where contenders reach the server: the delay's, where there is one
     */
    DatabaseStage(Postgres server, Sinks sinks, PostgresTruth truth, Case one, DataSet data, boolean full, int port,
            List<String> tables) {
        this.server = server;
        this.sinks = sinks;
        this.truth = truth;
        this.data = data;
        this.source = one.source();
        this.full = full;
        this.copy = one.flow() == Flow.COPY;
        this.port = port;
        this.tables = List.copyOf(tables);
    }

    @Override
    public PostgresDatabase restore() throws SQLException, IOException {
        if (copy) {
            environment.put("PGDATABASE", sinks.fresh(sinks.full(data, source), tables).database());
        }
        PostgresDatabase sink = sink();
        environment.put(copy ? "SINK_DATABASE" : "PGDATABASE", sink.database());
        environment.put("PGHOST", "127.0.0.1");
        environment.put("PGPORT", Integer.toString(port));
        return sink;
    }

    private PostgresDatabase sink() throws SQLException, IOException {
        return sinks.fresh(full ? sinks.full(data, Variant.BASE) : sinks.empty(data), tables, copy ? "_sink" : "");
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Verdict verify(List<String> moved) throws SQLException, IOException {
        return truth.compare(server.database(sinks.full(data, source)),
                server.database(environment.getOrDefault(copy ? "SINK_DATABASE" : "PGDATABASE", "")), moved);
    }
}
