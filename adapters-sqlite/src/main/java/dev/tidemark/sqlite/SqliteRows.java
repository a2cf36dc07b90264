package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import dev.tidemark.sqlite.wire.RowWriter;
import dev.tidemark.sqlite.wire.TextEncoding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rows of a table that a plan means, and the order in which they are read.
 *
 * @param collations for columns that are compared by another collation than their own
 * @param from what stands behind FROM; its columns are those of {@code t}
 * @param conditions all of which hold for the rows
 * @param values the values of the parameters in {@code from} and then in {@code conditions}
 */
record SqliteRows(SqliteKeyset keyset, Map<String, String> collations, String from, List<String> conditions,
        List<Value> values) {
    SqliteRows {
        conditions = List.copyOf(conditions);
        values = List.copyOf(values);
    }

    static SqliteRows of(SqliteSession session, SqliteCatalog catalog, SqliteTable table, ReadPlan plan)
            throws SQLException {
        Map<String, String> collations = collations(session, catalog, table, plan);
        SqliteKeyset keyset = SqliteKeyset.of(table, plan.keyset(), collations, session.encoding());
        String from = SqliteSql.quote(table.name()) + " AS t";
        List<Value> values = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        plan.slice().entrySet().stream().collect(TreeMap<String, Value>::new,
                (sorted, entry) -> sorted.put(entry.getKey(), entry.getValue()), TreeMap::putAll)
                .forEach((column, value) -> conditions.add(equal(session, table, plan, column, value, values)));
        plan.where().ifPresent(where -> conditions.add("(" + where + "\n)"));
        if (plan.top().isPresent()) {
            from = "(" + first(plan, plan.top().get(), table, from, conditions, session.encoding()) + ") AS t";
            conditions.clear();
        }
        plan.watermark().ifPresent(watermark -> conditions.add(since(watermark, collations, values)));
        return new SqliteRows(keyset, collations, from, conditions, values);
    }

    /** The columns whose own order would not do: that of the bytes is wanted of a key, and of a watermark. */
    private static Map<String, String> collations(SqliteSession session, SqliteCatalog catalog, SqliteTable table,
            ReadPlan plan) throws SQLException {
        boolean asUtf8 = plan.order() == KeyOrder.BINARY && session.encoding() != TextEncoding.UTF_8;
        Map<String, String> collations = new HashMap<>();
        for (String column : plan.order() == KeyOrder.BINARY ? plan.keyset()
                : plan.watermark().map(Watermark::column).stream().toList()) {
            if (asUtf8 && isText(plan, column)) {
                collations.put(column, SqliteSession.UTF8_ORDER);
            } else if (!isInteger(table, column) && !catalog.collation(table.name(), column).equals("BINARY")) {
                collations.put(column, "BINARY");
            }
        }
        return collations;
    }

    /** A rowid by another name: nothing but integers, which no collation concerns. */
    private static boolean isInteger(SqliteTable table, String column) {
        return table.rowidAlias().filter(column::equalsIgnoreCase).isPresent();
    }

    /** Numbers are ordered by value, and UUIDs and times are of characters that UTF-16 orders alike. */
    private static boolean isText(ReadPlan plan, String name) {
        return plan.columns().stream().filter(column -> column.name().equals(name))
                .allMatch(column -> column.type().equals(ValueType.TEXT));
    }

    /**
     * The first rows by the user's order, and then by the key in its own order: in whatever order they are read, they are the
     * same. All their columns and the rowid pass through, so that they are read as ever.
     */
    private static String first(ReadPlan plan, Top top, SqliteTable table, String from, List<String> conditions,
            TextEncoding encoding) {
        List<String> key = new ArrayList<>(plan.keyset());
        plan.watermark().map(Watermark::column).filter(key::remove).ifPresent(key::add);
        List<String> selected = Stream.concat(table.rowid().map(rowid -> "t." + rowid + " AS " + rowid).stream(),
                Stream.of("t.*")).toList();
        List<String> order = Stream.concat(top.order().stream(),
                SqliteKeyset.of(table, key, Map.of(), encoding).terms().stream()).toList();
        return SqliteSql.selectFrom(selected, from, conditions, order) + " LIMIT " + top.rows();
    }

    /** The column holds the value in the form in which the sink writes it. */
    private static String equal(SqliteSession session, SqliteTable table, ReadPlan plan, String column, Value value,
            List<Value> values) {
        if (value instanceof Value.Null) {
            return SqliteSql.column(column) + " IS NULL";
        }
        SqliteColumn stored = table.column(column).orElseThrow(() -> SqliteErrors.noColumn(session, table, column));
        ValueType type = typeOf(value);
        TimeEncoding times = plan.columns().stream().filter(read -> read.name().equals(column))
                .map(read -> read instanceof ReadColumn.Stored(_, _, TimeEncoding encoding) ? encoding
                        : TimeEncoding.NATURAL)
                .findFirst().orElse(TimeEncoding.NATURAL);
        RowType row = new RowType(List.of(column), List.of(type));
        RowBatch.Builder one = new RowBatch.Builder(row, 1);
        one.add(value);
        one.endRow();
        return new RowWriter(row, List.of(stored.written(times)),
                session.encoding(), session.bindsUtf8()).stored(one.build(), 0, 0).map(form -> {
                    values.add(form);
                    return SqliteSql.column(column) + " = " + SqliteKeyset.parameter(form);
                    // A value that the column cannot hold is in no row.
                }).orElse("0");
    }

    private static ValueType typeOf(Value value) {
        return switch (value) {
            case Value.Null _, Value.Text _ -> ValueType.TEXT;
            case Value.Bool _ -> ValueType.BOOLEAN;
            case Value.Int64 _ -> ValueType.INT64;
            case Value.Float64 _ -> ValueType.FLOAT64;
            case Value.Date _ -> ValueType.DATE;
            case Value.Time _ -> ValueType.TIME;
            case Value.Timestamp _ -> ValueType.TIMESTAMP;
            case Value.TimestampTz _ -> ValueType.TIMESTAMPTZ;
            case Value.Bytes _ -> ValueType.BYTES;
            case Value.Decimal _ -> ValueType.DECIMAL;
            case Value.Json _ -> ValueType.JSON;
            case Value.Uuid _ -> ValueType.UUID;
            case Value.Native(ValueType type, _) -> type;
        };
    }

    /** Rows whose column is NULL are always looked at, for nobody knows when they changed. */
    private static String since(Watermark watermark, Map<String, String> collations, List<Value> values) {
        String column = SqliteKeyset.term(watermark.column(), collations);
        List<String> bounds = new ArrayList<>();
        watermark.from().ifPresent(from -> {
            bounds.add(column + " >= " + SqliteKeyset.parameter(from));
            values.add(from);
        });
        watermark.upTo().ifPresent(upTo -> {
            bounds.add(column + " <= " + SqliteKeyset.parameter(upTo));
            values.add(upTo);
        });
        return bounds.isEmpty() ? "1"
                : "(" + SqliteSql.column(watermark.column()) + " IS NULL OR " + String.join(" AND ", bounds) + ")";
    }

    /** The watermark's column as it is compared. */
    String watermarkTerm(String column) {
        return SqliteKeyset.term(column, collations);
    }

    /** How many there are. */
    long count(SqliteSession session) throws SQLException {
        String sql = SqliteSql.selectFrom(List.of("count(*)"), from, conditions, List.of());
        try (var statement = session.prepare(sql)) {
            keyset.bind(statement, 1, values);
            statement.next();
            return statement.integer(0);
        }
    }
}
