package dev.tidemark.domain.plan;

/** How a store without time types keeps a time. Numbers are taken as times only where the user says so. */
public enum TimeEncoding {
    /** The store's own way: a time type, or ISO text. */
    NATURAL,
    /** Seconds since 1970-01-01T00:00Z, whole or with a fraction. */
    EPOCH_SECONDS,
    /** Milliseconds since 1970-01-01T00:00Z. */
    EPOCH_MILLIS,
    /** Microseconds since 1970-01-01T00:00Z. */
    EPOCH_MICROS,
    /** Days since noon on November 24th, 4714 BC, as SQLite's {@code julianday()} writes them. */
    JULIAN_DAY
}
