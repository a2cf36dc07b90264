package dev.tidemark.supabase;

import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names, values and conditions in PostgREST's language, ready for an address. Pure functions.
 *
 * <p>Conditions are those of its logic trees ({@code "a".gt."7"}, {@code or(...)}), and are put into one {@code and=(...)}:
 * there a name and a value may always be quoted, whatever they hold, while a quote in {@code a=gt."7"} would be part of the
 * value.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/url_grammar.html#reserved-characters">Reserved
 *     characters</a>
 */
final class Filters {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long FIRST_DAY_AFTER_CHRIST = LocalDate.of(1, 1, 1).toEpochDay();

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Operators, parameters and suffixes of the language; more than it takes for names today. */
    private static final Set<String> WORDS = Set.of("and", "or", "not", "is", "in", "eq", "neq", "gt", "gte", "lt",
            "lte",
            "like", "ilike", "any", "all", "asc", "desc", "nullsfirst", "nullslast", "select", "order", "limit",
            "offset",
            "columns", "on_conflict", "apikey", "count", "sum", "avg", "min", "max", "null", "true", "false",
            "unknown");

    private Filters() {
    }

    /** Where the table is, below the API's root. */
    static String path(TableName table) {
        return "/" + PercentCode.ofSegment(table.name());
    }

    /**
     * A column's name, quoted where it could be taken for something else: reserved words and marks of the language are names
     * like any other then. Plain names stay as they are: they take less of an address's length, and every server that speaks
     * the language understands them.
     */
    static String name(String column) {
        boolean plain = PLAIN_NAME.matcher(column).matches() && !WORDS.contains(column.toLowerCase(Locale.ROOT));
        return plain ? column : PercentCode.ofQuery(quoted(column));
    }

    /** That the column stands so to the value, as {@code gt}, {@code gte}, {@code lt} or {@code lte}. */
    static String compare(String column, String operator, Value value) {
        return name(column) + "." + operator + "." + value(value);
    }

    /** That the column holds just this value, or NULL. */
    static String equal(String column, Value value) {
        return value instanceof Value.Null ? isNull(column) : compare(column, "eq", value);
    }

    static String isNull(String column) {
        return name(column) + ".is.null";
    }

    static String isNotNull(String column) {
        // is.not_null is there from version 13 only.
        return name(column) + ".not.is.null";
    }

    /** That the column holds one of these values; NULL may be among them. */
    static String in(String column, List<Value> values) {
        List<String> listed = values.stream().filter(value -> !(value instanceof Value.Null)).map(Filters::value)
                .toList();
        return in(column, listed, listed.size() < values.size());
    }

    /**
     * That the column holds one of these values, or perhaps NULL.
     *
     * @param listed as {@link #value} writes them
     */
    static String in(String column, List<String> listed, boolean orNull) {
        if (listed.isEmpty()) {
            return isNull(column);
        }
        // A list of nothing but an empty text is taken for an empty list.
        String among = listed.size() == 1 ? name(column) + ".eq." + listed.getFirst()
                : name(column) + ".in.(" + String.join(",", listed) + ")";
        return orNull ? or(List.of(among, isNull(column))) : among;
    }

    static String and(List<String> conditions) {
        return conditions.size() == 1 ? conditions.getFirst() : "and(" + String.join(",", conditions) + ")";
    }

    static String or(List<String> conditions) {
        return conditions.size() == 1 ? conditions.getFirst() : "or(" + String.join(",", conditions) + ")";
    }

    /** A value as it stands in a condition. NULL has no such form. */
    static String value(Value value) {
        return switch (value) {
            case Value.Int64(long number) -> Long.toString(number);
            case Value.Uuid(UUID uuid) -> uuid.toString();
            case Value.Null _ -> throw new IllegalArgumentException("NULL is no value");
            case Value.Bool _, Value.Float64 _, Value.Date _, Value.Time _, Value.Timestamp _, Value.TimestampTz _, Value.Text _, Value.Bytes _, Value.Decimal _, Value.Json _, Value.Native _ ->
                    PercentCode.ofQuery(quoted(text(value)));
        };
    }

    /** The text from which PostgreSQL makes just this value. */
    static String text(Value value) {
        return switch (value) {
            case Value.Date(long day) -> date(day, IsoText.date(day));
            case Value.Timestamp(long micros) -> date(Math.floorDiv(micros, MICROS_PER_DAY), IsoText.timestamp(micros));
            case Value.TimestampTz(long micros) ->
                    date(Math.floorDiv(micros, MICROS_PER_DAY), IsoText.timestamptz(micros));
            case Value.Null _, Value.Bool _, Value.Int64 _, Value.Float64 _, Value.Time _, Value.Text _, Value.Bytes _, Value.Decimal _, Value.Json _, Value.Uuid _, Value.Native _ ->
                    value.text();
        };
    }

    /** PostgreSQL counts years before Christ, where ISO has a year 0 and negative ones. */
    private static String date(long day, String iso) {
        boolean infinite = iso.endsWith("infinity");
        if (infinite || day >= FIRST_DAY_AFTER_CHRIST) {
            return iso;
        }
        int year = LocalDate.ofEpochDay(day).getYear();
        String rest = iso.substring(iso.indexOf('-', 1));
        return String.format(Locale.ROOT, "%04d", 1 - year) + rest + " BC";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
