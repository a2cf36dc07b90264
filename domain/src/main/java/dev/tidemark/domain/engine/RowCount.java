package dev.tidemark.domain.engine;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import java.util.List;

/** Counts the source's rows beside the run, for the progress only; a count that fails is simply not told. */
final class RowCount implements AutoCloseable {
    private final Thread thread;

    private RowCount(Thread thread) {
        this.thread = thread;
    }

    static RowCount start(RunContext context, TablePlan plan) {
        String table = plan.write().table().name();
        return new RowCount(Thread.ofVirtual().name("count " + table).start(() -> count(context, plan, table)));
    }

    @Override
    public void close() throws InterruptedException {
        thread.join();
    }

    private static void count(RunContext context, TablePlan plan, String table) {
        if (plan.read().where().isPresent()) {
            return;
        }
        try {
            TableName read = plan.read().table();
            long rows = context.sourceStore().sizes().rows(List.of(read)).getOrDefault(read, 0L);
            context.listener().on(new SyncEvent.TableMeasured(table, Math.min(rows, context.plan().limit())));
        } catch (StoreException _) {
            // the run itself meets the same trouble, and tells it
        }
    }
}
