package dev.tidemark.domain.plan;

/** How many rows of a table may be rejected before the run fails. */
public sealed interface RejectLimit {
    /** From how many rows on a share says something before the table's end. */
    long ROWS_BEFORE_SHARE_COUNTS = 1_000;

    /**
     * Whether the limit is passed.
     *
     * @param rejected rows rejected so far
     * @param read rows read so far
     * @param complete whether the table's last row was read
     */
    boolean isExceeded(long rejected, long read, boolean complete);

    /** At most this many rows; 0 stops at the first. */
    record Rows(long most) implements RejectLimit {
        @Override
        public boolean isExceeded(long rejected, long read, boolean complete) {
            return rejected > most;
        }
    }

    /** At most this many of a hundred rows read; looked at from 1,000 rows on, or at the table's end. */
    record Percent(double most) implements RejectLimit {
        @Override
        public boolean isExceeded(long rejected, long read, boolean complete) {
            return (complete || read >= ROWS_BEFORE_SHARE_COUNTS) && rejected * 100.0 > most * read;
        }
    }
}
