package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RejectIsolator.Written;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one table, several at the same time where no row of one can meet a row of another. Platform threads,
 * as for tables: an interrupt must not break a connection in the middle of a batch. Not thread-safe.
 */
final class BatchWriters implements AutoCloseable {
    private final List<BatchWriter> writers = new ArrayList<>();
    private final List<RejectIsolator> isolators = new ArrayList<>();
    private final String table;

    BatchWriters(RunContext context, TablePlan plan, Retrier retrier) {
        this.table = plan.write().table().name();
        BatchSize size = new BatchSize(context.plan().batch().rows());
        for (int i = 0; i < number(context, plan); i++) {
            BatchWriter writer = new BatchWriter(context.sink(), plan.write(), retrier);
            writers.add(writer);
            isolators.add(new RejectIsolator(writer, TablePlans.keyOfRead(plan), size));
        }
    }

    /**
     * One where rows could meet: the sink then keeps track of keys, or they are one transaction, or a row refers to another
     * of the table.
     */
    static int number(RunContext context, TablePlan plan) {
        boolean apart = plan.write().collisions() == KeyCollisions.IMPOSSIBLE
                && plan.write().mode() != WriteMode.APPEND && plan.write().visibility() == Visibility.EACH_BATCH;
        return apart && !refersToItself(plan) ? context.plan().writers() : 1;
    }

    private static boolean refersToItself(TablePlan plan) {
        return plan.existing()
                .orElse(plan.target())
                .foreignKeys()
                .stream()
                .anyMatch(key -> key.target().equals(plan.write().table()));
    }

    /** There will be a batch soon. */
    void expectRows() {
        writers.getFirst().expectRows();
    }

    /** The one that also deletes and commits, where all is one transaction. */
    BatchWriter first() {
        return writers.getFirst();
    }

    /**
     * Writes the batches.
     *
     * @param done hears what became of each batch that was written, in their order, also if another failed
     * @throws InterruptedException if the run was cancelled before all were written; where all were, the thread is
     *     interrupted when this returns
     */
    void write(List<RowBatch> batches, Consumer<Written> done) throws InterruptedException {
        for (int from = 0; from < batches.size(); from += isolators.size()) {
            List<RowBatch> atOnce = batches.subList(from, Math.min(batches.size(), from + isolators.size()));
            if (atOnce.size() == 1) {
                done.accept(isolators.getFirst().write(atOnce.getFirst()));
            } else {
                writeAtOnce(atOnce, done);
            }
        }
    }

    @Override
    public void close() {
        writers.forEach(BatchWriter::close);
    }

    private void writeAtOnce(List<RowBatch> batches, Consumer<Written> done) throws InterruptedException {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            RejectIsolator isolator = isolators.get(i);
            RowBatch batch = batches.get(i);
            writes.add(Write.start(table + " writer " + (i + 1), () -> isolator.write(batch)));
        }
        boolean interrupted = awaitEnd(writes);
        @Nullable
        Throwable trouble = null;
        for (Write write : writes) {
            try {
                done.accept(write.task().get());
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNull(e.getCause());
                // That the run was cancelled says less than what went wrong.
                trouble = trouble == null || trouble instanceof InterruptedException ? cause : trouble;
            }
        }
        if (trouble != null) {
            throw asItWas(trouble);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for all; an interrupt is passed on to them, so that each ends after what it has in hand. */
    private static boolean awaitEnd(List<Write> writes) {
        boolean interrupted = false;
        for (Write write : writes) {
            while (write.thread().isAlive()) {
                try {
                    write.thread().join();
                } catch (InterruptedException _) {
                    interrupted = true;
                    writes.forEach(other -> other.thread().interrupt());
                }
            }
        }
        return interrupted;
    }

    private static RuntimeException asItWas(Throwable trouble) throws InterruptedException {
        return switch (trouble) {
            case InterruptedException e -> throw e;
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(trouble);
        };
    }

    /** A batch on its way. */
    private record Write(FutureTask<Written> task, Thread thread) {
        static Write start(String name, Callable<Written> work) {
            FutureTask<Written> task = new FutureTask<>(work);
            return new Write(task, Thread.ofPlatform().name(name).daemon().start(task));
        }
    }
}
