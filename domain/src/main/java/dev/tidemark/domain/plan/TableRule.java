package dev.tidemark.domain.plan;

import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a profile says about one table, or about all tables that a pattern names.
 *
 * @param pattern the names in the source that it is for: {@code *} and {@code ?} stand for any characters and for one
 * @param into the sink's table, if it has another name
 * @param key the key to match rows by, if not the one that the stores declare; empty otherwise
 * @param excluded columns of the source to leave out
 * @param constants columns that every row gets, by name; part of the key, and the slice of the sink that the profile owns
 * @param where a condition in the source's own SQL
 * @param mode what happens to rows that are there
 * @param changes how changed rows are found
 * @param times columns of a SQLite side whose numbers are times, by name
 * @param top only the first rows by an order, if not all
 * @param sinkWhere a condition in the sink's own SQL that bounds which of its rows are the profile's
 */
public record TableRule(String pattern, Optional<TableName> into, List<String> key, List<String> excluded,
        Map<String, Value> constants, Optional<String> where, SyncMode mode, ChangeDetection changes,
        Map<String, TimeEncoding> times, Optional<Top> top, Optional<String> sinkWhere) {
    /** All rows that {@code where} leaves. */
    public TableRule(String pattern, Optional<TableName> into, List<String> key, List<String> excluded,
            Map<String, Value> constants, Optional<String> where, SyncMode mode, ChangeDetection changes,
            Map<String, TimeEncoding> times) {
        this(pattern, into, key, excluded, constants, where, mode, changes, times, Optional.empty(), Optional.empty());
    }

    public TableRule {
        key = List.copyOf(key);
        excluded = List.copyOf(excluded);
        constants = Map.copyOf(constants);
        times = Map.copyOf(times);
    }

    /** Upserts every column of the tables that the pattern names. */
    public static TableRule of(String pattern) {
        return new TableRule(pattern, Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty(),
                new SyncMode.Upsert(), new ChangeDetection.All(), Map.of());
    }

    public boolean names(TableName table) {
        return matches(pattern, 0, table.name(), 0);
    }

    private static boolean matches(String pattern, int p, String name, int n) {
        if (p == pattern.length()) {
            return n == name.length();
        }
        char wanted = pattern.charAt(p);
        if (wanted == '*') {
            return matches(pattern, p + 1, name, n) || n < name.length() && matches(pattern, p, name, n + 1);
        }
        return n < name.length() && (wanted == '?' || wanted == name.charAt(n)) && matches(pattern, p + 1, name, n + 1);
    }
}
