package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.schema.TableName;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs tables side by side, each after the tables that it refers to. Platform threads: an interrupt must not break a
 * connection in the middle of a batch, as it would on a virtual thread.
 */
final class TableScheduler {
    private final int threads;

    TableScheduler(int threads) {
        this.threads = threads;
    }

    /**
     * Runs every table once, or skips it after a failure that concerns it.
     *
     * @throws InterruptedException if the run was cancelled; all tables have ended by then
     */
    void run(TableOrder order, Map<TableName, TableRun> runs) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().name("table-", 1).daemon().factory());
        try {
            new Round(order, runs, new ExecutorCompletionService<>(workers)).run();
        } finally {
            workers.shutdownNow();
            awaitEnd(workers);
        }
    }

    private static void awaitEnd(ExecutorService workers) {
        boolean interrupted = false;
        while (!workers.isTerminated()) {
            try {
                workers.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The tables of one run on their way through the workers. */
    private final class Round {
        private final TableOrder order;
        private final Map<TableName, TableRun> waiting;
        private final ExecutorCompletionService<TableRun> workers;
        private final Set<TableName> done = new HashSet<>();
        private int running;

        Round(TableOrder order, Map<TableName, TableRun> runs, ExecutorCompletionService<TableRun> workers) {
            this.order = order;
            this.waiting = new LinkedHashMap<>(runs);
            this.workers = workers;
        }

        void run() throws InterruptedException {
            List.copyOf(waiting.values()).stream().filter(table -> table.failure().isPresent()).forEach(this::ended);
            submitReady();
            while (running > 0) {
                ended(next());
                submitReady();
            }
        }

        /** In their order, and no further than there are threads: it is asked after each table of a run of thousands. */
        private void submitReady() {
            Iterator<TableRun> ready = waiting.values().iterator();
            while (running < threads && ready.hasNext()) {
                TableRun table = ready.next();
                if (done.containsAll(order.parents(table.plan()))) {
                    ready.remove();
                    running++;
                    workers.submit(() -> {
                        table.run();
                        return table;
                    });
                }
            }
        }

        private TableRun next() throws InterruptedException {
            try {
                return workers.take().get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case InterruptedException _ -> throw new InterruptedException("a table was cancelled");
                    case Error error -> throw error;
                    case null, default -> throw new IllegalStateException("a table's thread ended", e);
                }
            } finally {
                running--;
            }
        }

        private void ended(TableRun table) {
            TableName name = table.plan().write().table();
            waiting.remove(name);
            done.add(name);
            table.failure().ifPresent(failure -> {
                if (failure.kind() == Failure.Kind.UNREACHABLE) {
                    waiting.values().forEach(other -> other.skip("the run ended at " + name));
                    waiting.clear();
                } else {
                    skipChildren(name);
                }
            });
        }

        private void skipChildren(TableName parent) {
            for (TablePlan plan : order.ordered()) {
                TableName name = plan.write().table();
                TableRun child = waiting.get(name);
                if (child != null && order.parents(plan).contains(parent)) {
                    waiting.remove(name);
                    child.skip("it refers to " + parent + ", which failed");
                    done.add(name);
                    skipChildren(name);
                }
            }
        }
    }
}
