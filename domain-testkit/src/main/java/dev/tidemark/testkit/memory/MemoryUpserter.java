package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes batches to one table; names the row to blame only where one row alone is wrong. */
final class MemoryUpserter implements SinkUpserter {
    private final MemoryStore store;
    private final WritePlan plan;
    private final Set<List<Value>> written = new HashSet<>();
    /** The table as the transaction that is not committed would leave it. */
    private Optional<MemoryTable> pending = Optional.empty();

    MemoryUpserter(MemoryStore store, WritePlan plan) {
        this.store = store;
        this.plan = plan;
    }

    @Override
    public UpsertOutcome upsert(RowBatch batch) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("writing " + plan.table());
        }
        try {
            MemoryAttempt attempt = new MemoryAttempt(store, plan, batch, written);
            change(attempt::on);
            written.addAll(attempt.keys());
            return attempt.applied();
        } catch (MemoryAttempt.Refusal refusal) {
            return refusal.outcome();
        }
    }

    @Override
    public Deletion delete(RowBatch keys) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("deleting from " + plan.table());
        }
        List<Deletion> deletions = new ArrayList<>();
        change(tables -> {
            MemoryDeletion.Result result = new MemoryDeletion(tables, plan, keys).run();
            deletions.add(result.deletion());
            return result.tables();
        });
        return deletions.getLast();
    }

    @Override
    public void commit() {
        pending.ifPresent(table -> store.change(now -> MemoryStore.with(now, table)));
        pending = Optional.empty();
    }

    @Override
    public void close() {
        written.clear();
        pending = Optional.empty();
    }

    /** Of other tables a transaction sees what is committed. */
    private void change(MemoryStore.Change change) {
        switch (plan.visibility()) {
            case EACH_BATCH -> store.change(change);
            case AT_COMMIT -> {
                var seen = pending.map(table -> MemoryStore.with(store.tables(), table)).orElseGet(store::tables);
                pending = Optional.of(MemoryStore.require(change.apply(seen), plan.table()));
            }
        }
    }
}
