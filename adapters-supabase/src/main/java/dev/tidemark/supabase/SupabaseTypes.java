package dev.tidemark.supabase;

import dev.tidemark.domain.schema.ValueType;
import java.util.OptionalInt;

/**
 * The one table between the types that PostgREST tells and those in flight. The server tells a type as
 * {@code format_type} of PostgreSQL does, without modifiers, with a schema before the types that are not built in, and what a
 * domain is over in its place; from 14.8 on it says {@code int32} and {@code int64}.
 *
 * <table>
 * <caption>PostgREST and in flight</caption>
 * <tr><td>boolean</td><td>BOOLEAN</td></tr>
 * <tr><td>smallint, integer, bigint, int32, int64, oid</td><td>INT64</td></tr>
 * <tr><td>real, double precision</td><td>FLOAT64</td></tr>
 * <tr><td>numeric</td><td>DECIMAL</td></tr>
 * <tr><td>text, character varying, character, name</td><td>TEXT</td></tr>
 * <tr><td>bytea, date, time, timestamp, timestamptz, json, jsonb, uuid</td><td>the type of that name</td></tr>
 * <tr><td>everything else, arrays and enums too</td><td>NATIVE, as its text</td></tr>
 * </table>
 */
final class SupabaseTypes {
    private static final String DEFAULT_SEARCH_PATH = "public.";

    private SupabaseTypes() {
    }

    /**
     * What a column of this format is in flight.
     *
     * @param maxLength as the server tells it beside the format
     */
    static ValueType inFlight(String format, OptionalInt maxLength) {
        return switch (format) {
            case "boolean" -> ValueType.BOOLEAN;
            case "smallint", "integer", "bigint", "int32", "int64", "oid" -> ValueType.INT64;
            case "real", "double precision" -> ValueType.FLOAT64;
            case "numeric" -> ValueType.DECIMAL;
            case "text", "character varying", "character", "name" -> ValueType.TEXT;
            case "bytea" -> ValueType.BYTES;
            case "date" -> ValueType.DATE;
            case "time without time zone" -> ValueType.TIME;
            case "timestamp without time zone" -> ValueType.TIMESTAMP;
            case "timestamp with time zone" -> ValueType.TIMESTAMPTZ;
            case "json", "jsonb" -> ValueType.JSON;
            case "uuid" -> ValueType.UUID;
            default -> ValueType.ofNative(declared(format, maxLength));
        };
    }

    /** The type as PostgreSQL itself writes it, with its length where the server tells it. */
    static String declared(String format, OptionalInt maxLength) {
        return switch (format) {
            case "int32" -> "integer";
            case "int64" -> "bigint";
            case "character", "character varying", "bit", "bit varying" ->
                    format + (maxLength.isPresent() ? "(" + maxLength.getAsInt() + ")" : "");
            // PostgreSQL leaves out the schema of a type that it finds without.
            default -> format.startsWith(DEFAULT_SEARCH_PATH)
                    ? format.substring(DEFAULT_SEARCH_PATH.length())
                    : format;
        };
    }

    /** The format of a column that is known from elsewhere by its declared type. */
    static String format(String declaredType) {
        return declaredType.replaceAll("\\s*\\([^)]*\\)", "");
    }

    /** Whether values that differ can be equal to the server. What a collation makes equal, the server does not tell. */
    static boolean isLoose(String format) {
        return format.equals("character") || format.equals("citext") || format.endsWith(".citext");
    }
}
