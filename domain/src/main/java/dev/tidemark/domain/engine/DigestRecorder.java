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
import org.jspecify.annotations.Nullable;

/**
 * Keeps the digests of the rows that a pass found in the sink or wrote there, range by range, each saved before the
 * checkpoint that lies behind it. A row that was rejected leaves none, so that the next run tries it again (correctness
 * rule 13). Where a pass finds what the last one left, its ranges stay as they are until the first row that differs: a
 * re-sync of an unchanged table writes no digest, and what is kept never takes room twice. Not thread-safe.
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
    private @Nullable DigestedRows open;
    private List<Value> first = List.of();
    private List<Value> last = List.of();
    private long position;
    private String passBefore = "";
    private long adopted;
    private long superseded;
    private boolean rewriting = true;
    private boolean saved;
    private boolean trusted = true;

    /**
     * @param pass the pass that is under way
     * @param saved whether an earlier run began the pass, and may have saved digests of it
     */
    DigestRecorder(DigestStore store, Scope scope, String pass, TablePlan plan, boolean saved) {
        this.saved = saved;
        this.store = store;
        this.scope = scope;
        this.pass = pass;
        this.type = plan.read().rowType();
        this.key = TablePlans.keyColumns(plan);
        this.digester = new RowDigester(type, key);
        this.page = new DigestedRows(digester.isInteger(), ROWS_A_RANGE);
    }

    /** Rows that wait for the batch that holds the last of them. */
    private record Pending(long end, DigestedRows rows, List<Value> first, List<Value> last) {
    }

    /** As long as nothing else is said, what this earlier pass left holds for the rows that are read. */
    void keepThoseOf(String earlierPass) {
        passBefore = earlierPass;
        rewriting = false;
    }

    /** Digests the rows of a page; returns their keys and digests, until the next page. */
    DigestedRows read(RowBatch rows) {
        page.clear();
        for (int row = 0; row < rows.size(); row++) {
            digester.of(rows, row);
            page.add(digester.key(), digester.digest());
        }
        return page;
    }

    /** What the earlier pass left holds up to here and no further. */
    void rewriteFrom(long endOfLastThatHolds) {
        rewriting = true;
        adopted = endOfLastThatHolds;
    }

    /** Takes the first rows of a range of the earlier pass, in which others follow now. */
    void keep(DigestRange range, DigestedRows rows, int count) {
        first = range.first();
        for (int row = 0; row < count; row++) {
            add(rows.key(row), rows.digest(row));
        }
    }

    /** Takes all rows of a page; they count once they are saved. */
    void keepAll(RowBatch rows) {
        read(rows);
        for (int row = 0; row < rows.size(); row++) {
            keep(rows, row);
        }
    }

    /** Takes a row of the page that was read last; it counts once it is saved. */
    void keep(RowBatch rows, int row) {
        if (open == null) {
            first = keyOf(rows, row);
        }
        if (add(page.key(row), page.digest(row)) >= ROWS_A_RANGE) {
            last = keyOf(rows, row);
            close(position + row + 1);
        }
    }

    private int add(long keyOfRow, long digest) {
        DigestedRows range = open == null ? new DigestedRows(digester.isInteger(), ROWS_A_RANGE) : open;
        range.add(keyOfRow, digest);
        open = range;
        return range.size();
    }

    private void close(long end) {
        if (open != null) {
            pending.add(new Pending(end, open, first, last));
            open = null;
        }
    }

    /**
     * The page was taken.
     *
     * @param read its rows, unreadable ones included
     */
    void endPage(RowBatch rows, long read) {
        position += read;
        if (!rows.isEmpty()) {
            last = keyOf(rows, rows.size() - 1);
        }
    }

    /** How many rows the pass had read when the page began. */
    long position() {
        return position;
    }

    /** The earlier pass's ranges up to here are of no more use. */
    void supersede(long end) {
        superseded = end;
    }

    /** Whether saving changes what is kept. */
    boolean isRewriting() {
        return rewriting;
    }

    /** Whether what an earlier pass left was changed, so that it cannot be compared with once more. */
    boolean hasReplaced() {
        return rewriting && !passBefore.isEmpty();
    }

    /** The pass whose digests are those of the table's rows. */
    String pass() {
        return rewriting ? pass : passBefore;
    }

    /**
     * Saves what was kept since the last call.
     *
     * @param rejects those of the rows that did not land, and perhaps others
     */
    void save(List<Reject> rejects) {
        if (!rewriting) {
            return;
        }
        if (adopted > 0) {
            saved = true;
            store.adopt(scope, passBefore, adopted, pass);
            adopted = 0;
        }
        if (superseded > 0) {
            store.removeUpTo(scope, passBefore, superseded);
            superseded = 0;
        }
        close(position);
        Set<Long> rejected = keys(rejects);
        List<DigestRange> ranges = new ArrayList<>();
        for (Pending range : pending) {
            DigestedRows landed = rejected.isEmpty() ? range.rows() : range.rows().without(rejected);
            if (landed.size() > 0) {
                ranges.add(new DigestRange(range.end(), landed.size(), range.first(), range.last(), landed.encode()));
            }
        }
        pending.clear();
        if (!ranges.isEmpty()) {
            saved = true;
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
        open = null;
        position = end;
        if (saved) {
            store.removeAfter(scope, pass, end);
        }
        // What another version of Tidemark left of this pass cannot be compared with what follows.
        trusted = end == 0 || DigestFilter.canCompare(store, scope, pass);
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
