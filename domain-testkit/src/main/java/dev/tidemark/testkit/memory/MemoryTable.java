package dev.tidemark.testkit.memory;

import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A table and its rows. Immutable.
 *
 * @param positive columns whose values must be above 0
 * @param rows by a number that grows with each insertion and that an update keeps; the values in the order of the schema
 */
record MemoryTable(TableSchema schema, List<String> positive, NavigableMap<Long, List<Value>> rows) {
    MemoryTable {
        positive = List.copyOf(positive);
        rows = Collections.unmodifiableNavigableMap(rows);
    }

    static MemoryTable empty(TableSchema schema, List<String> positive) {
        return new MemoryTable(schema, positive, new TreeMap<>());
    }

    RowType type() {
        return new RowType(schema.columns().stream().map(Column::name).toList(),
                schema.columns().stream().map(Column::type).toList());
    }

    MemoryTable with(long number, List<Value> row) {
        NavigableMap<Long, List<Value>> more = new TreeMap<>(rows);
        more.put(number, List.copyOf(row));
        return new MemoryTable(schema, positive, more);
    }

    MemoryTable without(long number) {
        NavigableMap<Long, List<Value>> fewer = new TreeMap<>(rows);
        fewer.remove(number);
        return new MemoryTable(schema, positive, fewer);
    }

    MemoryTable withRows(NavigableMap<Long, List<Value>> others) {
        return new MemoryTable(schema, positive, others);
    }

    MemoryTable withSchema(TableSchema other) {
        return new MemoryTable(other, positive, rows);
    }

    /** The values of these columns. */
    List<Value> select(List<Value> row, List<String> columns) {
        RowType type = type();
        return columns.stream().map(column -> row.get(type.indexOf(column))).toList();
    }

    /** The row with all columns; the missing ones get their defaults. */
    List<Value> complete(Row row) {
        List<Value> values = new ArrayList<>();
        for (Column column : schema.columns()) {
            values.add(row.type().names().contains(column.name()) ? row.get(column.name()) : defaultOf(column));
        }
        return values;
    }

    List<Row> boxed() {
        RowType type = type();
        return rows.values().stream().map(values -> new Row(type, values)).toList();
    }

    long bytes() {
        return rows.values().stream().flatMap(List::stream).mapToLong(value -> 8 + value.text().length()).sum();
    }

    /** Whole numbers and quoted text are all the expressions that a default may be. */
    private static Value defaultOf(Column column) {
        return column.defaultExpression().map(expression -> {
            if (expression.startsWith("'")) {
                return new Value.Text(expression.substring(1, expression.length() - 1).replace("''", "'"));
            }
            return column.type().equals(ValueType.TEXT)
                    ? new Value.Text(expression)
                    : new Value.Int64(Long.parseLong(expression));
        }).orElse(Value.Null.NULL);
    }
}
