package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.row.RowBatch;
import java.util.Optional;

/** Reads a table without a key once for each partition of its digests. */
final class KeylessPasses {
    private final RunContext context;
    private final TablePlan plan;
    private final Retrier retrier;
    private final SinkOrphans orphans;
    private final Reading reading;

    KeylessPasses(RunContext context, TablePlan plan, Retrier retrier, SinkOrphans orphans, Reading reading) {
        this.context = context;
        this.plan = plan;
        this.retrier = retrier;
        this.orphans = orphans;
        this.reading = reading;
    }

    /** Reads the whole table and writes what the filter lets through. */
    @FunctionalInterface
    interface Reading {
        void run(KeylessFilter filter, boolean countsRejects) throws InterruptedException;
    }

    /**
     * @param again whether the pass began before, so that the sink may hold rows of its own by now
     */
    void run(boolean again) throws InterruptedException {
        orphans.forget();
        long surplus = 0;
        try (SinkView sink = new SinkView(context, plan, retrier)) {
            long rows = again ? sink.count() : sink.countBefore();
            int partitions = KeylessFilter.partitions(rows);
            for (int partition = 0; partition < partitions; partition++) {
                KeylessFilter filter = rows == 0
                        ? KeylessFilter.ofEmptySink(plan.back())
                        : KeylessFilter.over(sink, plan.back(), partition, partitions);
                reading.run(filter, partition == 0);
                surplus += filter.surplus();
                if (orphans.areWanted() && filter.surplus() > 0) {
                    addSurplus(sink, filter);
                }
            }
        }
        orphans.end();
        warnOfSurplus(surplus);
    }

    private void addSurplus(SinkView sink, KeylessFilter filter) throws InterruptedException {
        try (ReadAhead pages = sink.read(plan.back())) {
            for (Optional<Page> page = pages.next(); page.isPresent(); page = pages.next()) {
                RowBatch rows = page.get().rows();
                for (int row = 0; row < rows.size(); row++) {
                    if (filter.takeSurplus(rows, row)) {
                        orphans.add(rows, row);
                    }
                }
            }
        }
    }

    private void warnOfSurplus(long rows) {
        if (rows > 0 && plan.mode() instanceof SyncMode.Upsert && !orphans.areWanted()) {
            context.warn(plan.write().table().name(), rows + " rows of the sink are not in the source: the table has no"
                    + " key, so an edited row is a new one, and its old version stays");
        }
    }
}
