package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.position.Cursor;
import org.jspecify.annotations.Nullable;

/** The sink's table as it can be read back, opened when it is first looked at. Not thread-safe. */
final class SinkView implements AutoCloseable {
    private final RunContext context;
    private final TablePlan plan;
    private final Retrier retrier;
    private @Nullable Source source;
    private long rows = -1;

    SinkView(RunContext context, TablePlan plan, Retrier retrier) {
        this.context = context;
        this.plan = plan;
        this.retrier = retrier;
    }

    /**
     * @param tableRows rows of the whole table before the run
     */
    SinkView(RunContext context, TablePlan plan, Retrier retrier, long tableRows) {
        this(context, plan, retrier);
        if (isWholeTable(plan)) {
            rows = tableRows;
        }
    }

    /** Whether the profile owns every row of the sink's table. */
    static boolean isWholeTable(TablePlan plan) {
        return plan.back().where().isEmpty() && plan.back().slice().isEmpty();
    }

    /** Rows of the slice that the profile owns, counted once; a table that this run makes has none. */
    long countBefore() throws InterruptedException {
        if (rows < 0) {
            rows = plan.existing().isEmpty() ? 0 : count();
        }
        return rows;
    }

    /** Rows of the slice that the profile owns, as the snapshot shows them that was taken when this was opened. */
    long count() throws InterruptedException {
        return retrier.call(() -> source().count(plan.back()));
    }

    /** Reads rows in the background, as they were when this was opened. */
    ReadAhead read(ReadPlan rows) {
        return new ReadAhead(new PageReader(source(), rows, new Cursor.Start(), retrier), "back " + rows.table(),
                context.clock());
    }

    Source source() {
        Source open = source;
        if (open == null) {
            open = context.sinkStore().openView();
            source = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
            source = null;
        }
    }
}
