package dev.tidemark.postgres;

import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.postgres.PostgresConfig.Access;

/** One schema of a PostgreSQL database, 13 to 18. */
public final class PostgresStore implements Store {
    private final PostgresConfig config;

    public PostgresStore(PostgresConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "PostgreSQL " + config.displayName();
    }

    @Override
    public Source openSource() {
        return new PostgresSource(config);
    }

    @Override
    public Sink openSink() {
        return new PostgresSink(config);
    }

    @Override
    public Visibility visibility() {
        return config.access() == Access.RLS ? Visibility.PERHAPS_FILTERED : Visibility.ALL_ROWS;
    }

    @Override
    public SizeProbe sizes() {
        return new PostgresSizes(config);
    }
}
