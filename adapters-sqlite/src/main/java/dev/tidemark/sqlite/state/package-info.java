/**
 * Where Tidemark remembers, in one SQLite file: {@link dev.tidemark.sqlite.state.SqliteStateStore#open} gives checkpoints,
 * rejects, the history of runs and the run lock. Statements are Micronaut Data JDBC repositories ({@code ...Rows}); the
 * schema is numbered migrations in {@code db/sqlite}. The package has the same shape as PostgreSQL's.
 */
@NullMarked
package dev.tidemark.sqlite.state;

import org.jspecify.annotations.NullMarked;
