/**
 * Cells on their way between SQLite and a {@link dev.tidemark.domain.row.RowBatch}: one opcode a column, decided once,
 * and a switch in the loop. Nothing here builds a String on the hot path.
 */
@NullMarked
package dev.tidemark.sqlite.wire;

import org.jspecify.annotations.NullMarked;
