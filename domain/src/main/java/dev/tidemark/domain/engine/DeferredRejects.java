package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RejectIsolator.Written;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tries rows again that were refused for what other rows of the run may have cleared since: a missing parent, a value
 * that another row gave up. They wait in the reject store, so nothing is lost if the run dies, and memory stays flat.
 */
final class DeferredRejects {
    private static final int ROWS_A_PAGE = 1_000;

    private final RunContext context;
    private final TablePlan plan;
    private final Scope scope;
    private final String pass;
    private final Instant startedAt;
    private final Tally tally;

    /**
     * @param startedAt when this run began with the table; rejects of the same pass may be older
     */
    DeferredRejects(RunContext context, TablePlan plan, Scope scope, String pass, Instant startedAt, Tally tally) {
        this.context = context;
        this.plan = plan;
        this.scope = scope;
        this.pass = pass;
        this.startedAt = startedAt;
        this.tally = tally;
    }

    /** Tries each of the pass's rejects once more and returns how many landed. */
    long retry(Retrier retrier) throws InterruptedException {
        long landed = 0;
        try (BatchWriter writer = new BatchWriter(context.sink(), plan.write().withVisibility(Visibility.EACH_BATCH),
                retrier)) {
            RejectIsolator isolator = new RejectIsolator(writer, TablePlans.keyOfRead(plan));
            long after = 0;
            while (true) {
                List<Stored> page = context.state().rejects().page(scope, after, ROWS_A_PAGE);
                if (page.isEmpty()) {
                    return landed;
                }
                after = page.getLast().number();
                Map<Boolean, List<Stored>> ofThisRun = page.stream()
                        .filter(this::mayHaveCleared)
                        .collect(Collectors.partitioningBy(stored -> !stored.at().isBefore(startedAt)));
                landed += retry(ofThisRun.getOrDefault(true, List.of()), isolator, tally::cleared);
                landed += retry(ofThisRun.getOrDefault(false, List.of()), isolator, tally::clearedOfEarlierRun);
            }
        }
    }

    private boolean mayHaveCleared(Stored stored) {
        return stored.pass().equals(pass) && stored.reject().reason().kind().mayClear()
                && stored.reject().row().map(Row::type).filter(plan.read().rowType()::equals).isPresent();
    }

    private long retry(List<Stored> stored, RejectIsolator isolator, Consumer<Written> count)
            throws InterruptedException {
        Written written = isolator.write(batch(stored));
        Set<Row> refusedAgain = written.rejects().stream()
                .map(Reject::row)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        context.state()
                .rejects()
                .remove(stored.stream()
                        .filter(reject -> !refusedAgain.contains(reject.reject().row().orElseThrow()))
                        .map(Stored::number)
                        .toList());
        count.accept(written);
        return written.landed();
    }

    private RowBatch batch(List<Stored> stored) {
        RowType type = plan.read().rowType();
        RowBatch.Builder rows = new RowBatch.Builder(type, stored.size());
        for (Stored reject : stored) {
            reject.reject().row().orElseThrow().values().forEach(rows::add);
            rows.endRow();
        }
        return rows.build();
    }
}
