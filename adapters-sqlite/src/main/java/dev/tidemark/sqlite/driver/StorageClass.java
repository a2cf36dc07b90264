package dev.tidemark.sqlite.driver;

/**
 * The five things that a cell of SQLite can be, as {@code sqlite3_column_type} numbers them.
 *
 * @see <a href="https://sqlite.org/c3ref/c_blob.html">Fundamental Datatypes</a>
 */
public final class StorageClass {
    public static final int INTEGER = 1;
    public static final int REAL = 2;
    public static final int TEXT = 3;
    public static final int BLOB = 4;
    public static final int NULL = 5;

    private StorageClass() {
    }

    /** As {@code typeof()} writes it. */
    public static String name(int storageClass) {
        return switch (storageClass) {
            case INTEGER -> "integer";
            case REAL -> "real";
            case TEXT -> "text";
            case BLOB -> "blob";
            default -> "null";
        };
    }
}
