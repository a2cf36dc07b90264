package dev.tidemark.sqlite.wire;

import java.util.Locale;

/** What a column of SQLite prefers to store. */
public enum Affinity {
    INTEGER, TEXT, BLOB, REAL, NUMERIC;

    /**
     * The affinity that SQLite finds in a declared type.
     *
     * @param declaredType the type as written; may be empty
     * @param strict whether the table is STRICT, where {@code ANY} means a cell as it comes
     * @see <a href="https://sqlite.org/datatype3.html#determination_of_column_affinity">Determination Of Column Affinity</a>
     */
    public static Affinity of(String declaredType, boolean strict) {
        String type = declaredType.toUpperCase(Locale.ROOT);
        if (strict && type.equals("ANY")) {
            return BLOB;
        }
        if (type.contains("INT")) {
            return INTEGER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        }
        if (type.contains("BLOB") || type.isEmpty()) {
            return BLOB;
        }
        return type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") ? REAL : NUMERIC;
    }

    /** Whether a text that looks like a number becomes one here. */
    public boolean isNumeric() {
        return this == INTEGER || this == REAL || this == NUMERIC;
    }
}
