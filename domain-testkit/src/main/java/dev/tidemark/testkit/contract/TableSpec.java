package dev.tidemark.testkit.contract;

import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table for a test, in domain terms.
 *
 * @param columns with an empty declared type where the store's usual type is meant; defaults in SQL that all stores read
 * @param key the primary key; empty for none
 * @param uniqueKeys unique constraints besides the primary key
 * @param positive columns with {@code CHECK (column > 0)}
 */
public record TableSpec(String name, List<Column> columns, List<String> key, List<List<String>> uniqueKeys,
        List<ForeignKey> foreignKeys, List<String> positive) {
    /** The dialect of a schema that comes from no store that anybody knows. */
    public static final String FOREIGN_DIALECT = "contract";

    public TableSpec {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        uniqueKeys = List.copyOf(uniqueKeys);
        foreignKeys = List.copyOf(foreignKeys);
        positive = List.copyOf(positive);
    }

    public static TableSpec table(String name) {
        return new TableSpec(name, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Adds a nullable column. */
    public TableSpec column(String column, ValueType type) {
        return column(Column.of(column, type, ""));
    }

    /** Adds a NOT NULL column. */
    public TableSpec required(String column, ValueType type) {
        return column(Column.of(column, type, "").notNull());
    }

    /** Adds a nullable column with a default. */
    public TableSpec defaulted(String column, ValueType type, String expression) {
        return column(new Column(column, type, "", Column.Nullability.NULLABLE, Optional.of(expression),
                Column.Generation.NONE));
    }

    public TableSpec column(Column column) {
        return new TableSpec(name, plus(columns, column), key, uniqueKeys, foreignKeys, positive);
    }

    public TableSpec key(String... names) {
        return new TableSpec(name, columns, List.of(names), uniqueKeys, foreignKeys, positive);
    }

    public TableSpec unique(String... names) {
        return new TableSpec(name, columns, key, plus(uniqueKeys, List.of(names)), foreignKeys, positive);
    }

    public TableSpec references(String column, String target, String targetColumn) {
        return references(List.of(column), target, List.of(targetColumn), "NO ACTION");
    }

    /** Adds a foreign key with what it does on a deletion, such as {@code CASCADE}. */
    public TableSpec references(List<String> referring, String target, List<String> targetColumns, String onDelete) {
        ForeignKey reference = new ForeignKey(referring, new TableName(target), targetColumns, onDelete);
        return new TableSpec(name, columns, key, uniqueKeys, plus(foreignKeys, reference), positive);
    }

    public TableSpec positive(String column) {
        return new TableSpec(name, columns, key, uniqueKeys, foreignKeys, plus(positive, column));
    }

    public TableSpec named(String other) {
        return new TableSpec(other, columns, key, uniqueKeys, foreignKeys, positive);
    }

    public TableName tableName() {
        return new TableName(name);
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    public RowType rowType() {
        return new RowType(columnNames(), columns.stream().map(Column::type).toList());
    }

    /** The table as a store of another kind would describe it. */
    public TableSchema schema() {
        List<List<String>> allUnique = key.isEmpty() ? uniqueKeys : plus(uniqueKeys, key);
        return new TableSchema(tableName(), FOREIGN_DIALECT, FOREIGN_DIALECT + ":" + name, TableSchema.Relation.TABLE,
                columns, key, TableSchema.KeyEquality.BY_VALUE, allUnique, foreignKeys);
    }

    /**
     * A row of all columns.
     *
     * @param cells a {@link Value}, null, or the plain Java value of the column's kind: numbers for INT64 and FLOAT64,
     *     text for TEXT, DECIMAL, JSON and NATIVE
     */
    public Row row(@Nullable Object... cells) {
        RowType type = rowType();
        List<Value> values = new ArrayList<>();
        for (int column = 0; column < cells.length; column++) {
            values.add(value(type.types().get(column), cells[column]));
        }
        return new Row(type, values);
    }

    /** The cell as a value of the type. */
    public static Value value(ValueType type, @Nullable Object cell) {
        return switch (cell) {
            case null -> Value.Null.NULL;
            case Value value -> value;
            case Boolean bool -> new Value.Bool(bool);
            case Integer number -> new Value.Int64(number);
            case Long number -> new Value.Int64(number);
            case Double number -> new Value.Float64(number);
            case UUID uuid -> new Value.Uuid(uuid);
            case byte[] bytes -> new Value.Bytes(bytes);
            case String text -> switch (type.kind()) {
                case DECIMAL -> new Value.Decimal(text);
                case JSON -> new Value.Json(text);
                case NATIVE -> new Value.Native(type, text);
                case TEXT -> new Value.Text(text);
                case BOOLEAN, INT64, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, BYTES, UUID ->
                        throw new IllegalArgumentException("no text for " + type);
            };
            default -> throw new IllegalArgumentException("no value of " + cell.getClass());
        };
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }

    @Override
    public String toString() {
        return name + Arrays.toString(columnNames().toArray());
    }
}
