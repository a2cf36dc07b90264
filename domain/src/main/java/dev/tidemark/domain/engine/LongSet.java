package dev.tidemark.domain.engine;

/** Digests of keys, up to a million of them in 16 MB; of more it only knows that there were more. Not thread-safe. */
final class LongSet {
    private static final int SMALLEST = 1 << 10;
    private static final int MOST = 1 << 20;

    private long[] table = new long[SMALLEST];
    private int size;
    private boolean hasZero;
    private boolean overflown;

    void add(long number) {
        if (overflown) {
            return;
        }
        if (number == 0) {
            hasZero = true;
        } else if (place(number)) {
            size++;
            if (size > MOST) {
                overflown = true;
                table = new long[SMALLEST];
            } else if (size * 2 > table.length) {
                grow();
            }
        }
    }

    boolean contains(long number) {
        if (number == 0) {
            return hasZero;
        }
        int at = find(number);
        return table[at] == number;
    }

    boolean isEmpty() {
        return size == 0 && !hasZero;
    }

    /** Whether there were more than it can hold, so that nothing is known of any. */
    boolean isOverflown() {
        return overflown;
    }

    private boolean place(long number) {
        int at = find(number);
        boolean isNew = table[at] == 0;
        table[at] = number;
        return isNew;
    }

    /** Digests are spread evenly as they are. */
    private int find(long number) {
        int at = (int) (number >>> 32) & table.length - 1;
        while (table[at] != 0 && table[at] != number) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (long number : old) {
            if (number != 0) {
                table[find(number)] = number;
            }
        }
    }
}
