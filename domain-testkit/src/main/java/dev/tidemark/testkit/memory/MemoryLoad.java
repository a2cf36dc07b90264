package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Keeps rows until they are committed. */
final class MemoryLoad implements BulkLoad {
    private final MemoryStore store;
    private final WritePlan plan;
    private final RowBatch.Builder rows;
    private RowBatch flushed;

    MemoryLoad(MemoryStore store, WritePlan plan) {
        this.store = store;
        this.plan = plan;
        this.rows = new RowBatch.Builder(plan.rows(), 16);
        this.flushed = RowBatch.empty(plan.rows());
    }

    @Override
    public Optional<Refused> add(RowBatch more) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("loading " + plan.table());
        }
        rows.addRows(more);
        return Optional.empty();
    }

    @Override
    public Optional<Refused> flush() {
        rows.addRows(flushed);
        flushed = rows.build();
        try {
            return refusal(attempted(store.tables()));
        } catch (MemoryAttempt.Refusal refusal) {
            return Optional.of(new Refused(refusal.outcome().reason(), OptionalInt.empty()));
        }
    }

    private MemoryAttempt attempted(java.util.Map<dev.tidemark.domain.schema.TableName, MemoryTable> tables) {
        MemoryAttempt attempt = new MemoryAttempt(store, plan, flushed, Set.of());
        attempt.on(tables);
        return attempt;
    }

    private Optional<Refused> refusal(MemoryAttempt attempt) {
        return attempt.applied().inserted() == flushed.size() ? Optional.empty()
                : Optional.of(new Refused(Reason.of(Reason.Kind.SAME_KEY, "a key is in the table already"),
                        OptionalInt.empty()));
    }

    @Override
    public Applied commit() {
        MemoryAttempt attempt = new MemoryAttempt(store, plan, flushed, Set.of());
        store.change(attempt::on);
        flushed = RowBatch.empty(plan.rows());
        return attempt.applied();
    }

    @Override
    public void close() {
        rows.build();
        flushed = RowBatch.empty(plan.rows());
    }
}
