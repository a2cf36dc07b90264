/** The servers that are measured against, settings held for all: PostgreSQL, PostgREST, and a line with a delay. */
@NullMarked
package dev.tidemark.benchmarks.server;

import org.jspecify.annotations.NullMarked;
