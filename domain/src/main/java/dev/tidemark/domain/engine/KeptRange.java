package dev.tidemark.domain.engine;

import dev.tidemark.domain.position.DigestRange;

/**
 * A stored range whose rows are looked for. Most are met in their order; a table of its keys, open addressing, is made for
 * the first that is not. Not thread-safe.
 */
final class KeptRange {
    private final DigestRange range;
    private final DigestedRows rows;
    private final boolean[] taken;
    private int[] table = new int[0];

    KeptRange(DigestRange range) {
        this.range = range;
        this.rows = DigestedRows.decode(range.digests(), range.rows());
        this.taken = new boolean[rows.size()];
    }

    DigestRange range() {
        return range;
    }

    DigestedRows rows() {
        return rows;
    }

    long end() {
        return range.end();
    }

    int size() {
        return rows.size();
    }

    long key(int row) {
        return rows.key(row);
    }

    long digest(int row) {
        return rows.digest(row);
    }

    /** Marks the row as met again; returns its digest. */
    long take(int row) {
        taken[row] = true;
        return rows.digest(row);
    }

    boolean isTaken(int row) {
        return taken[row];
    }

    /** The row with the key, or -1. */
    int find(long key) {
        if (table.length == 0) {
            index();
        }
        for (int at = place(key); table[at] != 0; at = at + 1 & table.length - 1) {
            if (rows.key(table[at] - 1) == key) {
                return table[at] - 1;
            }
        }
        return -1;
    }

    private void index() {
        table = new int[Integer.highestOneBit(Math.max(1, rows.size())) * 4];
        for (int row = 0; row < rows.size(); row++) {
            int at = place(rows.key(row));
            while (table[at] != 0) {
                at = at + 1 & table.length - 1;
            }
            table[at] = row + 1;
        }
    }

    private int place(long key) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & table.length - 1;
    }
}
