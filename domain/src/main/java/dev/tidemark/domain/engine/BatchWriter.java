package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.row.RowBatch;
import org.jspecify.annotations.Nullable;

/**
 * Applies batches, and what is transient again on a new upserter. Where repeating a batch could do harm (rows that are
 * appended; keys that the dead upserter kept track of) the pass must begin anew instead. Not thread-safe.
 */
final class BatchWriter implements AutoCloseable {
    private final Sink sink;
    private final WritePlan plan;
    private final Retrier retrier;
    private @Nullable SinkUpserter upserter;

    BatchWriter(Sink sink, WritePlan plan, Retrier retrier) {
        this.sink = sink;
        this.plan = plan;
        this.retrier = retrier;
    }

    /** The pass cannot go on from where it is, but can begin anew. */
    static final class PassLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient StoreException trouble;

        PassLost(StoreException trouble) {
            super(trouble);
            this.trouble = trouble;
        }

        StoreException trouble() {
            return trouble;
        }
    }

    UpsertOutcome apply(RowBatch batch) throws InterruptedException {
        return isRepeatable() ? retrier.call(() -> tryOnce(batch)) : applyOnce(batch);
    }

    @Override
    public void close() {
        if (upserter != null) {
            upserter.close();
            upserter = null;
        }
    }

    private boolean isRepeatable() {
        return plan.mode() != WriteMode.APPEND && plan.collisions() == KeyCollisions.IMPOSSIBLE;
    }

    private UpsertOutcome applyOnce(RowBatch batch) throws InterruptedException {
        try {
            return tryOnce(batch);
        } catch (StoreException.Transient | StoreException.Unreachable | StoreException.TooLarge e) {
            throw new PassLost(e);
        }
    }

    private UpsertOutcome tryOnce(RowBatch batch) throws InterruptedException {
        try {
            if (upserter == null) {
                upserter = sink.open(plan);
            }
            return upserter.upsert(batch);
        } catch (StoreException e) {
            close();
            throw e;
        }
    }
}
