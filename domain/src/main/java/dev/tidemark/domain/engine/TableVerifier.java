package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.OrderedRows.OrderBroken;
import dev.tidemark.domain.engine.Verdict.Counts;
import dev.tidemark.domain.engine.VerifiedSide.Pages;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Store.Visibility;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.KeyComparator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares one table of both sides value by value: side by side in the order of the key where both stores have one, else by
 * digests. Keeps nothing of equal rows, so that memory stays flat. Used by one thread.
 */
final class TableVerifier {
    /** About 60 MB while a partition is matched. */
    private static final long ROWS_A_PARTITION = 500_000;

    private final RunContext context;
    private final TablePlan plan;
    private final int limit;
    private final String table;
    private final Retrier retrier;
    private final int[] key;
    private Instant lastPage;
    private long pages;

    /**
     * @param limit how many differences to show
     */
    TableVerifier(RunContext context, TablePlan plan, int limit) {
        this.context = context;
        this.plan = plan;
        this.limit = limit;
        this.table = plan.write().table().name();
        this.retrier = context.retrier(table);
        this.key = RowDifferences.keyColumns(plan);
        this.lastPage = context.clock().instant();
    }

    /** Compares the table; what goes wrong is the verdict's failure. */
    TableVerdict verify() throws InterruptedException {
        Instant startedAt = context.clock().instant();
        context.listener().on(new SyncEvent.TableStarted(table, 0, ""));
        Counts counts = Counts.NONE;
        Optional<Failure> failure = Optional.empty();
        try (RowCount _ = RowCount.start(context, plan); SinkView sink = new SinkView(context, plan, retrier)) {
            counts = compare(sink);
        } catch (RuntimeException e) {
            context.listener().on(new SyncEvent.Failed(table, e));
            failure = Optional.of(Failures.of("verify " + context.plan().profile() + ", table " + table, e,
                    context.plan().profile()));
        }
        Duration took = Duration.between(startedAt, context.clock().instant());
        context.listener()
                .on(new SyncEvent.TableEnded(table,
                        new Progress(counts.sourceRows(), 0, 0, counts.equal(), 0, counts.unreadable(), 0), took,
                        failure.map(Failure::message).orElse("")));
        return new TableVerdict(table, counts.sourceRows(), counts.sinkRows(), counts.equal(), counts.missing(),
                counts.extra(), counts.different(), counts.unreadable(), counts.differences(), TypesCompared.of(plan),
                isPartial(), took, failure);
    }

    private Counts compare(SinkView view) throws InterruptedException {
        if (canMerge(view)) {
            try {
                return merge(view);
            } catch (OrderBroken _) {
                // what it found is of no use; by digests any order will do
            }
        }
        return compareDigests(view);
    }

    /** Two rows of one key, where a store has such, break the order and so end the merge by themselves. */
    private boolean canMerge(SinkView view) {
        return plan.write().mode() != WriteMode.APPEND && KeyComparator.canMerge(plan.write().rows(), key)
                && context.source().canOrder(sourceInKeyOrder()) && view.source().canOrder(sinkInKeyOrder());
    }

    private ReadPlan sourceInKeyOrder() {
        return plan.read().ordered(TablePlans.keyset(plan), KeyOrder.BINARY);
    }

    private ReadPlan sinkInKeyOrder() {
        return plan.back().ordered(plan.back().keyset(), KeyOrder.BINARY);
    }

    private Counts merge(SinkView view) throws InterruptedException {
        Verdict verdict = new Verdict(plan, limit);
        UnreadableRows ofSource = new UnreadableRows(plan.read().rowType(), key);
        UnreadableRows ofSink = new UnreadableRows(plan.back().rowType(), key);
        try (VerifiedSide source = openSource(sourceInKeyOrder(),
                counting(verdict, true).andThen(page -> page.rejects().forEach(ofSource::add)));
                VerifiedSide sink = openSink(view, sinkInKeyOrder(),
                        counting(verdict, false).andThen(page -> page.rejects().forEach(ofSink::add)))) {
            new MergeComparison(plan, source, sink, ofSource, ofSink, verdict).run();
        }
        return verdict.counts();
    }

    private Counts compareDigests(SinkView view) throws InterruptedException {
        Verdict verdict = new Verdict(plan, limit);
        DigestComparison comparison = new DigestComparison(plan, context.scratch(), verdict, partitions(view));
        comparison.run(listener -> openSource(plan.read(), counting(verdict, true).andThen(listener)),
                listener -> openSink(view, plan.back(), counting(verdict, false).andThen(listener)));
        comparison.show(listener -> openSource(plan.read(), listener),
                listener -> openSink(view, plan.back(), listener));
        return verdict.counts();
    }

    private int partitions(SinkView view) throws InterruptedException {
        long ofSource = retrier.call(() -> context.source().count(plan.read()));
        long ofSink = view.countBefore();
        return Math.toIntExact(Math.max(1, Math.ceilDiv(Math.max(ofSource, ofSink), ROWS_A_PARTITION)));
    }

    private Consumer<Page> counting(Verdict verdict, boolean ofSource) {
        return page -> {
            verdict.read(ofSource, page.read());
            page.rejects().forEach(reject -> verdict.unreadable(ofSource, reject));
            if (ofSource) {
                Instant now = context.clock().instant();
                context.listener()
                        .on(new SyncEvent.PageRead(table, ++pages, page.read(), Duration.between(lastPage, now)));
                lastPage = now;
            }
        };
    }

    private VerifiedSide openSource(ReadPlan read, Consumer<Page> listener) {
        PageReader reader = new PageReader(context.source(), read, new Cursor.Start(), retrier);
        return new VerifiedSide("source", new Pages.Of(new ReadAhead(reader, table, context.clock())), read.rowType(),
                key, listener);
    }

    private VerifiedSide openSink(SinkView view, ReadPlan read, Consumer<Page> listener) {
        Pages rows = plan.existing().isEmpty()
                ? new Pages.None()
                : new Pages.Of(view.read(read));
        return new VerifiedSide("sink", rows, read.rowType(), key, listener);
    }

    private boolean isPartial() {
        return context.sourceStore().visibility() == Visibility.PERHAPS_FILTERED
                || context.sinkStore().visibility() == Visibility.PERHAPS_FILTERED;
    }
}
