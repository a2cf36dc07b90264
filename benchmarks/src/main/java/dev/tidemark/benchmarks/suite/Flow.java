package dev.tidemark.benchmarks.suite;

/** From where to where rows go. */
public enum Flow {
    /** SQLite to PostgreSQL. */
    PUSH,
    /** PostgreSQL to a new SQLite file. */
    PULL,
    /** PostgreSQL to PostgreSQL. */
    COPY,
    /** SQLite to Supabase. */
    REST_PUSH,
    /** Supabase to a new SQLite file. */
    REST_PULL;

    boolean rest() {
        return this == REST_PUSH || this == REST_PULL;
    }

    boolean pull() {
        return this == PULL || this == REST_PULL;
    }
}
