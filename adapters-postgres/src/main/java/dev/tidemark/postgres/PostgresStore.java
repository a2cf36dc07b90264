package dev.tidemark.postgres;

import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.postgres.PostgresConfig.Access;

/** One schema of a PostgreSQL database, 13 to 18. */
public final class PostgresStore implements Store {
    private final PostgresConfig config;
    private final PostgresSessions sessions;
    private final PostgresDescriptions descriptions;

    public PostgresStore(PostgresConfig config) {
        this.config = config;
        this.sessions = new PostgresSessions(config);
        this.descriptions = PostgresDescriptions.ofNow();
    }

    @Override
    public String name() {
        return "PostgreSQL " + config.displayName();
    }

    @Override
    public Source openSource() {
        return PostgresSource.open(sessions);
    }

    @Override
    public Source openView() {
        return PostgresSource.openView(sessions, descriptions);
    }

    @Override
    public Sink openSink() {
        return new PostgresSink(sessions, descriptions);
    }

    @Override
    public Expectation expect() {
        sessions.enter();
        sessions.expect();
        return sessions::leave;
    }

    @Override
    public Visibility visibility() {
        return config.access() == Access.RLS ? Visibility.PERHAPS_FILTERED : Visibility.ALL_ROWS;
    }

    @Override
    public SizeProbe sizes() {
        return new PostgresSizes(sessions);
    }
}
