package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.SinkOrphans.Refused;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Store;

/**
 * Makes sure that all orphans of a table are known, by the cheapest way that proves it, and that they may be deleted
 * (correctness rule 5).
 */
final class OrphanSearch {
    private final RunContext context;
    private final TablePlan plan;
    private final SinkOrphans orphans;
    private final Retrier retrier;

    OrphanSearch(RunContext context, TablePlan plan, SinkOrphans orphans, Retrier retrier) {
        this.context = context;
        this.plan = plan;
        this.orphans = orphans;
        this.retrier = retrier;
    }

    /**
     * Finds the orphans.
     *
     * @param pass how the pass over the table went
     * @param progress what became of the source's rows
     * @param sinkRowsBefore rows that the sink had in the profile's slice before the run
     * @throws Refused if they must not be deleted
     */
    void find(Pass pass, Progress progress, long sinkRowsBefore) throws InterruptedException {
        if (context.sourceStore().visibility() == Store.Visibility.PERHAPS_FILTERED) {
            throw new Refused("row-level security may hide rows of the source, so none of the sink's is known to be an"
                    + " orphan",
                    "read the source with a role or a key that sees all rows, or leave out delete-orphans");
        }
        if (plan.existing().isEmpty()) {
            // This run made the table.
            orphans.forget();
            return;
        }
        try (SinkView sink = new SinkView(context, plan, retrier)) {
            boolean empty = pass.wholeTable() ? progress.read() == 0 : sourceIsEmpty();
            if (empty && sink.countBefore() > 0) {
                throw new Refused("the source has no rows, and the sink has " + sink.countBefore()
                        + ": an empty source is never a reason to delete",
                        "look whether the source is the right one; to empty the sink, do it there");
            }
            if (!isProven(pass)) {
                search(pass, progress, sink);
            }
        }
        holdAgainstLimit(sinkRowsBefore);
    }

    /** Both sides were walked side by side, or row by row. */
    private boolean isProven(Pass pass) {
        return orphans.areKnown() && (pass.changes().equals("compare") || plan.write().mode() == WriteMode.APPEND);
    }

    /** What is not committed yet is not counted, so a full refresh asks for every key. */
    private void search(Pass pass, Progress progress, SinkView sink) throws InterruptedException {
        long landed = progress.inserted() + progress.updated() + progress.unchanged();
        boolean countsTell = pass.wholeTable() && plan.write().visibility() == Visibility.EACH_BATCH;
        long surplus = countsTell ? sink.countBefore() - landed : -1;
        if (countsTell && surplus == 0) {
            orphans.forget();
            orphans.end();
        } else if (!countsTell || !orphans.areKnown() || orphans.count() != surplus) {
            orphans.sweep(sink);
        }
    }

    private boolean sourceIsEmpty() throws InterruptedException {
        return retrier.call(() -> context.source().count(plan.read())) == 0;
    }

    private void holdAgainstLimit(long sinkRowsBefore) {
        if (plan.orphans() instanceof OrphanPolicy.Delete(DeleteLimit limit)
                && limit.isExceeded(orphans.count(), sinkRowsBefore)) {
            throw new Refused(orphans.count() + " of the sink's " + sinkRowsBefore
                    + " rows are not in the source, more than max-delete " + limit.word()
                    + " allows; nothing was deleted",
                    "tidemark verify " + context.plan().profile()
                            + " shows them as extra; if they may go, say so with --max-delete");
        }
    }
}
