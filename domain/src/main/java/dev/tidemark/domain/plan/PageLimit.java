package dev.tidemark.domain.plan;

/**
 * How much is read or written at once: whichever of the two is reached first, but at least one row.
 *
 * @param rows the most rows
 * @param bytes the most bytes, as {@link dev.tidemark.domain.row.RowBatch#bytes} counts them
 */
public record PageLimit(int rows, long bytes) {
    public PageLimit {
        if (rows < 1 || bytes < 1) {
            throw new IllegalArgumentException("a limit is at least 1: " + rows + " rows, " + bytes + " bytes");
        }
    }

    public boolean isReached(int rowsSoFar, long bytesSoFar) {
        return rowsSoFar >= rows || bytesSoFar >= bytes;
    }

    public PageLimit withRows(int other) {
        return new PageLimit(other, bytes);
    }
}
