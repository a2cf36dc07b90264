package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.StartStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The honoured requests to start runs, in the state. */
final class Starts implements StartStore {
    private final StateDatabase database;
    private final StartRows rows;

    Starts(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(StartRows.class);
    }

    @Override
    public Optional<Start> claim(String key, Start start, Instant at) {
        StartRow row = new StartRow(key, start.fingerprint(), start.run(), at.truncatedTo(ChronoUnit.MILLIS));
        return database.change("claiming a request", () -> {
            // Whoever comes second finds the first one's run: nobody but it could have written this one.
            rows.claim(row);
            return rows.find(key).map(StartRow::toDomain).filter(claimed -> !claimed.run().equals(start.run()));
        });
    }

    @Override
    public void release(String key) {
        database.write("giving up a request", () -> rows.release(key));
    }

    @Override
    public void removeBefore(Instant time) {
        database.write("forgetting old requests", () -> rows.removeBefore(time));
    }
}
