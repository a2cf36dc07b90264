package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.row.KeyComparator;
import dev.tidemark.domain.row.RowBatch;
import java.util.Optional;

/**
 * The rows of one side of a merge, one after the other, each with a key greater than the one before. Rows with a NULL in
 * their key have no place in the order and are left out. Not thread-safe.
 */
final class OrderedRows implements AutoCloseable {
    private final ReadAhead pages;
    private final Ascent ascent;
    private final int[] key;
    private RowBatch rows;
    private int row = -1;
    private boolean ended;

    /**
     * @param empty no rows, of the type of the rows to come
     * @param key the columns by which they are ordered
     * @param side what people call this side
     */
    OrderedRows(ReadAhead pages, RowBatch empty, int[] key, String side) {
        this.pages = pages;
        this.ascent = new Ascent(new KeyComparator(empty.type(), key), empty, side);
        this.key = key.clone();
        this.rows = empty;
    }

    /** Goes to the next row; false after the last. */
    boolean next() throws InterruptedException {
        while (!ended) {
            for (row++; row < rows.size(); row++) {
                if (!hasNull(rows, row, key)) {
                    ascent.step(rows, row);
                    return true;
                }
            }
            Optional<Page> page = pages.next();
            ended = page.isEmpty();
            page.ifPresent(read -> rows = read.rows());
            row = -1;
        }
        return false;
    }

    /** The batch that holds the row on which this stands. */
    RowBatch batch() {
        return rows;
    }

    /** The index of the row on which this stands. */
    int row() {
        return row;
    }

    @Override
    public void close() {
        pages.close();
    }

    static boolean hasNull(RowBatch batch, int row, int[] columns) {
        for (int column : columns) {
            if (batch.isNull(row, column)) {
                return true;
            }
        }
        return false;
    }

    /** The two sides are not in one order, so that nothing follows from walking them side by side. */
    static final class OrderBroken extends RuntimeException {
        private static final long serialVersionUID = 1;

        OrderBroken(String side) {
            super("the " + side + " does not deliver its rows in the order of their keys' values");
        }
    }

    /** Holds rows to their order: correctness rule 12. */
    static final class Ascent {
        private final KeyComparator keys;
        private final String side;
        private RowBatch before;
        private int rowBefore = -1;

        Ascent(KeyComparator keys, RowBatch empty, String side) {
            this.keys = keys;
            this.side = side;
            this.before = empty;
        }

        /**
         * Takes the next row.
         *
         * @throws OrderBroken if its key is not greater than the one before
         */
        void step(RowBatch batch, int row) {
            if (rowBefore >= 0 && keys.compare(before, rowBefore, batch, row) >= 0) {
                throw new OrderBroken(side);
            }
            before = batch;
            rowBefore = row;
        }
    }
}
