package dev.tidemark.sqlite;

import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StorageClass;
import dev.tidemark.sqlite.driver.StoredRow;
import dev.tidemark.sqlite.wire.TextEncoding;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The order in which the rows of a table are read, the place of a row in it, and the conditions for the rows after it.
 *
 * <p>The terms are the plan's keyset and a tie-breaker: the rowid, or the primary key of a WITHOUT ROWID table. With it no
 * two rows have one place, whatever is unique. Rows without either (views) are told apart by all their columns, and equal
 * ones counted. NULLs come first, and a value keeps its storage class on the way through a cursor, so that 1 and '1' stay
 * two places.
 *
 * <p>One row-value comparison finds the rows after a place by index; a NULL in the place, or a tie-breaker, splits them
 * into consecutive ranges, each of which an index serves.
 */
final class SqliteKeyset {
    /** The type of a text in a cursor that is not valid in its encoding: its bytes as hex digits. */
    private static final ValueType RAW_TEXT = ValueType.ofNative("sqlite-text");

    private final List<String> terms;
    private final int keyTerms;
    private final boolean counted;
    private final TextEncoding encoding;

    private SqliteKeyset(List<String> terms, int keyTerms, boolean counted, TextEncoding encoding) {
        this.terms = List.copyOf(terms);
        this.keyTerms = keyTerms;
        this.counted = counted;
        this.encoding = encoding;
    }

    /**
     * @param columns the columns that order the rows, by the plan
     * @param collations for those that are to be ordered by another collation than their own
     */
    static SqliteKeyset of(SqliteTable table, List<String> columns, Map<String, String> collations,
            TextEncoding encoding) {
        List<String> terms = new ArrayList<>(columns.stream().map(column -> term(column, collations)).toList());
        int key = terms.size();
        if (columns.stream().anyMatch(table::isRowid)) {
            return new SqliteKeyset(terms, key, false, encoding);
        }
        if (table.rowid().isPresent()) {
            terms.add("t." + table.rowid().get());
            return new SqliteKeyset(terms, key, false, encoding);
        }
        if (table.rowidAlias().isPresent()) {
            terms.add(SqliteSql.column(table.rowidAlias().get()));
            return new SqliteKeyset(terms, key, false, encoding);
        }
        boolean isKeyed = table.relation() == Relation.TABLE && !table.primaryKey().isEmpty();
        List<String> others = isKeyed ? table.primaryKey() : table.columns().stream().map(SqliteColumn::name).toList();
        others.stream().filter(name -> !columns.contains(name)).map(SqliteSql::column)
                .map(term -> isKeyed ? term : term + " COLLATE BINARY").forEach(terms::add);
        return new SqliteKeyset(terms, isKeyed ? terms.size() : key, !isKeyed, encoding);
    }

    /** The column as it is compared: an index of the column serves where it is named without a collation. */
    static String term(String column, Map<String, String> collations) {
        String collation = collations.get(column);
        return SqliteSql.column(column) + (collation == null ? "" : " COLLATE " + collation);
    }

    /** What the rows are ordered by; also what a query selects behind its columns, so that {@link Place} can be told. */
    List<String> terms() {
        return terms;
    }

    /** Whether equal rows are told apart only by how many of them came before. */
    boolean isCounted() {
        return counted;
    }

    /**
     * Rows that lie together in the order.
     *
     * @param conditions all of which hold for them
     * @param values the values of the conditions' parameters, in order
     * @param skip how many of the first rows to leave out
     */
    record Range(List<String> conditions, List<Value> values, long skip) {
    }

    /** The rows after the cursor as ranges, in the order in which they follow each other. */
    List<Range> after(Cursor from) {
        return switch (from) {
            case Cursor.Start _ -> List.of(new Range(List.of(), List.of(), 0));
            case Cursor.After(List<Value> place) when counted && place.size() == terms.size() + 1 ->
                    List.of(countedRange(place));
            case Cursor.After(List<Value> place) -> ranges(place.subList(0, Math.min(place.size(), terms.size())));
        };
    }

    private List<Range> ranges(List<Value> place) {
        boolean hasNull = place.stream().anyMatch(Value.Null.class::isInstance);
        if (!hasNull && (place.size() <= keyTerms || keyTerms == 0)) {
            return List.of(rowValue(place));
        }
        List<Range> ranges = new ArrayList<>();
        int split = hasNull ? 0 : keyTerms;
        for (int term = place.size() - 1; term >= split; term--) {
            ranges.add(equalUpTo(place, term));
        }
        if (!hasNull) {
            ranges.add(rowValue(place.subList(0, keyTerms)));
        }
        return ranges;
    }

    /** {@code (a, b) > (?, ?)}: all that comes after, in one range of an index. */
    private Range rowValue(List<Value> place) {
        String left = place.size() == 1 ? terms.getFirst()
                : "(" + String.join(", ", terms.subList(0, place.size())) + ")";
        String right = place.stream().map(SqliteKeyset::parameter).collect(Collectors.joining(", "));
        return new Range(List.of(left + " > " + (place.size() == 1 ? right : "(" + right + ")")), place, 0);
    }

    /** The same values in the terms before, and more in this one. */
    private Range equalUpTo(List<Value> place, int term) {
        List<String> conditions = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int before = 0; before < term; before++) {
            conditions.add(equal(before, place.get(before), values));
        }
        conditions.add(greater(term, place.get(term), values));
        return new Range(conditions, values, 0);
    }

    private String equal(int term, Value value, List<Value> values) {
        if (value instanceof Value.Null) {
            return terms.get(term) + " IS NULL";
        }
        values.add(value);
        return terms.get(term) + " = " + parameter(value);
    }

    private String greater(int term, Value value, List<Value> values) {
        if (value instanceof Value.Null) {
            return terms.get(term) + " IS NOT NULL";
        }
        values.add(value);
        return terms.get(term) + " > " + parameter(value);
    }

    /** The rows at the place and after it: {@code a > ? OR a = ? AND (b > ? OR b = ?)}; those at it are counted off. */
    private Range countedRange(List<Value> place) {
        List<Value> values = new ArrayList<>();
        String condition = "";
        List<String> open = new ArrayList<>();
        for (int term = 0; term < terms.size(); term++) {
            String greater = greater(term, place.get(term), values);
            String equal = equal(term, place.get(term), values);
            boolean last = term == terms.size() - 1;
            condition += "(" + greater + " OR " + equal + (last ? "" : " AND ");
            open.add(")");
        }
        long skip = place.getLast() instanceof Value.Int64(long count) ? count : 0;
        return new Range(List.of(condition + String.join("", open)), values, skip);
    }

    /** What stands for the value in a condition. */
    static String parameter(Value value) {
        return switch (value) {
            case Value.Null _, Value.Bool _, Value.Int64 _, Value.Float64 _, Value.Bytes _ -> "?";
            case Value.Text _, Value.Native _, Value.Uuid _, Value.Decimal _, Value.Json _, Value.Date _, Value.Time _, Value.Timestamp _, Value.TimestampTz _ ->
                    SqliteSql.compared("CAST(? AS TEXT)");
        };
    }

    /** Binds the values of a range from the given parameter on. */
    void bind(SqliteStatement statement, int first, List<Value> values) throws SQLException {
        int parameter = first;
        for (Value value : values) {
            bindOne(statement, parameter++, value);
        }
    }

    private void bindOne(SqliteStatement statement, int parameter, Value value) throws SQLException {
        switch (value) {
            case Value.Int64(long number) -> statement.bindLong(parameter, number);
            case Value.Float64(double number) -> statement.bindDouble(parameter, number);
            case Value.Bytes(byte[] bytes) -> bindBytes(statement, parameter, bytes);
            case Value.Native(_, String hex) -> bindBytes(statement, parameter, HexFormat.of().parseHex(hex));
            case Value.Bool(boolean bool) -> statement.bindLong(parameter, bool ? 1 : 0);
            case Value.Uuid _, Value.Text _, Value.Decimal _, Value.Json _, Value.Date _, Value.Time _, Value.Timestamp _, Value.TimestampTz _ ->
                    bindBytes(statement, parameter, stored(value.text()));
            case Value.Null _ -> statement.bindNull(parameter);
        }
    }

    private static void bindBytes(SqliteStatement statement, int parameter, byte[] bytes) throws SQLException {
        statement.bindBytes(parameter, bytes, 0, bytes.length);
    }

    private byte[] stored(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return encoding.fromUtf8(utf8, 0, utf8.length);
    }

    /** The place of the row last noted. */
    final class Place {
        private final int[] classes = new int[terms.size()];
        private final long[] numbers = new long[terms.size()];
        private final byte[][] bytes = new byte[terms.size()][];
        private long equalRows;

        /**
         * @param first where in the query the terms stand
         */
        void note(StoredRow row, int first) throws SQLException {
            boolean same = counted && equalRows > 0;
            for (int term = 0; term < classes.length; term++) {
                int found = row.storageClass(first + term);
                long number = switch (found) {
                    case StorageClass.INTEGER -> row.integer(first + term);
                    case StorageClass.REAL -> Double.doubleToRawLongBits(row.real(first + term));
                    default -> 0;
                };
                boolean heap = found == StorageClass.TEXT || found == StorageClass.BLOB;
                byte[] content = heap ? row.bytes(first + term) : NOTHING;
                same = same && found == classes[term] && number == numbers[term]
                        && java.util.Arrays.equals(content, bytes[term]);
                classes[term] = found;
                numbers[term] = number;
                bytes[term] = content;
            }
            equalRows = same ? equalRows + 1 : 1;
        }

        /** Goes on counting where a cursor stopped, whose row was just noted for the {@code count}-th time. */
        void counted(long count) {
            equalRows = count;
        }

        Cursor cursor() {
            List<Value> values = new ArrayList<>();
            for (int term = 0; term < classes.length; term++) {
                values.add(switch (classes[term]) {
                    case StorageClass.INTEGER -> new Value.Int64(numbers[term]);
                    case StorageClass.REAL -> new Value.Float64(Double.longBitsToDouble(numbers[term]));
                    case StorageClass.TEXT -> text(bytes[term]);
                    case StorageClass.BLOB -> new Value.Bytes(bytes[term]);
                    default -> Value.Null.NULL;
                });
            }
            if (counted) {
                values.add(new Value.Int64(equalRows));
            }
            return new Cursor.After(values);
        }

        private Value text(byte[] stored) {
            byte[] utf8 = encoding.toUtf8(stored);
            return utf8 == null
                    ? new Value.Native(RAW_TEXT, HexFormat.of().formatHex(stored))
                    : new Value.Text(new String(utf8, StandardCharsets.UTF_8));
        }
    }

    private static final byte[] NOTHING = {};
}
