package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Matches the rows of a table without a key as a multiset: a row is in the sink if the sink has one more of its kind than
 * was found so far. The sink's rows are digested before the first row is read, so a pass that begins anew after a crash
 * is harmless. A large table is matched in several passes, each over the rows whose digests fall into one partition, so
 * that memory stays flat.
 */
final class KeylessFilter implements RowFilter {
    /** About 40 MB of digests. */
    static final long ROWS_A_PARTITION = 1_000_000;

    private final int partition;
    private final int partitions;
    private final RowDigest digest;
    private final RowMultiset inSink = new RowMultiset();

    private KeylessFilter(RowDigest digest, int partition, int partitions) {
        this.digest = digest;
        this.partition = partition;
        this.partitions = partitions;
    }

    static int partitions(long sinkRows) {
        return (int) Math.max(1, Math.ceilDiv(sinkRows, ROWS_A_PARTITION));
    }

    /** Reads the sink's rows of one partition. */
    static KeylessFilter over(SinkView sink, ReadPlan plan, int partition, int partitions)
            throws InterruptedException {
        KeylessFilter filter = new KeylessFilter(digest(plan), partition, partitions);
        try (ReadAhead pages = sink.read(plan)) {
            for (Optional<Page> page = pages.next(); page.isPresent(); page = pages.next()) {
                filter.addAll(page.get().rows());
            }
        }
        return filter;
    }

    static KeylessFilter ofEmptySink(ReadPlan plan) {
        return new KeylessFilter(digest(plan), 0, 1);
    }

    private static RowDigest digest(ReadPlan plan) {
        return new RowDigest(plan.rowType(), IntStream.range(0, plan.columns().size()).toArray());
    }

    @Override
    public Sorted sort(RowBatch page) {
        RowBatch.Builder missing = new RowBatch.Builder(page.type(), page.size());
        long mine = 0;
        for (int row = 0; row < page.size(); row++) {
            digest.of(page, row);
            if (isMine()) {
                mine++;
                if (!inSink.remove(digest.high(), digest.low())) {
                    missing.addRow(page, row);
                }
            }
        }
        return new Sorted(mine, missing.build());
    }

    @Override
    public void end() {
        // the surplus is what is left
    }

    @Override
    public void close() {
        // nothing is held
    }

    /** Whether the row is of this partition and is one of those that no source row was found for; it is then taken out. */
    boolean takeSurplus(RowBatch rows, int row) {
        digest.of(rows, row);
        return isMine() && inSink.remove(digest.high(), digest.low());
    }

    /** How many rows of the sink, of this partition, no source row was found for. */
    long surplus() {
        return inSink.total();
    }

    private void addAll(RowBatch rows) {
        for (int row = 0; row < rows.size(); row++) {
            digest.of(rows, row);
            if (isMine()) {
                inSink.add(digest.high(), digest.low());
            }
        }
    }

    private boolean isMine() {
        return partitions == 1 || Long.remainderUnsigned(digest.high(), partitions) == partition;
    }
}
