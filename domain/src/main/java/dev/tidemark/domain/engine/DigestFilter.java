package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the rows whose digest is not among those that the last run left. The stored ranges lie in the source's own
 * order, so nearly every row is where the one before it led to; for the others a window of a few ranges moves along with
 * the reading. Nobody compares keys, they are only found or not. A row that is not found is sent, which does no harm if it
 * was only looked for in the wrong place. Not thread-safe.
 */
final class DigestFilter implements RowFilter {
    private static final int RANGES_IN_WINDOW = 16;
    private static final int RANGES_A_PAGE = 32;
    private static final int NOT_FOUND = -1;

    private final DigestStore store;
    private final Scope scope;
    private final String pass;
    private final DigestRecorder recorder;
    private final SinkOrphans orphans;
    private final Deque<KeptRange> window = new ArrayDeque<>();
    private final Deque<DigestRange> fetched = new ArrayDeque<>();
    private @Nullable Map<Long, Long> starts;
    private long fetchedTo;
    private boolean fetchedAll;
    private @Nullable KeptRange current;
    private int next;
    private long endBefore;
    private boolean same = true;

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
        recorder.keepThoseOf(pass);
    }

    /** Whether the digests of a pass are of the kind that is taken now. */
    static boolean canCompare(DigestStore store, Scope scope, String pass) {
        return store.page(scope, pass, 0, 1).stream().allMatch(range -> DigestedRows.isCurrent(range.digests()));
    }

    @Override
    public Sorted sort(RowBatch page) {
        DigestedRows digests = recorder.read(page);
        RowBatch.Builder changed = new RowBatch.Builder(page.type(), 0);
        for (int row = 0; row < page.size(); row++) {
            if (!isUnchanged(page, row, digests.key(row), digests.digest(row))) {
                changed.addRow(page, row);
            }
        }
        return new Sorted(page.size(), changed.build());
    }

    @Override
    public void end() {
        moveToNextRow(0);
        if (current != null && next < current.size()) {
            stopKeeping();
        }
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

    private boolean isUnchanged(RowBatch page, int row, long key, long digest) {
        moveToNextRow(row);
        KeptRange inPlace = current != null && next < current.size() && current.key(next) == key ? current : null;
        if (same && (inPlace == null || inPlace.digest(next) != digest)) {
            stopKeeping();
        }
        if (!same) {
            recorder.keep(page, row);
        }
        KeptRange range = inPlace == null ? find(key) : inPlace;
        if (range == null) {
            return false;
        }
        int place = inPlace == null ? range.find(key) : next;
        if (range != current) {
            current = range;
            moveAlong(range);
        }
        next = place + 1;
        return range.take(place) == digest;
    }

    /** Goes on to the next range after the last row of one. */
    private void moveToNextRow(int rowOfPage) {
        KeptRange range = current;
        if (range != null && next < range.size()) {
            return;
        }
        if (same && range != null) {
            if (range.end() == recorder.position() + rowOfPage) {
                endBefore = range.end();
            } else {
                // The same rows, and yet a place among them has another number: an unreadable one came or went.
                stopKeeping();
            }
        }
        KeptRange following = following(range);
        if (following != null) {
            current = following;
            next = 0;
            moveAlong(following);
        }
    }

    private @Nullable KeptRange following(@Nullable KeptRange range) {
        if (range == null || range == window.peekLast()) {
            return load() ? window.getLast() : null;
        }
        boolean passed = false;
        for (KeptRange candidate : window) {
            if (passed) {
                return candidate;
            }
            passed = candidate == range;
        }
        return null;
    }

    /** From here on the rows are others than the last run left: all before the range stay kept, and its rows so far. */
    private void stopKeeping() {
        if (same) {
            same = false;
            recorder.rewriteFrom(endBefore);
            if (current != null && current.end() != endBefore) {
                recorder.keep(current.range(), current.rows(), next);
            }
        }
    }

    private @Nullable KeptRange find(long key) {
        if (current != null && current.find(key) != NOT_FOUND) {
            return current;
        }
        fill();
        KeptRange found = inWindow(key);
        if (found == null) {
            Long start = starts().get(key);
            if (start != null && (window.isEmpty() || start > window.getLast().end())) {
                jumpTo(start);
                found = inWindow(key);
            }
        }
        return found;
    }

    private @Nullable KeptRange inWindow(long key) {
        for (KeptRange range : window) {
            if (range.find(key) != NOT_FOUND) {
                return range;
            }
        }
        return null;
    }

    /** Keeps one range behind the one that was found. */
    private void moveAlong(KeptRange found) {
        while (window.getFirst() != found && second() != found) {
            evictFirst();
        }
    }

    private @Nullable KeptRange second() {
        Iterator<KeptRange> ranges = window.iterator();
        ranges.next();
        return ranges.hasNext() ? ranges.next() : null;
    }

    private void jumpTo(long start) {
        while (window.isEmpty() || window.getLast().end() < start) {
            if (window.size() >= RANGES_IN_WINDOW) {
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
        KeptRange range = window.removeFirst();
        for (int row = 0; row < range.size() && range.rows().areIntegers(); row++) {
            if (!range.isTaken(row)) {
                orphans.add(range.key(row));
            }
        }
        recorder.supersede(range.end());
    }

    private boolean load() {
        if (fetched.isEmpty()) {
            List<DigestRange> page = fetchedAll ? List.of() : store.page(scope, pass, fetchedTo, RANGES_A_PAGE);
            fetchedAll = page.size() < RANGES_A_PAGE;
            if (page.isEmpty()) {
                return false;
            }
            fetchedTo = page.getLast().end();
            fetched.addAll(page);
        }
        window.addLast(new KeptRange(fetched.removeFirst()));
        return true;
    }

    /** Where each range that is still ahead begins, so that the window finds its place again after rows that are all new. */
    private Map<Long, Long> starts() {
        Map<Long, Long> known = starts;
        if (known == null) {
            known = new HashMap<>();
            long after = 0;
            for (List<DigestRange> page = store.page(scope, pass, after, RANGES_A_PAGE); !page.isEmpty(); page = store
                    .page(scope, pass, after, RANGES_A_PAGE)) {
                for (DigestRange range : page) {
                    known.put(DigestedRows.firstKey(range.digests()), range.end());
                }
                after = page.getLast().end();
            }
            starts = known;
        }
        return known;
    }
}
