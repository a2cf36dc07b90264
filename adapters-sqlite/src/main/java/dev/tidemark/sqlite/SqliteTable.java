package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.wire.Affinity;
import dev.tidemark.sqlite.wire.SinkColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table or view as its file declares it, with what only SQLite knows of a table.
 *
 * @param name as the file spells it
 * @param identity see {@link TableSchema#identity}
 * @param strict whether the table is STRICT
 * @param withoutRowid whether the table is WITHOUT ROWID
 * @param rowid a name by which the rowid can be named; empty for a view, a WITHOUT ROWID table, and a table whose columns
 *     hide every name of it
 * @param rowidAlias the column that is the rowid (INTEGER PRIMARY KEY), if there is one
 * @param primaryKey its columns in the order of the key; empty if there is none
 * @param indexes the unique indexes over columns alone, not partial; without the one that the rowid is
 * @param indexedFirst the columns with which some index begins
 */
record SqliteTable(String name, String identity, Relation relation, boolean strict, boolean withoutRowid,
        Optional<String> rowid,
        Optional<String> rowidAlias, List<SqliteColumn> columns, List<String> primaryKey, List<UniqueIndex> indexes,
        List<String> indexedFirst, List<ForeignKey> foreignKeys) {
    static final String DIALECT = "sqlite";

    /**
     * A column.
     *
     * @param collation by which the column itself compares: BINARY, NOCASE or RTRIM
     */
    record SqliteColumn(String name, String declaredType, Affinity affinity, String collation, boolean notNull,
            Optional<String> defaultExpression, boolean computed) {
        /** The column as it is written. */
        SinkColumn written(TimeEncoding times) {
            boolean blobs = SqliteTypes.valueType(declaredType, affinity).equals(ValueType.BYTES);
            return new SinkColumn(name, affinity, blobs, times);
        }
    }

    /**
     * A unique index.
     *
     * @param collations by which its columns are unique, one each
     */
    record UniqueIndex(List<String> columns, List<String> collations) {
    }

    Optional<SqliteColumn> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted))
                .findFirst()
                .or(() -> columns.stream().filter(column -> column.name().equalsIgnoreCase(wanted)).findFirst());
    }

    boolean isRowid(String column) {
        return rowidAlias.filter(column::equals).isPresent();
    }

    /** Whether an index begins with the column, so that rows are found by it. */
    boolean isIndexed(String name) {
        return rowidAlias.filter(name::equalsIgnoreCase).isPresent()
                || indexedFirst.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether a unique index, or the rowid, covers exactly these columns. */
    boolean isUnique(List<String> names) {
        Set<String> wanted = folded(names);
        return rowidAlias.map(alias -> folded(List.of(alias)).equals(wanted)).orElse(false)
                || indexes.stream().anyMatch(index -> folded(index.columns()).equals(wanted));
    }

    /** The columns of unique indexes. */
    Set<String> uniqueColumns() {
        return indexes.stream().flatMap(index -> index.columns().stream()).collect(Collectors.toSet());
    }

    /** SQLite does not tell names apart by the case of ASCII letters. */
    private static Set<String> folded(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** The primary key, else the first unique index over NOT NULL columns, else nothing. */
    List<String> key() {
        if (!primaryKey.isEmpty()) {
            return primaryKey;
        }
        return indexes.stream().map(UniqueIndex::columns).filter(unique -> unique.stream().allMatch(this::isNotNull))
                .findFirst().orElse(List.of());
    }

    private boolean isNotNull(String column) {
        return isRowid(column) || column(column).map(SqliteColumn::notNull).orElse(false);
    }

    /** The table in the words of the domain, with these types for its columns. */
    TableSchema schema(Map<String, ValueType> types) {
        List<Column> described = columns.stream().map(column -> described(column, typeOf(column, types))).toList();
        List<List<String>> uniques = Stream
                .concat(rowidAlias.stream().map(List::of), indexes.stream().map(UniqueIndex::columns)).distinct()
                .toList();
        return new TableSchema(new TableName(name), DIALECT, identity, relation, described, key(),
                keyEquality(types), uniques, foreignKeys);
    }

    private static ValueType typeOf(SqliteColumn column, Map<String, ValueType> types) {
        return types.getOrDefault(column.name(), SqliteTypes.valueType(column.declaredType(), column.affinity()));
    }

    private Column described(SqliteColumn column, ValueType type) {
        Column.Nullability nullability = isNotNull(column.name()) ? Column.Nullability.NOT_NULL
                : Column.Nullability.NULLABLE;
        Column.Generation generation = column.computed()
                ? Column.Generation.COMPUTED
                : isRowid(column.name()) ? Column.Generation.IDENTITY_BY_DEFAULT : Column.Generation.NONE;
        return new Column(column.name(), type, column.declaredType(), nullability, column.defaultExpression(),
                generation);
    }

    private KeyEquality keyEquality(Map<String, ValueType> types) {
        List<SqliteColumn> columnsOfKey = key().stream().map(name -> column(name).orElseThrow()).toList();
        boolean binary = columnsOfKey.stream().allMatch(column -> column.collation().equals("BINARY"))
                && indexes.stream().filter(index -> index.columns().equals(key()))
                        .allMatch(index -> index.collations().stream().allMatch("BINARY"::equals));
        if (!binary) {
            return KeyEquality.LOOSE;
        }
        return columnsOfKey.stream().allMatch(column -> isOneToOne(column, typeOf(column, types)))
                ? KeyEquality.BY_VALUE
                : KeyEquality.SEVERAL_FORMS;
    }

    /**
     * Whether each value of the type stands in the column in one form only, and compares by value. A column of INTEGER or
     * TEXT affinity turns 1, 1.0 and '1' into one; a column without affinity keeps them apart, and a date can be written
     * in many ways.
     */
    boolean isOneToOne(SqliteColumn column, ValueType type) {
        if (isRowid(column.name())) {
            return type.equals(ValueType.INT64);
        }
        boolean faithful = switch (type.kind()) {
            case INT64 -> column.affinity() == Affinity.INTEGER;
            case FLOAT64 -> column.affinity() == Affinity.REAL;
            case TEXT -> column.affinity() == Affinity.TEXT;
            case BYTES -> true;
            case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, DECIMAL, JSON, UUID, NATIVE -> false;
        };
        return faithful && column.collation().equals("BINARY");
    }
}
