package dev.tidemark.domain.engine;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Counts the source's rows beside the run, for the progress only; a count that fails is simply not told. A table that is
 * done soon is not counted at all: on two cores counting a million rows cost a load or a comparison of 3 s a tenth of its time.
 */
final class RowCount implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    private RowCount(RunContext context, TablePlan plan) {
        String table = plan.write().table().name();
        this.thread = Thread.ofVirtual().name("count " + table).start(() -> countIfItLasts(context, plan, table));
    }

    static RowCount start(RunContext context, TablePlan plan) {
        return new RowCount(context, plan);
    }

    @Override
    public void close() throws InterruptedException {
        ended.countDown();
        thread.join();
    }

    private void countIfItLasts(RunContext context, TablePlan plan, String table) {
        try {
            if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                count(context, plan, table);
            }
        } catch (InterruptedException _) {
            // Nobody interrupts it but the end of the process.
        }
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
