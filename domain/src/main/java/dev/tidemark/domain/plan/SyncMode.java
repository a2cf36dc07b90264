package dev.tidemark.domain.plan;

/** What happens to the rows that the sink already has. */
public sealed interface SyncMode {

    /** As users write it, such as {@code insert-only}. */
    String word();

    /** Missing rows are inserted, differing ones updated, equal ones left alone. */
    record Upsert() implements SyncMode {
        @Override
        public String word() {
            return "upsert";
        }
    }

    /** Missing rows are inserted; a row that is there is left alone, whatever it holds. */
    record InsertOnly() implements SyncMode {
        @Override
        public String word() {
            return "insert-only";
        }
    }

    /**
     * The table becomes what the source holds, in one transaction: differing rows are updated, missing ones inserted, the
     * surplus deleted. Readers see the old rows until it is done.
     */
    record FullRefresh() implements SyncMode {
        @Override
        public String word() {
            return "full-refresh";
        }
    }

    /**
     * Every run's rows are kept side by side, stamped with the time of the run; a later run in the same period updates them.
     *
     * @param every how long a period is
     * @param column the sink's column that holds the stamp, part of the key
     */
    record Snapshot(Every every, String column) implements SyncMode {
        @Override
        public String word() {
            return "snapshot";
        }
    }

    /** The period that a snapshot stands for, in UTC. */
    enum Every {
        /** The stamp is a date. */
        DAY,
        /** The stamp is an instant, on the hour. */
        HOUR
    }
}
