package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.RunEventStore;
import java.time.Instant;
import java.util.List;

/** The events of runs in the state. */
final class Events implements RunEventStore {
    private final StateDatabase database;
    private final EventRows rows;

    Events(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(EventRows.class);
    }

    @Override
    public void add(String run, Instant at, List<RunEvent> events) {
        if (!events.isEmpty()) {
            List<EventRow> added = events.stream().map(event -> EventRow.of(run, at, event)).toList();
            database.write("keeping events of run " + run, () -> {
                rows.waitForOthers(run);
                rows.add(added);
            });
        }
    }

    @Override
    public List<Stored> after(String run, long after, int limit) {
        return database.read("reading events of run " + run,
                () -> rows.after(run, after, limit).stream().map(EventRow::toDomain).toList());
    }

    @Override
    public void removeBefore(Instant time) {
        database.write("forgetting old events", () -> rows.removeBefore(time));
    }
}
