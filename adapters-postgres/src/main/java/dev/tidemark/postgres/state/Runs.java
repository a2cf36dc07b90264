package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.RunHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The runs in the state. */
final class Runs implements RunHistory {
    private final StateDatabase database;
    private final RunRows rows;

    Runs(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(RunRows.class);
    }

    @Override
    public void save(RunRecord run) {
        database.write("saving run " + run.run(), () -> rows.save(RunRow.of(run)));
    }

    @Override
    public boolean add(RunRecord run) {
        RunRow row = RunRow.of(run);
        return database.change("saving run " + run.run(), () -> rows.add(row.run(), row.profile(), row.direction(),
                row.status(), row.startedAt(), row.endedAt(), row.report())) == 1;
    }

    @Override
    public Optional<RunRecord> find(String run) {
        return database.read("looking for run " + run, () -> rows.find(run).map(RunRow::toDomain));
    }

    @Override
    public List<RunRecord> latest(Optional<String> profile, int limit) {
        return database.read("listing runs",
                () -> profile.map(name -> rows.latest(name, limit)).orElseGet(() -> rows.latest(limit)).stream()
                        .map(RunRow::toDomain).toList());
    }

    @Override
    public List<RunRecord> before(Place place, Filter filter, int limit) {
        return database.read("listing runs",
                () -> rows(place, filter, limit).stream().map(RunRow::toDomain).toList());
    }

    /** A statement for each combination, since each has its own index. */
    private List<RunRow> rows(Place place, Filter filter, int limit) {
        Instant at = place.startedAt();
        String profile = filter.profile().orElse("");
        String status = filter.status().orElse("");
        if (filter.profile().isPresent()) {
            return filter.status().isPresent() ? rows.beforeOf(profile, status, at, place.run(), limit)
                    : rows.beforeOfProfile(profile, at, place.run(), limit);
        }
        return filter.status().isPresent() ? rows.beforeOfStatus(status, at, place.run(), limit)
                : rows.before(at, place.run(), limit);
    }
}
