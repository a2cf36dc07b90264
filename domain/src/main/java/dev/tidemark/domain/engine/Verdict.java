package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.List;

/** What one pass over both sides of a table has found so far. Equal rows cost a count, and nothing else. Not thread-safe. */
final class Verdict {
    private final RowDifferences words;
    private final int limit;
    private final List<RowDifference> differences = new ArrayList<>();
    private long sourceRows;
    private long sinkRows;
    private long equal;
    private long missing;
    private long extra;
    private long different;
    private long unreadable;

    /**
     * @param limit how many differences to keep
     */
    Verdict(TablePlan plan, int limit) {
        this.words = new RowDifferences(plan);
        this.limit = limit;
    }

    void read(boolean ofSource, long count) {
        if (ofSource) {
            sourceRows += count;
        } else {
            sinkRows += count;
        }
    }

    void equal(long count) {
        equal += count;
    }

    void missing(long count) {
        missing += count;
    }

    void extra(long count) {
        extra += count;
    }

    void different(long count) {
        different += count;
    }

    /** Counts a row that one side cannot give exactly, and shows it. */
    void unreadable(boolean ofSource, Reject reject) {
        unreadable++;
        if (hasRoomFor(1)) {
            differences.add(words.unreadable(ofSource, reject));
        }
    }

    /** Whether so many more differences will be kept. */
    boolean hasRoomFor(int more) {
        return differences.size() + more <= limit;
    }

    void showMissing(RowBatch source, int row) {
        if (hasRoomFor(1)) {
            differences.add(words.missing(source, row));
        }
    }

    void showExtra(RowBatch sink, int row) {
        if (hasRoomFor(1)) {
            differences.add(words.extra(sink, row));
        }
    }

    void showDifferent(RowBatch source, int row, RowBatch sink, int sinkRow) {
        if (hasRoomFor(1)) {
            differences.add(words.different(source, row, sink, sinkRow));
        }
    }

    Counts counts() {
        return new Counts(sourceRows, sinkRows, equal, missing, extra, different, unreadable, differences);
    }

    /** See {@link VerifyReport.TableVerdict}. */
    record Counts(long sourceRows, long sinkRows, long equal, long missing, long extra, long different,
            long unreadable, List<RowDifference> differences) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, List.of());
    }
}
