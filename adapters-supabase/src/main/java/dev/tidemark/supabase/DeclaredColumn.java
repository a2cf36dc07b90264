package dev.tidemark.supabase;

import dev.tidemark.domain.schema.Column;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Columns whose type a person tells, for a key that may not see it. */
public final class DeclaredColumn {
    /** What people write, and how PostgreSQL itself writes it: src/backend/utils/adt/format_type.c. */
    private static final Map<String, String> SHORT_NAMES = Map.ofEntries(Map.entry("bool", "boolean"),
            Map.entry("int2", "smallint"), Map.entry("int", "integer"), Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"), Map.entry("serial", "integer"), Map.entry("bigserial", "bigint"),
            Map.entry("float4", "real"), Map.entry("float8", "double precision"), Map.entry("decimal", "numeric"),
            Map.entry("varchar", "character varying"), Map.entry("char", "character"),
            Map.entry("bpchar", "character"), Map.entry("varbit", "bit varying"),
            Map.entry("time", "time without time zone"), Map.entry("timetz", "time with time zone"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timestamptz", "timestamp with time zone"));
    private static final Pattern PARTS = Pattern.compile("([^(\\[]+?)\\s*(\\([^)]*\\))?\\s*(\\[].*)?");

    private DeclaredColumn() {
    }

    /**
     * The column.
     *
     * @param type as PostgreSQL calls it, in its long or its short form: {@code timestamptz}, {@code varchar(20)}
     */
    public static Column of(String name, String type) {
        String declared = longForm(type.strip());
        return Column.of(name, SupabaseTypes.inFlight(SupabaseTypes.format(declared), OptionalInt.empty()), declared);
    }

    /** Names in quotes are of types that somebody made. */
    private static String longForm(String type) {
        Matcher parts = PARTS.matcher(type);
        if (type.startsWith("\"") || !parts.matches()) {
            return type;
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        return SHORT_NAMES.getOrDefault(name, SHORT_NAMES.containsValue(name) ? name : parts.group(1))
                + text(parts.group(2)).replace(" ", "") + text(parts.group(3));
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }
}
