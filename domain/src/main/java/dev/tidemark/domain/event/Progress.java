package dev.tidemark.domain.event;

/**
 * How many rows of a table a run has seen, and what became of them. Immutable.
 *
 * @param read rows read from the source, unreadable and rejected ones included
 * @param inserted rows new in the sink
 * @param updated rows that differed
 * @param unchanged rows that needed no write
 * @param duplicates source rows read a second time
 * @param rejected rows that did not land
 * @param deleted rows of the sink that the source no longer has
 */
public record Progress(long read, long inserted, long updated, long unchanged, long duplicates, long rejected,
        long deleted) {
    public static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, 0);

    public Progress plus(Progress other) {
        return new Progress(read + other.read, inserted + other.inserted, updated + other.updated,
                unchanged + other.unchanged, duplicates + other.duplicates, rejected + other.rejected,
                deleted + other.deleted);
    }

    /** Whether every row that was read is accounted for. */
    public boolean isConserved() {
        return read == inserted + updated + unchanged + duplicates + rejected;
    }
}
