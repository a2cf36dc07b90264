package dev.tidemark.benchmarks.data;

import org.jspecify.annotations.Nullable;

/**
 * A column of the test data.
 *
 * @param references the table whose key it holds
 */
public record Field(String name, Kind kind, boolean optional, @Nullable String references) {

    static Field of(String name, Kind kind) {
        return new Field(name, kind, false, null);
    }

    static Field optional(String name, Kind kind) {
        return new Field(name, kind, true, null);
    }

    static Field reference(String name, String table) {
        return new Field(name, Kind.INTEGER, false, table);
    }
}
