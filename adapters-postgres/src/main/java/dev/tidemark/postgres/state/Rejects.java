package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Gatherers;

/** The rejects in the state. */
final class Rejects implements RejectStore {
    /** Well below the number of parameters that any store takes in a statement. */
    private static final int NUMBERS_AT_ONCE = 1_000;

    private final StateDatabase database;
    private final RejectRows rows;
    private final Locks locks;

    Rejects(StateDatabase database, Locks locks) {
        this.database = database;
        this.locks = locks;
        this.rows = database.rows(RejectRows.class);
    }

    @Override
    public void add(Scope scope, String pass, Instant at, List<Reject> rejects) {
        locks.refuseIfLost(scope.profile());
        if (!rejects.isEmpty()) {
            List<RejectRow> added = rejects.stream().map(reject -> RejectRow.of(scope, pass, at, reject)).toList();
            database.write("keeping rejects of " + scope.table(), () -> rows.add(added));
        }
    }

    @Override
    public List<Stored> page(Scope scope, long after, int limit) {
        return database.read("reading the rejects of " + scope.table(),
                () -> rows.page(scope.profile(), scope.direction(), scope.table(), after, limit).stream()
                        .map(RejectRow::toDomain)
                        .toList());
    }

    @Override
    public List<Count> count(String profile) {
        return database.read("counting the rejects of " + profile,
                () -> rows.count(profile).stream().map(RejectCount::toDomain).toList());
    }

    @Override
    public void remove(Collection<Long> numbers) {
        database.write("removing rejects",
                () -> numbers.stream().gather(Gatherers.windowFixed(NUMBERS_AT_ONCE)).forEach(rows::remove));
    }

    @Override
    public void removeOtherPasses(Scope scope, String pass) {
        locks.refuseIfLost(scope.profile());
        database.write("removing old rejects of " + scope.table(),
                () -> rows.removeOtherPasses(scope.profile(), scope.direction(), scope.table(), pass));
    }
}
