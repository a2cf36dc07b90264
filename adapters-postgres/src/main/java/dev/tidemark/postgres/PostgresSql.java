package dev.tidemark.postgres;

import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names and values as PostgreSQL writes them. Pure functions. */
final class PostgresSql {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long FIRST_DAY_AFTER_CHRIST = LocalDate.of(1, 1, 1).toEpochDay();

    private PostgresSql() {
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(List<String> names) {
        return names.stream().map(PostgresSql::quote).collect(Collectors.joining(", "));
    }

    static String qualified(String schema, TableName table) {
        return quote(schema) + "." + quote(table.name());
    }

    /** A string constant that means the same whatever {@code standard_conforming_strings} is. */
    static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** The value as a constant of the type. */
    static String literal(Value value, String type) {
        return value instanceof Value.Null ? "null::" + type : literal(text(value)) + "::" + type;
    }

    /** The text from which the server makes just this value. */
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
}
