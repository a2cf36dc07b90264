/**
 * Where Tidemark remembers, in one schema of a PostgreSQL database: {@link
 * dev.tidemark.postgres.state.PostgresStateStore#open} gives checkpoints, rejects, the history of runs and the run lock.
 * Statements are Micronaut Data JDBC repositories ({@code ...Rows}); the schema is numbered migrations in {@code
 * db/postgres}. The package has the same shape as SQLite's.
 */
@NullMarked
package dev.tidemark.postgres.state;

import org.jspecify.annotations.NullMarked;
