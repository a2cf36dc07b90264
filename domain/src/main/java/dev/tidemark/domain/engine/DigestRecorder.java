package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the digests of the rows that a pass found in the sink or wrote there, range by range, each saved before the
 * checkpoint that lies behind it. A row that was rejected leaves none, so that the next run tries it again (correctness
 * rule 13). Not thread-safe.
 */
final class DigestRecorder {
    /** Small enough to be read at once, large enough that what is kept of the range itself costs nothing a row. */
    static final int ROWS_A_RANGE = 4_096;

    private final DigestStore store;
    private final Scope scope;
    private final String pass;
    private final RowType type;
    private final int[] key;
    private final RowDigester digester;
    private final List<Pending> pending = new ArrayList<>();
    private final DigestedRows page;
    private boolean trusted = true;

    /**
     * @param pass the pass that is under way
     */
    DigestRecorder(DigestStore store, Scope scope, String pass, TablePlan plan) {
        this.store = store;
        this.scope = scope;
        this.pass = pass;
        this.type = plan.read().rowType();
        this.key = TablePlans.keyColumns(plan);
        this.digester = new RowDigester(type, key);
        this.page = new DigestedRows(digester.isInteger());
    }

    /** Rows that wait for the batch that holds the last of them. */
    private record Pending(DigestedRows rows, List<Value> first, List<Value> last) {
    }

    /** Takes the rows of a page; they count once they are saved. Returns their keys and digests, until the next page. */
    DigestedRows read(RowBatch rows) {
        page.clear();
        for (int from = 0; from < rows.size(); from += ROWS_A_RANGE) {
            int to = Math.min(rows.size(), from + ROWS_A_RANGE);
            DigestedRows range = new DigestedRows(digester.isInteger());
            for (int row = from; row < to; row++) {
                digester.of(rows, row);
                page.add(digester.key(), digester.digest());
                range.add(digester.key(), digester.digest());
            }
            pending.add(new Pending(range, keyOf(rows, from), keyOf(rows, to - 1)));
        }
        return page;
    }

    /**
     * Saves what was read since the last call.
     *
     * @param rejects those of the rows that did not land, and perhaps others
     * @param end how many rows the pass has read so far
     */
    void save(List<Reject> rejects, long end) {
        Set<Long> rejected = keys(rejects);
        List<DigestRange> ranges = new ArrayList<>();
        long at = end - pending.size();
        for (Pending range : pending) {
            DigestedRows landed = rejected.isEmpty() ? range.rows() : range.rows().without(rejected);
            at++;
            if (landed.size() > 0) {
                ranges.add(new DigestRange(at, landed.size(), range.first(), range.last(),
                        landed.encode(0, landed.size())));
            }
        }
        pending.clear();
        if (!ranges.isEmpty()) {
            store.add(scope, pass, ranges);
        }
    }

    /** Some row may be in the sink as it was before its digest was taken. */
    void distrust() {
        trusted = false;
    }

    boolean isTrusted() {
        return trusted;
    }

    /** Whether what is kept of a row tells its key. */
    boolean knowsKeys() {
        return digester.isInteger();
    }

    /** The pass goes on from a checkpoint: what was saved behind it is read again. */
    void resumeAt(long end) {
        pending.clear();
        trusted = true;
        store.removeAfter(scope, pass, end);
    }

    private List<Value> keyOf(RowBatch rows, int row) {
        return Arrays.stream(key).mapToObj(column -> rows.value(row, column)).toList();
    }

    private Set<Long> keys(List<Reject> rejects) {
        Set<Long> found = new HashSet<>();
        for (Reject reject : rejects) {
            Optional<Row> row = reject.row().filter(rejected -> rejected.type().types().equals(type.types()));
            row.ifPresent(rejected -> {
                RowBatch.Builder builder = new RowBatch.Builder(type, 1);
                rejected.values().forEach(builder::add);
                builder.endRow();
                digester.keyOf(builder.build(), 0);
                found.add(digester.key());
            });
        }
        return found;
    }
}
