package dev.tidemark.testkit.fake;

import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import java.util.Optional;

/** A load that fails where a test says so, and insists on being dead afterwards. */
final class FaultyLoad implements BulkLoad {
    private final BulkLoad load;
    private final Faults faults;
    private boolean dead;

    FaultyLoad(BulkLoad load, Faults faults) {
        this.load = load;
        this.faults = faults;
    }

    @Override
    public Optional<Refused> add(RowBatch rows) throws InterruptedException {
        int nth = begin(Step.LOAD);
        faults.lookAtBatch(rows);
        Optional<Refused> refused;
        try {
            refused = load.add(rows);
        } catch (InterruptedException e) {
            dead = false;
            throw e;
        }
        end(Step.LOAD, nth, refused);
        return refused;
    }

    @Override
    public Optional<Refused> flush() throws InterruptedException {
        int nth = begin(Step.LOAD_FLUSH);
        Optional<Refused> refused = load.flush();
        end(Step.LOAD_FLUSH, nth, refused);
        return refused;
    }

    @Override
    public Applied commit() throws InterruptedException {
        int nth = begin(Step.LOAD_COMMIT);
        Applied applied = load.commit();
        end(Step.LOAD_COMMIT, nth, Optional.empty());
        return applied;
    }

    /** Dead until the step has come to its end. */
    private int begin(Step step) {
        if (dead) {
            throw new IllegalStateException("a load is used that threw or refused before");
        }
        dead = true;
        return faults.begin(step);
    }

    private void end(Step step, int nth, Optional<Refused> refused) {
        faults.end(step, nth);
        dead = refused.isPresent();
    }

    @Override
    public void close() {
        load.close();
    }
}
