package dev.tidemark.postgres;

import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.postgres.wire.WireColumn;
import dev.tidemark.postgres.wire.WireType;
import java.util.Map;

/**
 * The one table between the types of PostgreSQL and those in flight, both ways.
 *
 * <table>
 * <caption>PostgreSQL and in flight</caption>
 * <tr><td>bool</td><td>BOOLEAN</td></tr>
 * <tr><td>int2, int4, int8, oid</td><td>INT64</td></tr>
 * <tr><td>float4, float8</td><td>FLOAT64; a float4 is the double of the same value</td></tr>
 * <tr><td>numeric</td><td>DECIMAL with its scale</td></tr>
 * <tr><td>text, varchar, char(n), name</td><td>TEXT; char(n) with its padding, as stored</td></tr>
 * <tr><td>bytea, date, time, timestamp, timestamptz, json, jsonb, uuid</td><td>the type of that name</td></tr>
 * <tr><td>everything else, domains and enums too</td><td>NATIVE, as its text</td></tr>
 * </table>
 */
final class PostgresTypes {
    /** The numbers of built-in types never change: src/include/catalog/pg_type.dat. */
    private static final Map<Long, WireType> BY_OID = Map.ofEntries(Map.entry(16L, WireType.BOOL),
            Map.entry(21L, WireType.INT2), Map.entry(23L, WireType.INT4), Map.entry(20L, WireType.INT8),
            Map.entry(26L, WireType.OID), Map.entry(700L, WireType.FLOAT4), Map.entry(701L, WireType.FLOAT8),
            Map.entry(1700L, WireType.NUMERIC), Map.entry(25L, WireType.TEXT), Map.entry(1043L, WireType.TEXT),
            Map.entry(1042L, WireType.TEXT), Map.entry(19L, WireType.TEXT), Map.entry(17L, WireType.BYTEA),
            Map.entry(1082L, WireType.DATE), Map.entry(1083L, WireType.TIME), Map.entry(1114L, WireType.TIMESTAMP),
            Map.entry(1184L, WireType.TIMESTAMPTZ), Map.entry(114L, WireType.JSON), Map.entry(3802L, WireType.JSONB),
            Map.entry(2950L, WireType.UUID));
    static final long BPCHAR = 1042;
    static final long NUMERIC = 1700;
    private static final long INET = 869;
    private static final long VARCHAR = 1043;
    private static final int MODIFIER_HEADER = 4;

    private PostgresTypes() {
    }

    /** The form of a type that is no domain. */
    static WireType wire(long oid) {
        return BY_OID.getOrDefault(oid, WireType.NATIVE);
    }

    /** The text of a value as its type writes it; the cast of inet adds a mask that nobody wrote. */
    static String asText(PostgresColumn column, String expression) {
        return column.base().oid() == INET ? "textin(inet_out(" + expression + "))" : expression + "::text";
    }

    /** What a column of this form is in flight. */
    static ValueType inFlight(WireType wire, String declaredType) {
        return switch (wire) {
            case BOOL -> ValueType.BOOLEAN;
            case INT2, INT4, INT8, OID -> ValueType.INT64;
            case FLOAT4, FLOAT8 -> ValueType.FLOAT64;
            case NUMERIC -> ValueType.DECIMAL;
            case DATE -> ValueType.DATE;
            case TIME -> ValueType.TIME;
            case TIMESTAMP -> ValueType.TIMESTAMP;
            case TIMESTAMPTZ -> ValueType.TIMESTAMPTZ;
            case TEXT -> ValueType.TEXT;
            case BYTEA -> ValueType.BYTES;
            case JSON, JSONB -> ValueType.JSON;
            case UUID -> ValueType.UUID;
            case NATIVE -> ValueType.ofNative(declaredType);
        };
    }

    /** The type that a new column gets for values of another kind of store. */
    static String declared(ValueType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT64 -> "bigint";
            case FLOAT64 -> "double precision";
            case DATE -> "date";
            case TIME -> "time without time zone";
            case TIMESTAMP -> "timestamp without time zone";
            case TIMESTAMPTZ -> "timestamp with time zone";
            case TEXT -> "text";
            case BYTES -> "bytea";
            case DECIMAL -> "numeric";
            // json and not jsonb: it keeps the text as it came.
            case JSON -> "json";
            case UUID -> "uuid";
            case NATIVE -> type.name();
        };
    }

    /** How a column is written from the cell at {@code from}. */
    static WireColumn wireColumn(int from, PostgresColumn column, WireType wire) {
        PostgresColumn.Base base = column.base();
        boolean sized = (base.oid() == BPCHAR || base.oid() == VARCHAR) && base.typmod() >= MODIFIER_HEADER;
        int length = sized ? base.typmod() - MODIFIER_HEADER : WireColumn.UNLIMITED;
        return new WireColumn(from, column.name(), column.declaredType(), wire, base.typmod(), length,
                sized && base.oid() == BPCHAR, micros(base, wire));
    }

    /** The precision of a column of times, in microseconds. */
    static long micros(PostgresColumn column) {
        return micros(column.base(), wire(column.base().oid()));
    }

    private static long micros(PostgresColumn.Base base, WireType wire) {
        boolean rounded = wire == WireType.TIME || wire == WireType.TIMESTAMP || wire == WireType.TIMESTAMPTZ;
        long step = 1;
        for (int digits = rounded && base.typmod() >= 0 ? base.typmod() : 6; digits < 6; digits++) {
            step *= 10;
        }
        return step;
    }
}
