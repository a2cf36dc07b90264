/**
 * Rows in flight. {@link dev.tidemark.domain.row.RowBatch} is the hot path and holds no object a cell;
 * {@link dev.tidemark.domain.row.Row} and {@link dev.tidemark.domain.row.Value} are its boxed view for rejects, logs and tests.
 */
@NullMarked
package dev.tidemark.domain.row;

import org.jspecify.annotations.NullMarked;
