package dev.tidemark.sqlite;

import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;

/** A SQLite file. It must exist to be read, and is made when it is written. */
public final class SqliteStore implements Store {
    private final SqliteConfig config;

    public SqliteStore(SqliteConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "SQLite " + config.path();
    }

    @Override
    public Source openSource() {
        return SqliteSource.open(config);
    }

    @Override
    public Sink openSink() {
        return SqliteSink.open(config);
    }

    @Override
    public SizeProbe sizes() {
        return new SqliteSizes(config);
    }
}
