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
}
