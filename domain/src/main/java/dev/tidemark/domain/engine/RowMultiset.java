package dev.tidemark.domain.engine;

/**
 * How often each row was seen, by its 128-bit digest: open addressing over primitive arrays, 20 bytes an entry at half
 * load, because an object a row would not fit in memory. Not thread-safe.
 */
final class RowMultiset {
    private static final int SMALLEST = 1 << 10;

    private long[] high = new long[SMALLEST];
    private long[] low = new long[SMALLEST];
    private int[] counts = new int[SMALLEST];
    private int entries;
    private long total;

    void add(long digestHigh, long digestLow) {
        if (entries * 2 >= counts.length) {
            grow();
        }
        int at = find(digestHigh, digestLow);
        if (counts[at] == 0 && (high[at] | low[at]) == 0) {
            entries++;
        }
        high[at] = digestHigh;
        low[at] = digestLow;
        counts[at]++;
        total++;
    }

    /** Takes one of these rows out, if there is one. */
    boolean remove(long digestHigh, long digestLow) {
        int at = find(digestHigh, digestLow);
        if (counts[at] == 0) {
            return false;
        }
        counts[at]--;
        total--;
        return true;
    }

    boolean contains(long digestHigh, long digestLow) {
        return counts[find(digestHigh, digestLow)] > 0;
    }

    /** The number of rows, each as often as it was added and not removed. */
    long total() {
        return total;
    }

    private int find(long digestHigh, long digestLow) {
        int mask = counts.length - 1;
        int at = (int) digestLow & mask;
        while ((high[at] | low[at] | counts[at]) != 0 && (high[at] != digestHigh || low[at] != digestLow)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldCounts = counts;
        high = new long[oldCounts.length * 2];
        low = new long[oldCounts.length * 2];
        counts = new int[oldCounts.length * 2];
        entries = 0;
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] > 0) {
                int at = find(oldHigh[i], oldLow[i]);
                high[at] = oldHigh[i];
                low[at] = oldLow[i];
                counts[at] = oldCounts[i];
                entries++;
            }
        }
    }

}
