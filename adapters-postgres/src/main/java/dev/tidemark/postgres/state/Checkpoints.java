package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import java.util.List;
import java.util.Optional;

/** The checkpoints in the state. */
final class Checkpoints implements CheckpointStore {
    private final StateDatabase database;
    private final CheckpointRows rows;
    private final Locks locks;

    Checkpoints(StateDatabase database, Locks locks) {
        this.database = database;
        this.locks = locks;
        this.rows = database.rows(CheckpointRows.class);
    }

    @Override
    public void save(Checkpoint checkpoint) {
        locks.refuseIfLost(checkpoint.scope().profile());
        database.write("saving the checkpoint of " + checkpoint.scope().table(),
                () -> rows.save(CheckpointRow.of(checkpoint)));
    }

    @Override
    public Optional<Checkpoint> find(Scope scope) {
        return database.read("looking for the checkpoint of " + scope.table(),
                () -> rows.find(scope.profile(), scope.direction(), scope.table()).map(CheckpointRow::toDomain));
    }

    @Override
    public List<Checkpoint> list(String profile) {
        return database.read("listing the checkpoints of " + profile,
                () -> rows.list(profile).stream().map(CheckpointRow::toDomain).toList());
    }

    @Override
    public void remove(Scope scope) {
        locks.refuseIfLost(scope.profile());
        database.write("forgetting the checkpoint of " + scope.table(),
                () -> rows.remove(scope.profile(), scope.direction(), scope.table()));
    }
}
