package dev.tidemark.domain.engine;

import java.util.Arrays;

/**
 * Matches the rows of both sides by their digests, whatever their order. Rows of one key are a multiset: first those are
 * paired that are equal, then those that differ; what is left, one side lacks. All in time that grows with the rows, even
 * if they share one key. Open addressing over primitive arrays, 56 bytes a row at half load; not thread-safe.
 */
final class DigestMatch {
    /** In place of the values' digest: the row is there, and cannot be read exactly. */
    static final long UNREADABLE_IN_SOURCE = 0x756e726561646162L;
    static final long UNREADABLE_IN_SINK = 0x6c6520696e207369L;

    private static final int SMALLEST = 1 << 10;

    private long[] high = new long[SMALLEST];
    private long[] low = new long[SMALLEST];
    private long[] row = new long[SMALLEST];
    /** How many more rows the source has than the sink, once both were added; negative where the sink has more. */
    private int[] surplus = new int[SMALLEST];
    private boolean[] used = new boolean[SMALLEST];
    private int entries;
    private long equal;

    /** Hears what does not match. */
    interface Mismatches {
        void missing(long keyHigh, long keyLow, long sourceRow);

        void extra(long keyHigh, long keyLow, long sinkRow);

        void different(long keyHigh, long keyLow, long sourceRow, long sinkRow);
    }

    /** Adds a row of the source; all of them before the first of the sink. */
    void addSource(long keyHigh, long keyLow, long digest) {
        // placing may replace the arrays, so it comes first
        int at = place(keyHigh, keyLow, digest);
        surplus[at]++;
    }

    void addSink(long keyHigh, long keyLow, long digest) {
        int at = place(keyHigh, keyLow, digest);
        if (surplus[at] > 0) {
            equal++;
        }
        surplus[at]--;
    }

    /** Pairs off what is left; returns how many rows were equal. */
    long end(Mismatches mismatches) {
        SourceSurplus left = new SourceSurplus();
        for (int at = 0; at < used.length; at++) {
            if (surplus[at] > 0) {
                left.add(at);
            }
        }
        for (int at = 0; at < used.length; at++) {
            for (; surplus[at] < 0; surplus[at]++) {
                int partner = left.take(at);
                if (partner >= 0) {
                    pair(partner, at, mismatches);
                } else if (row[at] != UNREADABLE_IN_SINK) {
                    mismatches.extra(high[at], low[at], row[at]);
                }
            }
        }
        for (int at = 0; at < used.length; at++) {
            for (; surplus[at] > 0 && row[at] != UNREADABLE_IN_SOURCE; surplus[at]--) {
                mismatches.missing(high[at], low[at], row[at]);
            }
        }
        return equal;
    }

    /** A row that cannot be read says nothing of its partner. */
    private void pair(int source, int sink, Mismatches mismatches) {
        if (row[source] != UNREADABLE_IN_SOURCE && row[sink] != UNREADABLE_IN_SINK) {
            mismatches.different(high[sink], low[sink], row[source], row[sink]);
        }
    }

    private int place(long keyHigh, long keyLow, long digest) {
        if (entries * 2 >= used.length) {
            grow();
        }
        int at = find(keyHigh, keyLow, digest);
        if (!used[at]) {
            used[at] = true;
            high[at] = keyHigh;
            low[at] = keyLow;
            row[at] = digest;
            entries++;
        }
        return at;
    }

    private int find(long keyHigh, long keyLow, long digest) {
        int mask = used.length - 1;
        int at = (int) (keyLow ^ digest) & mask;
        while (used[at] && (high[at] != keyHigh || low[at] != keyLow || row[at] != digest)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldRow = row;
        int[] oldSurplus = surplus;
        boolean[] oldUsed = used;
        int size = used.length * 2;
        high = new long[size];
        low = new long[size];
        row = new long[size];
        surplus = new int[size];
        used = new boolean[size];
        entries = 0;
        for (int i = 0; i < oldUsed.length; i++) {
            if (oldUsed[i]) {
                int at = place(oldHigh[i], oldLow[i], oldRow[i]);
                surplus[at] = oldSurplus[i];
            }
        }
    }

    /** The entries of which the source has too many, found by key alone: a chain for each place of the table. */
    private final class SourceSurplus {
        private final int[] first = new int[used.length];
        private final int[] next = new int[used.length];

        SourceSurplus() {
            Arrays.fill(first, -1);
        }

        void add(int entry) {
            int chain = chain(entry);
            next[entry] = first[chain];
            first[chain] = entry;
        }

        /** Takes one row with the key of this entry, if there is one. */
        int take(int entry) {
            int chain = chain(entry);
            int before = -1;
            for (int at = first[chain]; at >= 0; before = at, at = next[at]) {
                if (high[at] == high[entry] && low[at] == low[entry]) {
                    if (--surplus[at] == 0) {
                        unlink(chain, before, at);
                    }
                    return at;
                }
            }
            return -1;
        }

        private void unlink(int chain, int before, int at) {
            if (before < 0) {
                first[chain] = next[at];
            } else {
                next[before] = next[at];
            }
        }

        private int chain(int entry) {
            return (int) low[entry] & first.length - 1;
        }
    }
}
