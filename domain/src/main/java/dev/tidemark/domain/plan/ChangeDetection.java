package dev.tidemark.domain.plan;

import java.util.Optional;

/** How a run finds out which rows the sink needs. */
public sealed interface ChangeDetection {

    /** As users write it, such as {@code all}. */
    String word();

    /** Every source row goes to the sink, which leaves equal rows alone. */
    record All() implements ChangeDetection {
        @Override
        public String word() {
            return "all";
        }
    }

    /** Both sides are read side by side and compared cell by cell; only what differs is sent. */
    record Compare() implements ChangeDetection {
        @Override
        public String word() {
            return "compare";
        }
    }

    /** The source is read and digested; only rows whose digests differ from what the last run left are sent. */
    record Digest() implements ChangeDetection {
        @Override
        public String word() {
            return "digest";
        }
    }

    /**
     * Only rows whose column is at or after the last run's watermark are read, and those where it is NULL.
     *
     * @param column the source's column that grows with each change
     * @param lookback how far before the last watermark to begin; empty for what is usual for the column's type
     */
    record ByWatermark(String column, Optional<Lookback> lookback) implements ChangeDetection {
        @Override
        public String word() {
            return "watermark";
        }
    }
}
