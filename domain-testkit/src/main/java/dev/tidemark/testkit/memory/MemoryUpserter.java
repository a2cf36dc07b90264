package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
            Attempt attempt = new Attempt(batch);
            change(tables -> {
                MemoryTable next = attempt.on(MemoryStore.require(tables, plan.table()));
                var content = MemoryStore.with(tables, next);
                var violation = Violation.find(content, next, attempt.changed::contains);
                if (violation.isPresent()) {
                    throw new Refusal(new Refused(violation.get().reason(), OptionalInt.empty()));
                }
                return content;
            });
            written.addAll(attempt.keys);
            return new Applied(attempt.inserted, attempt.updated, attempt.unchanged, List.of(), 1);
        } catch (Refusal refusal) {
            return refusal.outcome;
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

    /** Leaves the change of the store without changing it. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Refused outcome;

        Refusal(Refused outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    /** What a batch would make of the table. */
    private final class Attempt {
        private final RowBatch batch;
        private final Set<List<Value>> keys = new HashSet<>();
        private final Set<Long> changed = new HashSet<>();
        private long inserted;
        private long updated;
        private long unchanged;

        Attempt(RowBatch batch) {
            this.batch = batch;
        }

        MemoryTable on(MemoryTable table) {
            NavigableMap<Long, List<Value>> rows = new TreeMap<>(table.rows());
            Map<List<Value>, Long> byKey = new HashMap<>();
            if (plan.mode() != WriteMode.APPEND) {
                rows.forEach((number, row) -> byKey.put(table.select(row, plan.key()), number));
            }
            for (int i = 0; i < batch.size(); i++) {
                put(table, rows, byKey, i);
            }
            return table.withRows(rows);
        }

        private void put(MemoryTable table, NavigableMap<Long, List<Value>> rows, Map<List<Value>, Long> byKey,
                int index) {
            Row row = store.triggered(plan.table(), exact(table, index));
            @Nullable
            Long found = null;
            if (plan.mode() != WriteMode.APPEND) {
                List<Value> key = row.select(plan.key()).values();
                checkKey(key, index);
                found = byKey.get(key);
            }
            if (found == null) {
                long number = store.nextNumber();
                rows.put(number, table.complete(row));
                changed.add(number);
                inserted++;
                return;
            }
            List<Value> before = Objects.requireNonNull(rows.get(found));
            List<Value> after = plan.mode() == WriteMode.INSERT_ONLY ? before : merged(table, before, row);
            if (after.equals(before)) {
                unchanged++;
            } else {
                rows.put(found, after);
                changed.add(found);
                updated++;
            }
        }

        private void checkKey(List<Value> key, int index) {
            if (key.stream().anyMatch(Value.Null.class::isInstance)) {
                throw new Refusal(new Refused(Reason.of(Reason.Kind.NULL_KEY, plan.key() + " holds NULL"),
                        OptionalInt.of(index)));
            }
            boolean second = !keys.add(key) || plan.collisions() == KeyCollisions.POSSIBLE && written.contains(key);
            if (second) {
                throw new Refusal(new Refused(Reason.of(Reason.Kind.SAME_KEY, plan.key() + " is " + key + " once more"),
                        OptionalInt.of(index)));
            }
        }

        private Row exact(MemoryTable table, int index) {
            Row row = new Row(plan.rows(), batch.row(index).values());
            List<Value> values = new ArrayList<>();
            for (String name : plan.rows().names()) {
                values.add(Conversion.exact(row.get(name), table.type().types().get(table.type().indexOf(name)))
                        .orElseThrow(() -> new Refusal(new Refused(
                                Reason.of(Reason.Kind.NOT_EXACT, name + ": '" + row.get(name).text() + "'"),
                                OptionalInt.of(index)))));
            }
            return new Row(plan.rows(), values);
        }

        private static List<Value> merged(MemoryTable table, List<Value> before, Row row) {
            List<Value> after = new ArrayList<>(before);
            for (String name : row.type().names()) {
                after.set(table.type().indexOf(name), row.get(name));
            }
            return List.copyOf(after);
        }
    }
}
