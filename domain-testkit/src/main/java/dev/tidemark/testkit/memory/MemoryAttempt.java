package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a batch would make of its table. */
final class MemoryAttempt {
    private final MemoryStore store;
    private final WritePlan plan;
    private final RowBatch batch;
    private final Set<List<Value>> written;
    private final Set<List<Value>> keys = new HashSet<>();
    private final Set<Long> changed = new HashSet<>();
    private long inserted;
    private long updated;
    private long unchanged;

    /**
     * @param written keys of earlier batches of the pass
     */
    MemoryAttempt(MemoryStore store, WritePlan plan, RowBatch batch, Set<List<Value>> written) {
        this.store = store;
        this.plan = plan;
        this.batch = batch;
        this.written = written;
    }

    /** The batch is refused; leaves a change of the store without changing it. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Refused outcome;

        Refusal(Refused outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }

        Refused outcome() {
            return outcome;
        }
    }

    /** The tables with the batch written. */
    Map<TableName, MemoryTable> on(Map<TableName, MemoryTable> tables) {
        MemoryTable next = on(MemoryStore.require(tables, plan.table()));
        var content = MemoryStore.with(tables, next);
        var violation = Violation.find(content, next, changed::contains);
        if (violation.isPresent()) {
            throw new Refusal(new Refused(violation.get().reason(), OptionalInt.empty()));
        }
        return content;
    }

    Applied applied() {
        return new Applied(inserted, updated, unchanged, List.of(), 1);
    }

    /** The batch's keys. */
    Set<List<Value>> keys() {
        return keys;
    }

    private MemoryTable on(MemoryTable table) {
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
