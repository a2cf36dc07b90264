package dev.tidemark.benchmarks.data;

/** What a column of the test data holds. */
public enum Kind {
    /** {@link Long} */
    INTEGER("integer", "bigint"),
    /** {@link Double} */
    REAL("real", "double precision"),
    /** {@link String} */
    TEXT("text", "text"),
    /** {@link Boolean}; 0 and 1 in SQLite. */
    BOOLEAN("integer", "boolean"),
    /** {@link Long}, microseconds since 1970; ISO text that ends in Z in SQLite. */
    TIME("text", "timestamptz");

    private final String sqlite;
    private final String postgres;

    Kind(String sqlite, String postgres) {
        this.sqlite = sqlite;
        this.postgres = postgres;
    }

    String sqlite() {
        return sqlite;
    }

    String postgres() {
        return postgres;
    }
}
