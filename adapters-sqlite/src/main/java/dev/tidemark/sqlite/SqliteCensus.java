package dev.tidemark.sqlite;

import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StorageClass;
import dev.tidemark.sqlite.driver.StoredRow;
import dev.tidemark.sqlite.wire.TextClaims;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the values of a table really are, found in one scan: per column the storage classes that occur, and whether its
 * texts keep what the declared type promises.
 *
 * <p>The narrowest type that carries every value exactly (correctness rule 20): integers are INT64, or BOOLEAN where
 * declared so and all are 0 or 1; integers and reals are FLOAT64 as long as every integer is a double, beyond that
 * DECIMAL; blobs are BYTES; whatever is mixed with text is TEXT. A declared date, time, UUID, JSON or decimal is believed
 * only if every text is one and would come back letter by letter. Blobs among texts or numbers have no common type: TEXT
 * it is, and the blobs become rejects; where blobs are the majority, BYTES, and the others do.
 */
final class SqliteCensus {
    private final SqliteTable table;
    private final List<Tally> tallies;

    private SqliteCensus(SqliteTable table, List<Tally> tallies) {
        this.table = table;
        this.tallies = tallies;
    }

    /**
     * Looks at the rows.
     *
     * @param most how many of them at most
     * @param atOnce how many a statement reads, so that writers who wait for it wait no longer; as far as the table has a
     *     rowid to go on by
     */
    static SqliteCensus take(SqliteSession session, SqliteTable table, long most, long atOnce) throws SQLException {
        SqliteCensus census = new SqliteCensus(table,
                table.columns().stream().map(column -> new Tally(column, session)).toList());
        long rows = table.rowid().isPresent() ? Math.min(most, atOnce) : most;
        OptionalLong last = census.read(session, OptionalLong.empty(), rows);
        for (long read = rows; last.isPresent() && read < most; read += rows) {
            last = census.read(session, last, Math.min(rows, most - read));
        }
        return census;
    }

    /** Reads on after a rowid, and returns the last one read if there may be more. */
    private OptionalLong read(SqliteSession session, OptionalLong after, long rows) throws SQLException {
        List<String> selected = new ArrayList<>(
                table.columns().stream().map(column -> SqliteSql.column(column.name())).toList());
        Optional<String> rowid = table.rowid().map(name -> "t." + name);
        selected.add(rowid.orElse("0"));
        List<String> conditions = after.isPresent() ? List.of(rowid.orElseThrow() + " > " + after.getAsLong())
                : List.of();
        String limit = rows == Long.MAX_VALUE ? "" : " LIMIT " + rows;
        String sql = SqliteSql.select(selected, table.name(), conditions, rowid.stream().toList()) + limit;
        long read = 0;
        long last = 0;
        try (SqliteStatement row = session.prepare(sql)) {
            while (row.next()) {
                for (int column = 0; column < tallies.size(); column++) {
                    tallies.get(column).add(row, column);
                }
                if (++read == rows) {
                    last = row.integer(tallies.size());
                }
            }
        }
        return read == rows && rowid.isPresent() ? OptionalLong.of(last) : OptionalLong.empty();
    }

    /** The narrowest type of each column by name. */
    Map<String, ValueType> narrowest() {
        Map<String, ValueType> types = new LinkedHashMap<>();
        for (int column = 0; column < tallies.size(); column++) {
            types.put(table.columns().get(column).name(), tallies.get(column).narrowest());
        }
        return types;
    }

    /** The declared type of each column where its values keep to it, else the narrowest. */
    Map<String, ValueType> declaredIfKept() {
        Map<String, ValueType> types = new LinkedHashMap<>();
        for (int column = 0; column < tallies.size(); column++) {
            types.put(table.columns().get(column).name(), tallies.get(column).declaredIfKept());
        }
        return types;
    }

    /** What was seen of one column. */
    private static final class Tally {
        private static final long LAST_EXACT = 1L << 53;

        private final ValueType declared;
        private final TextClaims claims;
        private final long[] counts = new long[StorageClass.NULL + 1];
        private boolean truths = true;
        private boolean doubles = true;
        private boolean decimals = true;

        Tally(SqliteColumn column, SqliteSession session) {
            this.declared = SqliteTypes.valueType(column.declaredType(), column.affinity());
            this.claims = new TextClaims(declared, session.encoding());
        }

        void add(StoredRow row, int column) throws SQLException {
            int found = row.storageClass(column);
            counts[found]++;
            if (found == StorageClass.INTEGER) {
                long number = row.integer(column);
                truths &= number == 0 || number == 1;
                doubles &= number >= -LAST_EXACT && number <= LAST_EXACT;
            } else if (found == StorageClass.TEXT && claims.isOpen()) {
                claims.check(row.bytes(column));
            } else if (found == StorageClass.REAL && decimals) {
                double number = row.real(column);
                decimals = Double.isFinite(number) && (number != 0 || Double.doubleToRawLongBits(number) == 0);
            }
        }

        ValueType narrowest() {
            boolean integers = counts[StorageClass.INTEGER] > 0;
            boolean reals = counts[StorageClass.REAL] > 0;
            boolean texts = counts[StorageClass.TEXT] > 0;
            boolean blobs = counts[StorageClass.BLOB] > 0;
            if (blobs) {
                long others = counts[StorageClass.INTEGER] + counts[StorageClass.REAL] + counts[StorageClass.TEXT];
                return counts[StorageClass.BLOB] > others ? ValueType.BYTES : ValueType.TEXT;
            }
            if (texts) {
                return integers || reals ? ValueType.TEXT : claims.kept().orElse(ValueType.TEXT);
            }
            if (reals) {
                return !integers || doubles || !decimals ? ValueType.FLOAT64 : ValueType.DECIMAL;
            }
            if (integers) {
                return truths && declared.kind() == Kind.BOOLEAN ? declared : ValueType.INT64;
            }
            return declared;
        }

        ValueType declaredIfKept() {
            ValueType narrowest = narrowest();
            boolean kept = switch (declared.kind()) {
                case FLOAT64 -> narrowest.kind() == Kind.INT64 && doubles;
                case DECIMAL -> narrowest.kind() == Kind.INT64 || narrowest.kind() == Kind.FLOAT64 && decimals;
                case TEXT -> counts[StorageClass.BLOB] == 0;
                case NATIVE -> narrowest.kind() == Kind.TEXT;
                case BOOLEAN, INT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, BYTES, JSON, UUID -> false;
            };
            return kept ? declared : narrowest;
        }
    }
}
