package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.OrphanStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of one sink table that the source seems to lack: found by the pass or by a sweep over the sink's keys, kept as
 * keys in the state store, asked of the source once more and then deleted (correctness rule 5). Not thread-safe.
 */
final class SinkOrphans {
    private static final int KEYS_A_PAGE = 1_000;

    private final TablePlan plan;
    private final Scope scope;
    private final OrphanStore store;
    private final SourceKeys source;
    private final int[] key;
    private final List<List<Value>> found = new ArrayList<>();
    private boolean known;
    private long count;

    SinkOrphans(RunContext context, TablePlan plan, Scope scope, Retrier retrier) {
        this.plan = plan;
        this.scope = scope;
        this.store = context.state().orphans();
        this.source = new SourceKeys(context.source(), plan, retrier);
        RowType rows = plan.write().rows();
        this.key = isKeyless()
                ? IntStream.range(0, rows.width()).toArray()
                : plan.write().key().stream().mapToInt(rows::indexOf).toArray();
    }

    /** A guard keeps orphans from being deleted; nothing was. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String advice;

        Refused(String message, String advice) {
            super(message);
            this.advice = advice;
        }

        String advice() {
            return advice;
        }
    }

    /** What became of the orphans. */
    record Deleted(long rows, long referenced, String example) {
    }

    /** Whether anybody wants to know of orphans. */
    boolean areWanted() {
        return plan.orphans() instanceof OrphanPolicy.Delete;
    }

    /** Begins anew: what was found so far is worth nothing. */
    void forget() {
        found.clear();
        known = false;
        count = 0;
        if (areWanted()) {
            store.clear(scope);
        }
    }

    /** Takes a row that only the sink has, as it was read back. */
    void add(RowBatch rows, int row) {
        count++;
        if (areWanted()) {
            found.add(Arrays.stream(key).mapToObj(column -> rows.value(row, column)).toList());
            if (found.size() == KEYS_A_PAGE) {
                keep();
            }
        }
    }

    /** Takes the key of a row, of the one column that is not constant. */
    void add(long integerKey) {
        count++;
        if (areWanted()) {
            found.add(plan.write()
                    .key()
                    .stream()
                    .map(name -> plan.back().slice().getOrDefault(name, new Value.Int64(integerKey)))
                    .toList());
            if (found.size() == KEYS_A_PAGE) {
                keep();
            }
        }
    }

    /** The last orphan was found. */
    void end() {
        keep();
        known = true;
    }

    /** Whether all orphans were found. */
    boolean areKnown() {
        return known;
    }

    /** How many were found. */
    long count() {
        return count;
    }

    /** Asks the source for every key of the sink. */
    void sweep(SinkView sink) throws InterruptedException {
        forget();
        ReadPlan keys = plan.back()
                .select(plan.write().key())
                .withLimit(new PageLimit(KEYS_A_PAGE, plan.read().limit().bytes()));
        try (ReadAhead pages = sink.read(keys)) {
            for (var page = pages.next(); page.isPresent(); page = pages.next()) {
                RowBatch rows = inKeyOrder(page.get().rows());
                boolean[] missing = source.lacks(rows);
                for (int row = 0; row < rows.size(); row++) {
                    if (missing[row]) {
                        count++;
                        found.add(rows.row(row).values());
                    }
                }
                keep();
            }
        }
        end();
    }

    /**
     * Deletes those that the source still lacks, as long as some can be deleted: a row that another orphan refers to goes
     * after it.
     */
    Deleted delete(BatchWriter writer) throws InterruptedException {
        long deleted = 0;
        while (true) {
            long inRound = 0;
            long referenced = 0;
            String example = "";
            for (List<Stored> page = store.page(scope, 0, KEYS_A_PAGE); !page.isEmpty(); page = store.page(scope,
                    page.getLast().number(), KEYS_A_PAGE)) {
                RowBatch keys = stillMissing(batch(page));
                Deletion deletion = writer.delete(keys);
                inRound += deletion.deleted();
                referenced += deletion.referenced().size();
                if (example.isEmpty() && !deletion.referenced().isEmpty()) {
                    example = keys.row(deletion.referenced().getFirst()).describe();
                }
            }
            deleted += inRound;
            if (inRound == 0 || referenced == 0 || isKeyless()) {
                return new Deleted(deleted, referenced, example);
            }
        }
    }

    private boolean isKeyless() {
        return plan.write().mode() == WriteMode.APPEND;
    }

    private void keep() {
        if (!found.isEmpty()) {
            store.add(scope, found);
            found.clear();
        }
    }

    /** Whole rows cannot be asked for by key; they were matched against one snapshot of the source. */
    private RowBatch stillMissing(RowBatch keys) throws InterruptedException {
        if (isKeyless()) {
            return keys;
        }
        boolean[] missing = source.lacks(keys);
        RowBatch.Builder left = new RowBatch.Builder(keys.type(), keys.size());
        for (int row = 0; row < keys.size(); row++) {
            if (missing[row]) {
                left.addRow(keys, row);
            }
        }
        return left.build();
    }

    private RowBatch batch(List<Stored> page) {
        RowType type = keyType();
        RowBatch.Builder keys = new RowBatch.Builder(type, page.size());
        for (Stored stored : page) {
            stored.key().forEach(keys::add);
            keys.endRow();
        }
        return keys.build();
    }

    private RowType keyType() {
        RowType rows = plan.write().rows();
        return isKeyless() ? rows : rows.select(plan.write().key());
    }

    /** The rows with their columns in the order of the key, without those that have a NULL there: nobody can name them. */
    private RowBatch inKeyOrder(RowBatch rows) {
        RowBatch.Builder keys = new RowBatch.Builder(keyType(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            Row whole = rows.row(row).select(plan.write().key());
            if (whole.values().stream().noneMatch(Value.Null.class::isInstance)) {
                whole.values().forEach(keys::add);
                keys.endRow();
            }
        }
        return keys.build();
    }
}
