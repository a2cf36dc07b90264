package dev.tidemark.testkit.postgres;

import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.JdbcFixture;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Tables in one schema of a PostgreSQL database, written and read as text by the plain driver: what the fixtures of all
 * adapters share behind which a PostgreSQL stands.
 */
public abstract class PostgresTables extends JdbcFixture {
    private static final LocalDate FIRST_OF_OUR_ERA = LocalDate.of(1, 1, 1);

    private final PostgresDatabase database;
    private final String schema;

    /**
     * @param schema is there, and empty
     */
    protected PostgresTables(PostgresDatabase database, String schema) {
        this.database = database;
        this.schema = schema;
    }

    public final PostgresDatabase database() {
        return database;
    }

    public final String schema() {
        return schema;
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = DriverManager
                .getConnection(database.jdbcUrl() + "&currentSchema=" + schema + ",public");
        connection.createStatement().execute("set timezone = 'UTC'; set extra_float_digits = 1");
        return connection;
    }

    /** The one value that the query gives, as text. */
    public final String ask(String query) {
        try (Connection connection = connect(); ResultSet row = connection.createStatement().executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    @Override
    protected String typeName(ValueType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT64 -> "bigint";
            case FLOAT64 -> "double precision";
            case TEXT -> "text";
            case BYTES -> "bytea";
            case DECIMAL -> "numeric";
            case JSON -> "json";
            case NATIVE -> type.name();
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID -> type.kind().name();
        };
    }

    @Override
    protected String parameter(Column column) {
        return "cast(cast(? as text) as "
                + (column.declaredType().isEmpty() ? typeName(column.type()) : column.declaredType())
                + ")";
    }

    @Override
    protected String selected(Column column) {
        return "cast(" + quote(column.name()) + " as text)";
    }

    @Override
    protected void bind(PreparedStatement statement, int index, Value value) throws SQLException {
        switch (value) {
            case Value.Null _ -> statement.setNull(index, Types.VARCHAR);
            case Value.Date(long day) -> statement.setString(index, era(day, value.text()));
            case Value.Timestamp(long micros) ->
                    statement.setString(index, era(Math.floorDiv(micros, 86_400_000_000L), value.text()));
            case Value.TimestampTz(long micros) ->
                    statement.setString(index, era(Math.floorDiv(micros, 86_400_000_000L), value.text()));
            default -> statement.setString(index, value.text());
        }
    }

    private static String era(long day, String iso) {
        if (iso.contains("infinity") || day >= FIRST_OF_OUR_ERA.toEpochDay()) {
            return iso;
        }
        int year = 1 - LocalDate.ofEpochDay(day).getYear();
        return "%04d".formatted(year) + iso.substring(iso.indexOf('-', 1)) + " BC";
    }

    @Override
    protected Value value(ResultSet rows, int index, ValueType type) throws SQLException {
        String text = rows.getString(index);
        if (text == null) {
            return Value.Null.NULL;
        }
        byte[] iso = iso(text).getBytes(StandardCharsets.UTF_8);
        return switch (type.kind()) {
            case BOOLEAN -> new Value.Bool(text.equals("true"));
            case INT64 -> new Value.Int64(Long.parseLong(text));
            case FLOAT64 -> new Value.Float64(Double.parseDouble(text));
            case TEXT -> new Value.Text(text);
            case BYTES -> new Value.Bytes(HexFormat.of().parseHex(text.substring(2)));
            case DECIMAL -> new Value.Decimal(text);
            case JSON -> new Value.Json(text);
            case UUID -> new Value.Uuid(UUID.fromString(text));
            case NATIVE -> new Value.Native(type, text);
            case DATE -> new Value.Date(slot(IsoText.parseDate(iso, 0, iso.length)));
            case TIME -> new Value.Time(slot(IsoText.parseTime(iso, 0, iso.length)));
            case TIMESTAMP -> new Value.Timestamp(slot(IsoText.parseTimestamp(iso, 0, iso.length)));
            case TIMESTAMPTZ -> new Value.TimestampTz(slot(IsoText.parseTimestamptz(iso, 0, iso.length)));
        };
    }

    private static String iso(String text) {
        if (!text.endsWith(" BC")) {
            return text;
        }
        int dash = text.indexOf('-');
        int year = 1 - Integer.parseInt(text.substring(0, dash));
        return (year < 0 ? "-" : "") + "%04d".formatted(-year) + text.substring(dash, text.length() - 3);
    }

    private static long slot(OptionalLong parsed) {
        return parsed.orElseThrow(() -> new AssertionError("not ISO text"));
    }

    @Override
    public String dialect() {
        return "postgresql";
    }

    /** Text without NUL, and numeric without infinity before 14. */
    @Override
    public boolean mayRefuse(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.indexOf(0) >= 0;
            case Value.Decimal(String digits) -> digits.endsWith("Infinity") && version() < 14;
            default -> false;
        };
    }

    private int version() {
        try {
            return database.majorVersion();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Types with a form of their own, each with values that a careless path would change. */
    @Override
    public Map<String, List<String>> nativeValues() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        database.execute("create type " + schema + ".mood as enum ('sad', 'ok', 'it''s fine')",
                "create domain " + schema + ".positive as integer check (value > 0)",
                "create domain " + schema + ".code as varchar(5)",
                "create type " + schema + ".pair as (a integer, b text)");
        values.put(schema + ".mood", List.of("sad", "it's fine"));
        values.put(schema + ".positive", List.of("1", "2147483647"));
        values.put(schema + ".code", List.of("", "abcde", "ü"));
        values.put(schema + ".pair", List.of("(1,\"a b\")", "(,)"));
        values.put("integer[]", List.of("{}", "{1,NULL,-3}", "{{1,2},{3,4}}", "[0:1]={7,8}"));
        values.put("text[]", List.of("{\"\",NULL,\"NULL\",\"a\\\"b\",\"c,d\"}"));
        values.put("numeric(6,2)[]", List.of("{1.50,NULL}"));
        values.put("double precision[]", List.of("{0.1,NaN,-0,5e-324}"));
        values.put("int4range", List.of("[1,5)", "empty", "(,)"));
        values.put("tstzrange", List.of("[\"2024-01-01 00:00:00+00\",\"2024-01-02 00:00:00+00\")"));
        values.put("interval", List.of("1 mon", "30 days", "-00:00:00.000001", "1 year 2 mons 3 days 04:05:06.789"));
        values.put("interval(0)", List.of("00:00:01"));
        values.put("time with time zone", List.of("12:00:00+02", "23:59:59.999999-11"));
        values.put("inet", List.of("10.0.0.1/8", "::1"));
        values.put("cidr", List.of("10.0.0.0/8"));
        values.put("macaddr", List.of("08:00:2b:01:02:03"));
        values.put("bit(3)", List.of("101"));
        values.put("bit varying", List.of("", "0001"));
        values.put("money", List.of("$1.50"));
        values.put("xml", List.of("<a>1</a>"));
        values.put("point", List.of("(1,2)", "(0.1,-0)"));
        values.put("tsvector", List.of("'a':1 'b':2A"));
        values.put("tsquery", List.of("'a' & 'b'"));
        values.put("pg_lsn", List.of("16/B374D848"));
        values.put("jsonpath", List.of("$.\"a\"[*]"));
        values.put("\"char\"", List.of("x"));
        return values;
    }

    @Override
    public void close() {
        database.execute("drop schema " + schema + " cascade");
    }
}
