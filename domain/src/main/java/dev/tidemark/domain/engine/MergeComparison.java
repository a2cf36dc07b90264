package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.row.KeyComparator;
import dev.tidemark.domain.row.RowEquality;

/**
 * Walks both sides of a table in the order of their keys and compares rows with equal keys cell by cell; nothing is kept
 * of equal rows. Both sides have to ascend strictly by one comparison (correctness rule 12).
 */
final class MergeComparison {
    private final VerifiedSide source;
    private final VerifiedSide sink;
    private final UnreadableRows sourceUnreadable;
    private final UnreadableRows sinkUnreadable;
    private final Verdict verdict;
    private final KeyComparator keys;
    private final RowEquality equality;

    MergeComparison(TablePlan plan, VerifiedSide source, VerifiedSide sink, UnreadableRows sourceUnreadable,
            UnreadableRows sinkUnreadable, Verdict verdict) {
        this.source = source;
        this.sink = sink;
        this.sourceUnreadable = sourceUnreadable;
        this.sinkUnreadable = sinkUnreadable;
        this.verdict = verdict;
        this.keys = new KeyComparator(plan.write().rows(), RowDifferences.keyColumns(plan));
        this.equality = new RowEquality(plan.write().rows(), RowDifferences.comparedColumns(plan));
    }

    /**
     * @throws OrderedRows.OrderBroken if a side is in another order: nothing of what was found so far is of use
     */
    void run() throws InterruptedException {
        boolean hasSource = source.advance();
        boolean hasSink = sink.advance();
        while (hasSource || hasSink) {
            int order = !hasSource ? 1 : !hasSink ? -1
                    : keys.compare(source.rows(), source.row(), sink.rows(), sink.row());
            if (order == 0) {
                compareRows();
            } else if (order < 0) {
                onlyInSource();
            } else {
                onlyInSink();
            }
            hasSource = order <= 0 ? source.advance() : hasSource;
            hasSink = order >= 0 ? sink.advance() : hasSink;
        }
    }

    private void compareRows() {
        if (equality.equal(source.rows(), source.row(), sink.rows(), sink.row())) {
            verdict.equal(1);
        } else {
            verdict.different(1);
            verdict.showDifferent(source.rows(), source.row(), sink.rows(), sink.row());
        }
    }

    /** The other side stands behind the place where this row would be, so its unreadable rows up to there are known. */
    private void onlyInSource() {
        if (!sinkUnreadable.accountFor(source.rows(), source.row())) {
            verdict.missing(1);
            verdict.showMissing(source.rows(), source.row());
        }
    }

    private void onlyInSink() {
        if (!sourceUnreadable.accountFor(sink.rows(), sink.row())) {
            verdict.extra(1);
            verdict.showExtra(sink.rows(), sink.row());
        }
    }
}
