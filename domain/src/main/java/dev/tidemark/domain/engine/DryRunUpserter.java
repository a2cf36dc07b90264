package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import dev.tidemark.domain.row.RowEquality;
import dev.tidemark.domain.row.RowType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks up in the sink what is to be written or deleted, and counts what that would change. A row that it has "written"
 * is taken to be there when it comes again. Not thread-safe.
 */
final class DryRunUpserter implements SinkUpserter {
    private final DryRunStore store;
    private final TablePlan plan;
    private final Retrier retrier;
    private final PlannedChanges changes;
    private final RowDifferences words;
    private final RowType rows;
    private final int[] key;
    private final int[] compared;
    private final RowDigest keyDigest;
    private final RowDigest rowDigest;
    private final Visibility visibility;
    private final RowMultiset keysWritten = new RowMultiset();
    private @Nullable Source source;
    private @Nullable Boolean empty;
    private long uncommitted;

    DryRunUpserter(DryRunStore store, TablePlan plan, Visibility visibility, Retrier retrier) {
        this.store = store;
        this.plan = plan;
        this.visibility = visibility;
        this.retrier = retrier;
        this.changes = store.changes(plan.write().table());
        this.words = new RowDifferences(plan);
        this.rows = plan.write().rows();
        this.key = rows.indexesOf(plan.write().key());
        this.compared = RowDifferences.comparedColumns(plan);
        this.keyDigest = new RowDigest(rows, key);
        this.rowDigest = new RowDigest(rows, IntStream.range(0, rows.width()).toArray());
    }

    private record Key(long high, long low) {
    }

    @Override
    public UpsertOutcome upsert(RowBatch batch) throws InterruptedException {
        if (plan.write().mode() == WriteMode.APPEND) {
            IntStream.range(0, batch.size()).forEach(row -> insert(batch, row));
            return new Applied(batch.size(), 0, 0, List.of(), 0);
        }
        Map<Key, Integer> asked = new HashMap<>();
        for (int row = 0; row < batch.size(); row++) {
            Optional<Reason> refusal = refusal(batch, row, asked);
            if (refusal.isPresent()) {
                return new Refused(refusal.get(), OptionalInt.of(row));
            }
        }
        Found found = batch.isEmpty() || isEmpty() ? new Found(asked) : look(batch, asked);
        return count(batch, found);
    }

    private Applied count(RowBatch batch, Found found) throws InterruptedException {
        long inserted = 0;
        long updated = 0;
        for (int row = 0; row < batch.size(); row++) {
            rowDigest.of(batch, row);
            boolean isNew = !found.isThere(row);
            if (!isNew && found.isEqual(batch, row) || changes.wasWritten(rowDigest.high(), rowDigest.low())) {
                continue;
            }
            if (isNew) {
                inserted++;
                insert(batch, row);
            } else {
                updated++;
                found.show(batch, row);
            }
            if (!isEmpty()) {
                changes.written(rowDigest.high(), rowDigest.low());
            }
        }
        if (plan.write().collisions() == KeyCollisions.POSSIBLE) {
            found.asked.keySet().forEach(written -> keysWritten.add(written.high(), written.low()));
        }
        return new Applied(inserted, updated, batch.size() - inserted - updated, List.of(), 1);
    }

    private Optional<Reason> refusal(RowBatch batch, int row, Map<Key, Integer> asked) {
        if (OrderedRows.hasNull(batch, row, key)) {
            return Optional.of(Reason.of(Reason.Kind.NULL_KEY, "a column of the key is NULL"));
        }
        keyDigest.of(batch, row);
        boolean isSecond = asked.putIfAbsent(new Key(keyDigest.high(), keyDigest.low()), row) != null
                || keysWritten.contains(keyDigest.high(), keyDigest.low());
        return isSecond ? Optional.of(Reason.of(Reason.Kind.SAME_KEY, "another row has the same key"))
                : Optional.empty();
    }

    private void insert(RowBatch batch, int row) {
        grow(1);
        changes.show(Kind.MISSING, () -> words.missing(batch, row));
    }

    private Found look(RowBatch batch, Map<Key, Integer> asked) throws InterruptedException {
        Found found = new Found(asked);
        RowBatch keys = keys(batch);
        Page page = fetch(keys);
        UnreadableRows unreadable = new UnreadableRows(rows, key);
        page.rejects().forEach(unreadable::add);
        found.add(page.rows());
        long matched = found.matched;
        for (int row = 0; row < batch.size() && matched < page.read(); row++) {
            if (!found.isThere(row)) {
                // what was found stands for another key than asked for: it is unreadable, or its column compares loosely
                Page alone = unreadable.accountFor(batch, row)
                        ? new Page(RowBatch.empty(rows), page.rejects().subList(0, 1), page.end())
                        : fetch(keys.slice(row, row + 1));
                if (alone.read() > 0) {
                    found.put(row, alone.rows());
                    matched++;
                }
            }
        }
        return found;
    }

    /** What the sink holds of the keys of a batch. */
    private final class Found {
        private final Map<Key, Integer> asked;
        private final Map<Integer, RowBatch> batches = new HashMap<>();
        private final Map<Integer, Integer> places = new HashMap<>();
        private long matched;

        Found(Map<Key, Integer> asked) {
            this.asked = asked;
        }

        void add(RowBatch page) {
            for (int there = 0; there < page.size(); there++) {
                keyDigest.of(page, there);
                Integer row = asked.get(new Key(keyDigest.high(), keyDigest.low()));
                if (row != null) {
                    batches.put(row, page);
                    places.put(row, there);
                    matched++;
                }
            }
        }

        /** Takes what was found for one row alone; no rows if it cannot be read. */
        void put(int row, RowBatch alone) {
            batches.put(row, alone);
            places.put(row, 0);
        }

        boolean isThere(int row) {
            return batches.containsKey(row);
        }

        boolean isEqual(RowBatch batch, int row) {
            RowBatch there = batches.getOrDefault(row, RowBatch.empty(rows));
            return compared.length == 0 || !there.isEmpty()
                    && RowEquality.equal(batch, row, there, places.getOrDefault(row, 0), compared);
        }

        void show(RowBatch batch, int row) {
            RowBatch there = batches.getOrDefault(row, RowBatch.empty(rows));
            changes.show(Kind.DIFFERENT, () -> there.isEmpty()
                    ? new RowDifference(Kind.DIFFERENT, words.missing(batch, row).key(),
                            words.missing(batch, row).cells())
                    : words.different(batch, row, there, places.getOrDefault(row, 0)));
        }
    }

    @Override
    public Deletion delete(RowBatch keys) throws InterruptedException {
        if (plan.write().mode() == WriteMode.APPEND) {
            deleted(keys, keys.size());
            return new Deletion(keys.size(), List.of());
        }
        Page found = fetch(keys);
        deleted(found.rows(), found.read());
        return new Deletion(found.read(), List.of());
    }

    private void deleted(RowBatch shown, long count) {
        grow(-count);
        for (int row = 0; row < shown.size(); row++) {
            int one = row;
            changes.show(Kind.EXTRA, () -> words.extra(shown, one));
        }
        if (count > 0) {
            changes.note("of the rows to delete those stay to which rows that stay refer");
        }
    }

    /** What a transaction has done others see when it ends. */
    private void grow(long by) {
        switch (visibility) {
            case EACH_BATCH -> changes.grow(by);
            case AT_COMMIT -> uncommitted += by;
        }
    }

    @Override
    public void commit() {
        changes.grow(uncommitted);
        uncommitted = 0;
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    /** Whether no row can be there. A condition of the user's hides rows whose keys may be the same. */
    private boolean isEmpty() throws InterruptedException {
        Boolean known = empty;
        if (known == null) {
            known = plan.existing().isEmpty()
                    || plan.back().where().isEmpty() && retrier.call(() -> source().count(plan.back())) == 0;
            empty = known;
        }
        return known;
    }

    private Page fetch(RowBatch keys) throws InterruptedException {
        return retrier.call(() -> source().fetch(plan.back().withoutWhere(), keys));
    }

    private Source source() {
        Source open = source;
        if (open == null) {
            open = store.openSource();
            source = open;
        }
        return open;
    }

    private RowBatch keys(RowBatch batch) {
        RowBatch.Builder keys = new RowBatch.Builder(rows.select(plan.write().key()), batch.size());
        for (int row = 0; row < batch.size(); row++) {
            for (int column : key) {
                keys.addCell(batch, row, column);
            }
            keys.endRow();
        }
        return keys.build();
    }
}
