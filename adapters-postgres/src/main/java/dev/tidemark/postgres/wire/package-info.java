/**
 * PostgreSQL's binary COPY format, both ways between its bytes and a {@link dev.tidemark.domain.row.RowBatch}. One opcode a
 * column, one reused buffer; no {@code String} and no boxed number a cell.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, "Binary Format"</a>
 */
@NullMarked
package dev.tidemark.postgres.wire;

import org.jspecify.annotations.NullMarked;
