package dev.tidemark.sqlite.driver.ffm;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StorageClass;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Shows that a loaded libsqlite3 does what it is needed for: every call is made once, on a database in memory, and its
 * answer held against what must come. What a library lacks by its version or its build is found the same way, by trying.
 */
final class SelfTest {
    /** {@code pragma_table_list}, STRICT tables, {@code sqlite3_changes64}. */
    private static final int OLDEST = 3_037_000;
    private static final int MOST_PARAMETERS = 30_000;
    private static final byte[] TEXT = "a\0\u00e9\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BLOB = {0, -1, 127, -128};

    private SelfTest() {
    }

    /** What is wrong; empty if nothing is. */
    static Optional<String> trouble() {
        try {
            if (Sqlite3.libversionNumber() < OLDEST) {
                return Optional.of("it is older than SQLite 3.37");
            }
            if (Sqlite3.threadsafe() == 0) {
                return Optional.of("it is built for one thread only");
            }
            NativeConnection connection = NativeConnection.open("file::memory:", Duration.ZERO);
            try {
                return trouble(connection);
            } finally {
                connection.close();
            }
        } catch (SQLException | RuntimeException | LinkageError e) {
            return Optional.of("it failed its test: " + e);
        }
    }

    private static Optional<String> trouble(NativeConnection connection) throws SQLException {
        if (connection.mostParameters() < MOST_PARAMETERS) {
            return Optional.of("it is built for " + connection.mostParameters() + " parameters in a statement only");
        }
        connection.run("CREATE TABLE t (i INTEGER UNIQUE, r REAL, t TEXT, b BLOB, n ANY) STRICT");
        write(connection);
        read(connection);
        readRow(connection);
        refuse(connection);
        connection.run("SELECT count(*) FROM pragma_table_list; SELECT sum(pgsize) FROM dbstat;"
                + " SELECT row_number() OVER (ORDER BY i) FROM t");
        return Optional.empty();
    }

    private static void write(NativeConnection connection) throws SQLException {
        try (SqliteStatement insert = connection.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
            byte[] large = new byte[100_000];
            Arrays.fill(large, (byte) 'x');
            bind(insert, Long.MIN_VALUE, -0.5, TEXT, BLOB);
            insert.addToBatch();
            bind(insert, 1, Double.MIN_VALUE, large, large);
            insert.addToBatch();
            bind(insert, 2, Double.NEGATIVE_INFINITY, new byte[0], new byte[0]);
            insert.addToBatch();
            expect("rows written", Arrays.equals(insert.runBatch(), new long[] {1, 1, 1}));
        }
    }

    private static void bind(SqliteStatement insert, long number, double real, byte[] text, byte[] blob)
            throws SQLException {
        insert.bindLong(1, number);
        insert.bindDouble(2, real);
        insert.bindUtf8(3, text, 0, text.length);
        insert.bindBytes(4, blob, 0, blob.length);
        insert.bindNull(5);
    }

    private static void read(NativeConnection connection) throws SQLException {
        try (SqliteStatement query = connection.prepare("SELECT * FROM t ORDER BY i")) {
            expect("a first row", query.next());
            expect("an integer",
                    query.storageClass(0) == StorageClass.INTEGER && query.integer(0) == Long.MIN_VALUE);
            expect("a real", query.storageClass(1) == StorageClass.REAL && query.real(1) == -0.5);
            expect("a text", query.storageClass(2) == StorageClass.TEXT && Arrays.equals(query.bytes(2), TEXT)
                    && new String(TEXT, StandardCharsets.UTF_8).equals(query.text(2)));
            expect("a blob", query.storageClass(3) == StorageClass.BLOB && Arrays.equals(query.bytes(3), BLOB));
            expect("a NULL", query.storageClass(4) == StorageClass.NULL && query.text(4) == null);
            expect("a second row",
                    query.next() && query.bytes(2).length == 100_000 && query.bytes(3).length == 100_000);
            RowBatch.Builder row = new RowBatch.Builder(new RowType(List.of("b"), List.of(ValueType.BYTES)), 1);
            expect("a copy", query.copy(3, row) == 100_000 && row.reserve(0)[99_999] == 'x');
            expect("a third row", query.next() && query.storageClass(2) == StorageClass.TEXT
                    && query.storageClass(3) == StorageClass.BLOB && query.bytes(3).length == 0);
            expect("an end", !query.next());
            expect("still the end", !query.next());
        }
    }

    private static void readRow(NativeConnection connection) throws SQLException {
        RowType type = new RowType(List.of("i", "r", "t", "n"),
                List.of(ValueType.INT64, ValueType.FLOAT64, ValueType.TEXT, ValueType.TEXT));
        RowBatch.Builder row = new RowBatch.Builder(type, 1);
        int[] wanted = {StorageClass.INTEGER, StorageClass.REAL, StorageClass.TEXT, StorageClass.TEXT};
        try (SqliteStatement query = connection.prepare("SELECT * FROM t ORDER BY i")) {
            query.next();
            expect("a row", query.addWanted(new int[] {0, 1, 2, 4}, wanted, 0, row) == wanted.length);
            row.endRow();
            expect("a blob", query.addWanted(new int[] {0, 1, 3, 4}, wanted, 0, row) == 2);
        }
        expect("its values", row.build().row(0).values().equals(List.of(new Value.Int64(Long.MIN_VALUE),
                new Value.Float64(-0.5), new Value.Text(new String(TEXT, StandardCharsets.UTF_8)), Value.Null.NULL)));
    }

    private static void refuse(NativeConnection connection) throws SQLException {
        SQLException refused = null;
        try {
            connection.run("INSERT INTO t (i) VALUES (1)");
        } catch (SQLException e) {
            refused = e;
        }
        expect("a refusal", refused instanceof SQLiteException e
                && e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE);
    }

    private static void expect(String what, boolean came) {
        if (!came) {
            throw new IllegalStateException("asked for " + what + ", it answered something else");
        }
    }
}
