package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.row.RowBatch;
import java.util.List;
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

    /** There will be something to apply soon. */
    void expectRows() {
        if (upserter == null) {
            sink.expectRows();
        }
    }

    UpsertOutcome apply(RowBatch batch) throws InterruptedException {
        return isRepeatable() ? retrier.call(() -> tryOnce(writer -> writer.upsert(batch)))
                : once(writer -> writer.upsert(batch));
    }

    Deletion delete(RowBatch keys) throws InterruptedException {
        if (keys.isEmpty()) {
            return new Deletion(0, List.of());
        }
        return isRepeatable() ? retrier.call(() -> tryOnce(writer -> writer.delete(keys)))
                : once(writer -> writer.delete(keys));
    }

    /** Makes visible what was written, where the plan keeps it back until then. */
    void commit() throws InterruptedException {
        if (plan.visibility() == Visibility.AT_COMMIT) {
            once(writer -> {
                writer.commit();
                return true;
            });
        }
    }

    @Override
    public void close() {
        if (upserter != null) {
            upserter.close();
            upserter = null;
        }
    }

    private boolean isRepeatable() {
        return plan.mode() != WriteMode.APPEND && plan.collisions() == KeyCollisions.IMPOSSIBLE
                && plan.visibility() == Visibility.EACH_BATCH;
    }

    /** What is asked of the upserter. */
    @FunctionalInterface
    private interface Step<T> {
        T ask(SinkUpserter upserter) throws InterruptedException;
    }

    private <T> T once(Step<T> step) throws InterruptedException {
        try {
            return tryOnce(step);
        } catch (StoreException.Transient | StoreException.Unreachable | StoreException.TooLarge e) {
            throw new PassLost(e);
        }
    }

    private <T> T tryOnce(Step<T> step) throws InterruptedException {
        try {
            SinkUpserter open = upserter;
            if (open == null) {
                open = sink.open(plan);
                upserter = open;
            }
            return step.ask(open);
        } catch (StoreException e) {
            close();
            throw e;
        }
    }
}
