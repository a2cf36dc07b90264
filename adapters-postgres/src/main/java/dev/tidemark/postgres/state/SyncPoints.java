package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sync points in the state. */
final class SyncPoints implements SyncPointStore {
    private final StateDatabase database;
    private final SyncPointRows rows;
    private final Locks locks;

    SyncPoints(StateDatabase database, Locks locks) {
        this.database = database;
        this.locks = locks;
        this.rows = database.rows(SyncPointRows.class);
    }

    @Override
    public void save(List<SyncPoint> points) {
        if (!points.isEmpty()) {
            points.stream().map(point -> point.scope().profile()).distinct().forEach(locks::refuseIfLost);
            String tables = points.stream().map(point -> point.scope().table()).collect(Collectors.joining(", "));
            database.write("saving the sync point of " + tables,
                    () -> points.forEach(point -> rows.save(SyncPointRow.of(point))));
        }
    }

    @Override
    public Optional<SyncPoint> find(Scope scope) {
        return database.read("looking for the sync point of " + scope.table(),
                () -> rows.find(scope.profile(), scope.direction(), scope.table()).map(SyncPointRow::toDomain));
    }

    @Override
    public List<SyncPoint> list(String profile) {
        return database.read("listing the sync points of " + profile,
                () -> rows.list(profile).stream().map(SyncPointRow::toDomain).toList());
    }

    @Override
    public void remove(Scope scope) {
        locks.refuseIfLost(scope.profile());
        database.write("forgetting the sync point of " + scope.table(),
                () -> rows.remove(scope.profile(), scope.direction(), scope.table()));
    }
}
