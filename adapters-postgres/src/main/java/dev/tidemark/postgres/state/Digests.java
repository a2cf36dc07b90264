package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import java.util.List;

/** The digests in the state. */
final class Digests implements DigestStore {
    private final StateDatabase database;
    private final DigestRows rows;
    private final Locks locks;

    Digests(StateDatabase database, Locks locks) {
        this.database = database;
        this.locks = locks;
        this.rows = database.rows(DigestRows.class);
    }

    @Override
    public void add(Scope scope, String pass, List<DigestRange> ranges) {
        locks.refuseIfLost(scope.profile());
        if (!ranges.isEmpty()) {
            List<DigestRow> added = ranges.stream().map(range -> DigestRow.of(scope, pass, range)).toList();
            database.write("keeping digests of " + scope.table(), () -> rows.add(added));
        }
    }

    @Override
    public List<DigestRange> page(Scope scope, String pass, long after, int limit) {
        return database.read("reading the digests of " + scope.table(),
                () -> rows.page(scope.profile(), scope.direction(), scope.table(), pass, after, limit).stream()
                        .map(DigestRow::toDomain)
                        .toList());
    }

    @Override
    public void adopt(Scope scope, String from, long upTo, String to) {
        locks.refuseIfLost(scope.profile());
        database.write("keeping digests of " + scope.table(),
                () -> rows.adopt(scope.profile(), scope.direction(), scope.table(), from, upTo, to));
    }

    @Override
    public void removeUpTo(Scope scope, String pass, long end) {
        locks.refuseIfLost(scope.profile());
        database.write("removing old digests of " + scope.table(),
                () -> rows.removeUpTo(scope.profile(), scope.direction(), scope.table(), pass, end));
    }

    @Override
    public void removeAfter(Scope scope, String pass, long end) {
        locks.refuseIfLost(scope.profile());
        database.write("removing digests of " + scope.table() + " behind its checkpoint",
                () -> rows.removeAfter(scope.profile(), scope.direction(), scope.table(), pass, end));
    }

    @Override
    public void removeOtherPasses(Scope scope, String pass) {
        locks.refuseIfLost(scope.profile());
        database.write("removing old digests of " + scope.table(),
                () -> rows.removeOtherPasses(scope.profile(), scope.direction(), scope.table(), pass));
    }

    @Override
    public Size size(Scope scope) {
        return database.read("measuring the digests of " + scope.table(),
                () -> rows.size(scope.profile(), scope.direction(), scope.table()).toDomain());
    }
}
