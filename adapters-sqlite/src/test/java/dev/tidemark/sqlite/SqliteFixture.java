package dev.tidemark.sqlite;

import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.testkit.contract.JdbcFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/** A SQLite file in a folder of its own, written and read without the adapter. */
final class SqliteFixture extends JdbcFixture {
    private final Path folder;
    private final boolean snapshot;
    private final DriverChoice driver;

    /**
     * @param pragmas what to say to the new file first, such as its journal mode or its encoding
     */
    SqliteFixture(String... pragmas) {
        try {
            folder = Files.createTempDirectory("tidemark-sqlite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A file in UTF-16 is none for the system's library.
        driver = Stream.of(pragmas).anyMatch(pragma -> pragma.contains("UTF-16")) ? DriverChoice.JDBC
                : FixtureDriver.used();
        // In one connection: an encoding holds for the file only if its first page is made by the connection that named it.
        execute(Stream.concat(Stream.of(pragmas), Stream.of("create table first_page (a)", "drop table first_page"))
                .toArray(String[]::new));
        snapshot = List.of(pragmas).contains("pragma journal_mode = wal");
    }

    Path file() {
        return folder.resolve("test.db");
    }

    /** Makes the file larger than what is not worth the binding of a library. */
    SqliteFixture large() {
        execute("create table ballast (a)", "insert into ballast values (zeroblob(" + (40 << 20) + "))",
                "drop table ballast");
        return this;
    }

    SqliteConfig config() {
        return SqliteConfig.of(file(), driver);
    }

    /** Any file, opened with the driver of this run of the tests. */
    static SqliteConfig config(Path file) {
        return SqliteConfig.of(file, FixtureDriver.used());
    }

    @Override
    public Connection connect() throws SQLException {
        return FixtureDriver.connect(file().toString(), driver);
    }

    @Override
    protected String typeName(ValueType type) {
        return switch (type.kind()) {
            case INT64 -> "INTEGER";
            case FLOAT64 -> "REAL";
            case TEXT -> "TEXT";
            case BYTES -> "BLOB";
            case DECIMAL -> "DECIMAL_TEXT";
            case JSON -> "JSON_TEXT";
            case NATIVE -> "NATIVE_TEXT t_" + type.name();
            case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID -> type.kind().name();
        };
    }

    @Override
    protected void bind(PreparedStatement statement, int index, Value value) throws SQLException {
        switch (value) {
            case Value.Null _ -> statement.setObject(index, null);
            case Value.Bool(boolean bool) -> statement.setInt(index, bool ? 1 : 0);
            case Value.Int64(long number) -> statement.setLong(index, number);
            case Value.Float64(double number) -> statement.setDouble(index, number);
            case Value.Bytes(byte[] bytes) -> statement.setBytes(index, bytes);
            default -> statement.setString(index, value.text());
        }
    }

    @Override
    protected Value value(ResultSet rows, int index, ValueType type) throws SQLException {
        Object found = rows.getObject(index);
        if (found == null) {
            return Value.Null.NULL;
        }
        if (type.equals(ValueType.BYTES)) {
            // Asked for its text first, SQLite would turn the cell into one, in the file's encoding.
            return new Value.Bytes(rows.getBytes(index));
        }
        byte[] text = rows.getString(index).getBytes(StandardCharsets.UTF_8);
        return switch (type.kind()) {
            case BOOLEAN -> new Value.Bool(rows.getInt(index) == 1);
            case INT64 -> new Value.Int64(rows.getLong(index));
            case FLOAT64 -> new Value.Float64(rows.getDouble(index));
            case TEXT -> new Value.Text(rows.getString(index));
            case BYTES -> throw new AssertionError("read above");
            case DECIMAL -> new Value.Decimal(rows.getString(index));
            case JSON -> new Value.Json(rows.getString(index));
            case UUID -> new Value.Uuid(UUID.fromString(rows.getString(index)));
            case NATIVE -> new Value.Native(type, rows.getString(index));
            case DATE -> new Value.Date(slot(IsoText.parseDate(text, 0, text.length)));
            case TIME -> new Value.Time(slot(IsoText.parseTime(text, 0, text.length)));
            case TIMESTAMP -> new Value.Timestamp(slot(IsoText.parseTimestamp(text, 0, text.length)));
            case TIMESTAMPTZ -> new Value.TimestampTz(slot(IsoText.parseTimestamptz(text, 0, text.length)));
        };
    }

    private static long slot(OptionalLong parsed) {
        return parsed.orElseThrow(() -> new AssertionError("not ISO text"));
    }

    /** The first column of what the query returns. */
    List<String> texts(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (found.next()) {
                texts.add(found.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    @Override
    public Store store() {
        return new SqliteStore(config());
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public boolean has(Ability ability) {
        return switch (ability) {
            case SNAPSHOT -> snapshot;
            case TABLE_BYTES, CONSTRAINTS, MAKES_TABLES, KEYLESS, TRANSACTIONS, SWAPS -> true;
        };
    }

    /** SQLite turns NaN into NULL, and negative zero into zero where the column is REAL. */
    @Override
    public boolean mayRefuse(Value value) {
        return value instanceof Value.Float64(double number)
                && (Double.isNaN(number) || Double.doubleToRawLongBits(number) == Long.MIN_VALUE);
    }

    @Override
    public Map<String, List<String>> nativeValues() {
        return Map.of("NATIVE_TEXT t_i_006et4range", List.of("[1,5)", "empty", "12", "007", " 1", "1e3"),
                "NATIVE_TEXT t_inet",
                List.of("10.0.0.1/8", "::1"));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
