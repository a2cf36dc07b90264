package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.OrderedRows.Ascent;
import dev.tidemark.domain.row.KeyComparator;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowEquality;
import java.util.stream.IntStream;

/**
 * Reads the sink beside the source in the order of the key, and lets through what the sink lacks or holds with other
 * values. Both have to ascend strictly by the same comparison; where one does not, {@link OrderedRows.OrderBroken} ends the
 * merge before it can miss a row (correctness rule 12).
 */
final class MergeFilter implements RowFilter {
    private final OrderedRows sink;
    private final KeyComparator keys;
    private final Ascent source;
    private final int[] key;
    private final RowEquality equality;
    private final boolean comparesKeys;
    private final SinkOrphans orphans;
    private boolean hasSinkRow;
    private boolean started;

    /**
     * @param sink the sink's rows; under its own names, but column by column of the types of the rows to be sorted
     * @param empty no rows, of the type of the rows to be sorted
     * @param key the columns by which both are ordered, constants left out
     * @param compared the columns that have to be equal; none where it is enough that the row is there
     */
    MergeFilter(OrderedRows sink, RowBatch empty, int[] key, int[] compared, SinkOrphans orphans) {
        this.sink = sink;
        this.keys = new KeyComparator(empty.type(), key);
        this.source = new Ascent(keys, empty, "source");
        this.key = key.clone();
        this.equality = new RowEquality(empty.type(), compared);
        this.comparesKeys = IntStream.of(key).allMatch(column -> IntStream.of(compared).anyMatch(c -> c == column));
        this.orphans = orphans;
    }

    @Override
    public Sorted sort(RowBatch page) throws InterruptedException {
        RowBatch.Builder missing = new RowBatch.Builder(page.type(), 0);
        for (int row = 0; row < page.size(); row++) {
            if (OrderedRows.hasNull(page, row, key)) {
                missing.addRow(page, row);
                continue;
            }
            source.step(page, row);
            if (!isInSink(page, row)) {
                missing.addRow(page, row);
            }
        }
        return new Sorted(page.size(), missing.build());
    }

    @Override
    public void end() throws InterruptedException {
        start();
        while (hasSinkRow) {
            orphans.add(sink.batch(), sink.row());
            hasSinkRow = sink.next();
        }
        orphans.end();
    }

    @Override
    public void close() {
        sink.close();
    }

    private boolean isInSink(RowBatch page, int row) throws InterruptedException {
        start();
        // Most rows are equal, and then their keys are: one comparison instead of two.
        if (comparesKeys && hasSinkRow && equality.equal(page, row, sink.batch(), sink.row())) {
            hasSinkRow = sink.next();
            return true;
        }
        while (hasSinkRow) {
            int order = keys.compare(sink.batch(), sink.row(), page, row);
            if (order > 0) {
                return false;
            }
            boolean equal = order == 0 && equality.equal(page, row, sink.batch(), sink.row());
            if (order < 0) {
                orphans.add(sink.batch(), sink.row());
            }
            hasSinkRow = sink.next();
            if (order == 0) {
                return equal;
            }
        }
        return false;
    }

    private void start() throws InterruptedException {
        if (!started) {
            started = true;
            hasSinkRow = sink.next();
        }
    }
}
