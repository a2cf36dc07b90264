package dev.tidemark.domain.plan;

/** How many rows of a table one run may delete. */
public sealed interface DeleteLimit {

    /** As users write it, such as {@code 10%}. */
    String word();

    /**
     * Whether the limit is passed.
     *
     * @param deletes rows to delete
     * @param sinkRows rows of the sink's table before, within the slice that the profile owns
     */
    boolean isExceeded(long deletes, long sinkRows);

    /** A tenth of the rows, but never less than ten: what holds unless the user says something. */
    record Usual() implements DeleteLimit {
        private static final long LEAST = 10;

        @Override
        public String word() {
            return "10%";
        }

        @Override
        public boolean isExceeded(long deletes, long sinkRows) {
            return deletes > LEAST && deletes * 10 > sinkRows;
        }
    }

    /** At most this many. */
    record Rows(long most) implements DeleteLimit {
        @Override
        public String word() {
            return Long.toString(most);
        }

        @Override
        public boolean isExceeded(long deletes, long sinkRows) {
            return deletes > most;
        }
    }

    /** At most this many of a hundred, taken literally. */
    record Percent(double most) implements DeleteLimit {
        @Override
        public String word() {
            return most == Math.rint(most) ? (long) most + "%" : most + "%";
        }

        @Override
        public boolean isExceeded(long deletes, long sinkRows) {
            return deletes * 100.0 > most * sinkRows;
        }
    }

    /** Any number: a full refresh, which the user asked for. */
    record None() implements DeleteLimit {
        @Override
        public String word() {
            return "none";
        }

        @Override
        public boolean isExceeded(long deletes, long sinkRows) {
            return false;
        }
    }
}
