/**
 * PostgreSQL as source and sink: {@link dev.tidemark.postgres.PostgresStore} opens both from a
 * {@link dev.tidemark.postgres.PostgresConfig}. Rows travel as binary COPY in both directions; the server compares, and
 * one transaction holds each batch.
 */
@NullMarked
package dev.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
