package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.StartStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** The honoured requests to start runs, in the state. */
final class Starts implements StartStore {
    private final StateDatabase database;
    private final StartRows rows;

    Starts(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(StartRows.class);
    }

    @Override
    public Optional<Claim> claim(String key, String fingerprint, Instant at) {
        StartRow mine = new StartRow(key, fingerprint, UUID.randomUUID().toString(), null,
                at.truncatedTo(ChronoUnit.MILLIS));
        return database.change("claiming a request", () -> {
            rows.claim(mine);
            return rows.find(key).filter(row -> !row.claim().equals(mine.claim())).map(StartRow::toDomain);
        });
    }

    @Override
    public Optional<Claim> find(String key) {
        return database.read("looking for a request", () -> rows.find(key).map(StartRow::toDomain));
    }

    @Override
    public void started(String key, String run) {
        database.write("keeping which run a request started", () -> rows.started(key, run));
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
