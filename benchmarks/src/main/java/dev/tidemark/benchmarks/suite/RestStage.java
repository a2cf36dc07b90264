package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.Variant;
import dev.tidemark.benchmarks.server.Postgres;
import dev.tidemark.benchmarks.server.Rest;
import dev.tidemark.benchmarks.server.Sinks;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A PostgREST in front of empty tables. */
final class RestStage implements Stage {
    private final Postgres server;
    private final Sinks sinks;
    private final PostgresTruth truth;
    private final @Nullable Rest rest;
    private final DataSet data;
    private final List<String> tables;

    RestStage(Postgres server, Sinks sinks, PostgresTruth truth, @Nullable Rest rest, DataSet data,
            List<String> tables) {
        this.server = server;
        this.sinks = sinks;
        this.truth = truth;
        this.rest = rest;
        this.data = data;
        this.tables = List.copyOf(tables);
    }

    private Rest rest() {
        return Objects.requireNonNull(rest, "only preparing");
    }

    @Override
    public PostgresDatabase restore() {
        // Its connections stay, so the tables cannot be made anew.
        rest().database().execute("truncate " + String.join(", ", tables), "select pg_stat_reset()", "checkpoint");
        return rest().database();
    }

    @Override
    public Map<String, String> environment() {
        return rest().environment();
    }

    @Override
    public Verdict verify(List<String> moved) throws SQLException, IOException {
        return truth.compare(server.database(sinks.full(data, Variant.BASE)), rest().database(), moved);
    }
}
