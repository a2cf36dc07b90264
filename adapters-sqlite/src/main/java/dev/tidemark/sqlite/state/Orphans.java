package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import java.util.List;
import java.util.stream.IntStream;

/** The keys of sink rows that seem to be orphans, in the state. */
final class Orphans implements OrphanStore {
    private final StateDatabase database;
    private final OrphanRows rows;

    Orphans(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(OrphanRows.class);
    }

    @Override
    public void add(Scope scope, List<List<Value>> keys) {
        if (!keys.isEmpty()) {
            database.write("keeping orphans of " + scope.table(), () -> {
                long last = rows.last(scope.profile(), scope.direction(), scope.table());
                rows.add(IntStream.range(0, keys.size())
                        .mapToObj(index -> OrphanRow.of(scope, last + 1 + index, keys.get(index))).toList());
            });
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
        database.write("forgetting the orphans of " + scope.table(),
                () -> rows.clear(scope.profile(), scope.direction(), scope.table()));
    }
}
