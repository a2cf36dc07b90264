package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the rows whose digest is not among those that the last run left. The stored ranges lie in the source's own
 * order, so a window of a few of them moves along with the reading; nobody compares keys, they are only found or not. A row
 * that is not found is sent, which does no harm if it was only looked for in the wrong place. Not thread-safe.
 */
final class DigestFilter implements RowFilter {
    private static final int RANGES_IN_WINDOW = 16;
    private static final int RANGES_A_PAGE = 32;

    private final DigestStore store;
    private final Scope scope;
    private final String pass;
    private final DigestRecorder recorder;
    private final SinkOrphans orphans;
    private final Map<Long, Integer> starts = new HashMap<>();
    private final Deque<Window> window = new ArrayDeque<>();
    private final Deque<DigestRange> fetched = new ArrayDeque<>();
    private long fetchedTo;
    private int nextRange;
    private @Nullable Window current;

    /**
     * @param pass the pass whose digests are compared with
     * @param recorder takes the rows' digests for the next run
     * @param orphans takes the keys of rows that were not read again, where the key itself is remembered
     */
    DigestFilter(DigestStore store, Scope scope, String pass, DigestRecorder recorder, SinkOrphans orphans) {
        this.store = store;
        this.scope = scope;
        this.pass = pass;
        this.recorder = recorder;
        this.orphans = orphans;
        indexStarts();
    }

    /** A stored range whose rows are looked for: open addressing over its keys. */
    private static final class Window {
        private final int number;
        private final DigestedRows rows;
        private final int[] table;
        private final boolean[] found;

        Window(int number, DigestedRows rows) {
            this.number = number;
            this.rows = rows;
            this.table = new int[Integer.highestOneBit(Math.max(1, rows.size())) * 4];
            this.found = new boolean[rows.size()];
            for (int row = 0; row < rows.size(); row++) {
                int at = place(rows.key(row));
                while (table[at] != 0) {
                    at = at + 1 & table.length - 1;
                }
                table[at] = row + 1;
            }
        }

        /** The row with the key, or -1. */
        int find(long key) {
            for (int at = place(key); table[at] != 0; at = at + 1 & table.length - 1) {
                if (rows.key(table[at] - 1) == key) {
                    return table[at] - 1;
                }
            }
            return -1;
        }

        private int place(long key) {
            long mixed = key * 0x9e3779b97f4a7c15L;
            return (int) (mixed >>> 32) & table.length - 1;
        }
    }

    @Override
    public Sorted sort(RowBatch page) {
        DigestedRows digests = recorder.read(page);
        RowBatch.Builder changed = new RowBatch.Builder(page.type(), 0);
        for (int row = 0; row < page.size(); row++) {
            if (!isUnchanged(digests.key(row), digests.digest(row))) {
                changed.addRow(page, row);
            }
        }
        return new Sorted(page.size(), changed.build());
    }

    @Override
    public void end() {
        while (!window.isEmpty() || load()) {
            evictFirst();
        }
        if (recorder.knowsKeys()) {
            orphans.end();
        }
    }

    @Override
    public void close() {
        window.clear();
        fetched.clear();
        current = null;
    }

    private boolean isUnchanged(long key, long digest) {
        Window range = find(key);
        if (range == null) {
            return false;
        }
        int row = range.find(key);
        range.found[row] = true;
        if (range != current) {
            current = range;
            moveAlong(range);
        }
        return range.rows.digest(row) == digest;
    }

    private @Nullable Window find(long key) {
        if (current != null && current.find(key) >= 0) {
            return current;
        }
        if (window.isEmpty()) {
            fill();
        }
        Window found = inWindow(key);
        if (found == null) {
            Integer start = starts.get(key);
            if (start != null && (window.isEmpty() || start > window.getLast().number)) {
                jumpTo(start);
                found = inWindow(key);
            }
        }
        return found;
    }

    private @Nullable Window inWindow(long key) {
        for (Window range : window) {
            if (range.find(key) >= 0) {
                return range;
            }
        }
        return null;
    }

    /** Keeps one range behind the one that was found, and the rest of the window ahead. */
    private void moveAlong(Window current) {
        while (window.getFirst().number < current.number - 1) {
            evictFirst();
        }
        fill();
    }

    private void jumpTo(int start) {
        while (window.isEmpty() || window.getLast().number < start) {
            if (window.size() == RANGES_IN_WINDOW) {
                evictFirst();
            }
            if (!load()) {
                return;
            }
        }
    }

    private void fill() {
        boolean more = true;
        while (more && window.size() < RANGES_IN_WINDOW) {
            more = load();
        }
    }

    private void evictFirst() {
        Window range = window.removeFirst();
        for (int row = 0; row < range.found.length && range.rows.areIntegers(); row++) {
            if (!range.found[row]) {
                orphans.add(range.rows.key(row));
            }
        }
    }

    private boolean load() {
        if (fetched.isEmpty()) {
            List<DigestRange> page = store.page(scope, pass, fetchedTo, RANGES_A_PAGE);
            if (page.isEmpty()) {
                return false;
            }
            fetchedTo = page.getLast().end();
            fetched.addAll(page);
        }
        window.addLast(new Window(nextRange++, DigestedRows.decode(fetched.removeFirst().digests())));
        return true;
    }

    /** Where each range begins, so that the window finds its place again after rows that are all new. */
    private void indexStarts() {
        long after = 0;
        int number = 0;
        for (List<DigestRange> page = store.page(scope, pass, after, RANGES_A_PAGE); !page.isEmpty(); page = store
                .page(scope, pass, after, RANGES_A_PAGE)) {
            for (DigestRange range : page) {
                starts.put(DigestedRows.decode(range.digests()).key(0), number++);
            }
            after = page.getLast().end();
        }
    }
}
