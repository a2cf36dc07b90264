package dev.tidemark.domain.engine;

/**
 * How many rows a sink takes at once: half as many after it found a batch too large, and slowly more again, for the next
 * rows may be smaller. Thread-safe.
 */
final class BatchSize {
    private static final int BATCHES_BEFORE_GROWING = 16;

    private final int most;
    private int rows;
    private int passed;

    /**
     * @param most rows that the plan allows
     */
    BatchSize(int most) {
        this.most = most;
        this.rows = most;
    }

    synchronized int rows() {
        return rows;
    }

    /** A batch of this many rows was too large. */
    synchronized void tooLarge(int size) {
        rows = Math.min(rows, Math.ceilDiv(size, 2));
        passed = 0;
    }

    /** A batch of this many rows was not. */
    synchronized void passed(int size) {
        if (rows < most && size >= rows && ++passed >= BATCHES_BEFORE_GROWING) {
            rows = (int) Math.min(most, rows * 2L);
            passed = 0;
        }
    }
}
