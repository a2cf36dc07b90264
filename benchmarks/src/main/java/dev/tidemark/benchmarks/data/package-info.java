/** The rows that are moved: made from seeds, the same on every machine, in SQLite's form and in PostgreSQL's. */
@NullMarked
package dev.tidemark.benchmarks.data;

import org.jspecify.annotations.NullMarked;
