package dev.tidemark.domain.schema;

import java.util.List;
import java.util.Optional;

/**
 * A table or view as its store describes it.
 *
 * @param name the table
 * @param dialect the kind of store whose words {@link Column#declaredType} and {@link Column#defaultExpression} are:
 *     {@code sqlite} or {@code postgresql}
 * @param identity which table this is, for good: store, database, schema and the table's own number, so that a table
 *     dropped and made again, or another database behind the same address, has another identity
 * @param relation whether it stores rows itself
 * @param columns in the order of the store
 * @param key the columns of the primary key, else of a unique index over NOT NULL columns; empty if there is neither
 * @param keyEquality whether two different keys can be one
 * @param uniqueKeys the unique constraints and plain unique indexes (not partial, not over expressions), the primary key included
 * @param foreignKeys the references to other tables of the same schema
 */
public record TableSchema(TableName name, String dialect, String identity, Relation relation, List<Column> columns,
        List<String> key, KeyEquality keyEquality, List<List<String>> uniqueKeys, List<ForeignKey> foreignKeys) {
    public TableSchema {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
        foreignKeys = List.copyOf(foreignKeys);
    }

    public Optional<Column> column(String columnName) {
        return columns.stream().filter(column -> column.name().equals(columnName)).findFirst();
    }

    public TableSchema withColumns(List<Column> others) {
        return new TableSchema(name, dialect, identity, relation, others, key, keyEquality, uniqueKeys, foreignKeys);
    }

    /** Whether a unique constraint covers exactly these columns, in any order. */
    public boolean isUnique(List<String> columnNames) {
        return uniqueKeys.stream()
                .anyMatch(unique -> unique.size() == columnNames.size() && unique.containsAll(columnNames));
    }

    /** What kind of relation this is. */
    public enum Relation {
        TABLE, VIEW
    }

    /** How the store compares keys of this table. */
    public enum KeyEquality {
        /** Two keys are equal just when their values in flight are. */
        BY_VALUE,
        /** Two different values are never one key, but one value can be two keys (1 and '1' in an untyped SQLite column). */
        SEVERAL_FORMS,
        /** Two different values can be one key (citext, NOCASE, char(n)). */
        LOOSE
    }
}
