package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the deletion of a batch of keys leaves of a table: rows that a row that stays refers to stay as well. */
final class MemoryDeletion {
    private final Map<TableName, MemoryTable> tables;
    private final MemoryTable table;
    private final WritePlan plan;
    private final RowBatch keys;
    /** The rows to delete, and the index of the key that names each. */
    private final NavigableMap<Long, Integer> going = new TreeMap<>();

    MemoryDeletion(Map<TableName, MemoryTable> tables, WritePlan plan, RowBatch keys) {
        this.tables = tables;
        this.table = MemoryStore.require(tables, plan.table());
        this.plan = plan;
        this.keys = keys;
        name();
    }

    /** The table without the rows; tells the result. */
    Result run() {
        Set<Integer> referenced = new HashSet<>();
        for (Set<Long> kept = referenced(); !kept.isEmpty(); kept = referenced()) {
            kept.forEach(row -> Optional.ofNullable(going.remove(row)).ifPresent(referenced::add));
        }
        NavigableMap<Long, List<Value>> rows = new TreeMap<>(table.rows());
        rows.keySet().removeAll(going.keySet());
        return new Result(MemoryStore.with(tables, table.withRows(rows)),
                new Deletion(going.size(), referenced.stream().sorted().toList()));
    }

    /**
     * @param tables all tables, this one without the deleted rows
     */
    record Result(Map<TableName, MemoryTable> tables, Deletion deletion) {
    }

    /** For APPEND a key names one row that no other key names, else all rows with the key. */
    private void name() {
        List<String> columns = keys.type().names();
        Map<List<Value>, ArrayDeque<Long>> byKey = new HashMap<>();
        table.rows().forEach((number, row) -> byKey.computeIfAbsent(table.select(row, columns), _ -> new ArrayDeque<>())
                .add(number));
        for (int index = 0; index < keys.size(); index++) {
            ArrayDeque<Long> found = exact(index).map(byKey::get).orElse(null);
            while (found != null && !found.isEmpty()) {
                going.put(found.remove(), index);
                if (plan.mode() == WriteMode.APPEND) {
                    break;
                }
            }
        }
    }

    /** The key as the table's columns hold it; empty if they cannot. */
    private Optional<List<Value>> exact(int index) {
        List<Value> values = new ArrayList<>();
        for (int column = 0; column < keys.type().width(); column++) {
            int stored = table.type().indexOf(keys.type().names().get(column));
            Conversion.exact(keys.value(index, column), table.type().types().get(stored)).ifPresent(values::add);
        }
        return values.size() == keys.type().width() ? Optional.of(values) : Optional.empty();
    }

    /** The rows to delete that a row that stays refers to. */
    private Set<Long> referenced() {
        Set<Long> kept = new HashSet<>();
        for (MemoryTable other : tables.values()) {
            for (ForeignKey key : other.schema().foreignKeys()) {
                if (key.target().equals(plan.table())) {
                    Set<List<Value>> references = references(other, key);
                    table.rows().forEach((number, row) -> {
                        if (going.containsKey(number)
                                && references.contains(table.select(row, key.targetColumns()))) {
                            kept.add(number);
                        }
                    });
                }
            }
        }
        return kept;
    }

    private Set<List<Value>> references(MemoryTable from, ForeignKey key) {
        Set<List<Value>> references = new HashSet<>();
        from.rows().forEach((number, row) -> {
            List<Value> reference = from.select(row, key.columns());
            boolean stays = !from.schema().name().equals(plan.table()) || !going.containsKey(number);
            if (stays && reference.stream().noneMatch(Value.Null.class::isInstance)) {
                references.add(reference);
            }
        });
        return references;
    }
}
