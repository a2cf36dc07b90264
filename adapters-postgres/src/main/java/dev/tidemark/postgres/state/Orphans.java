package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import java.util.List;

/** The keys of sink rows that seem to be orphans, in the state. */
final class Orphans implements OrphanStore {
    private final StateDatabase database;
    private final OrphanRows rows;
    private final Locks locks;

    Orphans(StateDatabase database, Locks locks) {
        this.database = database;
        this.locks = locks;
        this.rows = database.rows(OrphanRows.class);
    }

    @Override
    public void add(Scope scope, List<List<Value>> keys) {
        locks.refuseIfLost(scope.profile());
        if (!keys.isEmpty()) {
            List<OrphanRow> added = keys.stream().map(key -> OrphanRow.of(scope, 0, key)).toList();
            database.write("keeping orphans of " + scope.table(), () -> rows.add(added));
        }
    }

    @Override
    public List<Stored> page(Scope scope, long after, int limit) {
        return database.read("reading the orphans of " + scope.table(),
                () -> rows.page(scope.profile(), scope.direction(), scope.table(), after, limit).stream()
                        .map(OrphanRow::toDomain)
                        .toList());
    }

    @Override
    public long count(Scope scope) {
        return database.read("counting the orphans of " + scope.table(),
                () -> rows.count(scope.profile(), scope.direction(), scope.table()));
    }

    @Override
    public void clear(Scope scope) {
        locks.refuseIfLost(scope.profile());
        database.write("forgetting the orphans of " + scope.table(),
                () -> rows.clear(scope.profile(), scope.direction(), scope.table()));
    }
}
