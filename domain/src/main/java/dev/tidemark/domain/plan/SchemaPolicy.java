package dev.tidemark.domain.plan;

/** What a run may do to the sink's tables. */
public enum SchemaPolicy {
    /** Make the tables that are missing. */
    CREATE,
    /** Make the tables, and the columns, that are missing. */
    EVOLVE,
    /** Nothing. */
    MATCH
}
