package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * A constraint that a row breaks.
 *
 * @param row the number of the row
 */
record Violation(Reason reason, long row) {

    /** The first constraint that a row of the table breaks. */
    static Optional<Violation> find(Map<TableName, MemoryTable> tables, MemoryTable table) {
        return find(tables, table, _ -> true);
    }

    /** The first constraint that one of these rows breaks. */
    static Optional<Violation> find(Map<TableName, MemoryTable> tables, MemoryTable table, LongPredicate changed) {
        for (Map.Entry<Long, List<Value>> row : table.rows().entrySet()) {
            if (changed.test(row.getKey())) {
                Optional<Violation> found = ofRow(table, row.getKey(), row.getValue());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return duplicate(table).or(() -> orphan(tables, table, changed));
    }

    /** The first row whose reference leads nowhere. */
    static Optional<Violation> orphan(Map<TableName, MemoryTable> tables, MemoryTable table, LongPredicate changed) {
        for (ForeignKey key : table.schema().foreignKeys()) {
            Set<List<Value>> there = new HashSet<>();
            MemoryTable target = tables.get(key.target());
            if (target != null) {
                target.rows().values().forEach(row -> there.add(target.select(row, key.targetColumns())));
            }
            for (Map.Entry<Long, List<Value>> row : table.rows().entrySet()) {
                List<Value> reference = table.select(row.getValue(), key.columns());
                if (changed.test(row.getKey()) && !hasNull(reference) && !there.contains(reference)) {
                    return Optional.of(new Violation(Reason.of(Reason.Kind.FOREIGN_KEY,
                            table.schema().name() + " refers to " + key.target() + " " + reference
                                    + ", which is missing"),
                            row.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Violation> ofRow(MemoryTable table, long number, List<Value> row) {
        for (int i = 0; i < row.size(); i++) {
            Column column = table.schema().columns().get(i);
            boolean isNull = row.get(i) instanceof Value.Null;
            if (isNull && (column.nullability() == Column.Nullability.NOT_NULL
                    || table.schema().key().contains(column.name()))) {
                return constraint(column.name() + " is NULL", number);
            }
            if (table.positive().contains(column.name()) && row.get(i) instanceof Value.Int64(long value)
                    && value <= 0) {
                return constraint(column.name() + " is not above 0", number);
            }
        }
        return Optional.empty();
    }

    private static Optional<Violation> constraint(String message, long row) {
        return Optional.of(new Violation(Reason.of(Reason.Kind.CONSTRAINT, message), row));
    }

    private static Optional<Violation> duplicate(MemoryTable table) {
        for (List<String> unique : table.schema().uniqueKeys()) {
            Set<List<Value>> seen = new HashSet<>();
            for (Map.Entry<Long, List<Value>> row : table.rows().entrySet()) {
                List<Value> key = table.select(row.getValue(), unique);
                if (!hasNull(key) && !seen.add(key)) {
                    return Optional.of(new Violation(Reason.of(Reason.Kind.UNIQUE, unique + " is " + key + " twice"),
                            row.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean hasNull(List<Value> values) {
        return values.stream().anyMatch(Value.Null.class::isInstance);
    }
}
