package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.WatermarkStart.Start;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.ChangeDetection.ByWatermark;
import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.KeyComparator;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides how a pass over one table finds out what the sink needs: by what the profile asks for, and by what is known of
 * both ends now.
 */
final class PassChooser {
    private final RunContext context;
    private final TablePlan plan;
    private final Scope scope;
    private final SinkView sink;
    private final Retrier retrier;
    private final SinkOrphans orphans;

    PassChooser(RunContext context, TablePlan plan, Scope scope, SinkView sink, Retrier retrier, SinkOrphans orphans) {
        this.context = context;
        this.plan = plan;
        this.scope = scope;
        this.sink = sink;
        this.retrier = retrier;
        this.orphans = orphans;
    }

    /**
     * @param interrupted the checkpoint from which the pass goes on, if it does
     * @param pass the name of the pass
     * @param sinkIdentity which table the sink's is
     */
    Pass choose(Optional<Checkpoint> interrupted, String pass, String sinkIdentity)
            throws InterruptedException {
        return switch (changes()) {
            case ChangeDetection.ByWatermark changes -> interrupted.isPresent()
                    ? resumedByWatermark(changes, interrupted.get())
                    : byWatermark(changes, sinkIdentity);
            case ChangeDetection.All _ -> everything("all", interrupted);
            case ChangeDetection.Compare _ when isChangedBySink(sinkIdentity) ->
                    byDigest(interrupted, pass, sinkIdentity);
            case ChangeDetection.Compare _ -> interrupted.isPresent() || sink.countBefore() == 0
                    ? everything("compare", interrupted)
                    : compared("compare", Optional.empty());
            case ChangeDetection.Digest _ -> byDigest(interrupted, pass, sinkIdentity);
        };
    }

    /** A table that is compared leaves a sync point only where the sink changes what is written to it. */
    private boolean isChangedBySink(String sinkIdentity) {
        return plan.mode() instanceof SyncMode.Upsert && plan.write().collisions() == KeyCollisions.IMPOSSIBLE
                && context.remembered()
                        .syncPoint(scope)
                        .filter(point -> misfit(point, sinkIdentity).isEmpty())
                        .isPresent();
    }

    /** What a sync point of this plan relies on: digests are of the values in flight. */
    static SchemaFingerprint remembered(TablePlan plan) {
        return SchemaFingerprint.of(plan.fingerprint().hex() + plan.write().rows().types());
    }

    /**
     * Where part of the rows is read or seen, or one key can stand for another, the sink itself has to look at each row. A
     * comparison notices by itself when two rows have one value as their key, and then ends.
     */
    private ChangeDetection changes() {
        boolean isPartial = context.plan().limit() != Long.MAX_VALUE
                || context.sinkStore().visibility() != Store.Visibility.ALL_ROWS;
        return switch (plan.changes()) {
            case ChangeDetection.ByWatermark changes when !(plan.mode() instanceof SyncMode.FullRefresh) -> changes;
            case ChangeDetection.All all -> all;
            case ChangeDetection _ when isPartial || plan.write().mode() == WriteMode.APPEND || isLoose() ->
                    new ChangeDetection.All();
            case ChangeDetection.Digest digest when plan.write().collisions() == KeyCollisions.IMPOSSIBLE
                    && !(plan.mode() instanceof SyncMode.FullRefresh) -> digest;
            case ChangeDetection.Digest _, ChangeDetection.ByWatermark _, ChangeDetection.Compare _ ->
                    new ChangeDetection.Compare();
        };
    }

    private boolean isLoose() {
        return plan.existing().map(TableSchema::keyEquality).filter(KeyEquality.LOOSE::equals).isPresent();
    }

    private Pass everything(String word, Optional<Checkpoint> interrupted) {
        boolean inKeyOrder = interrupted.map(Checkpoint::fingerprint).filter(inKeyOrder()::equals).isPresent();
        return new Pass(inKeyOrder ? readInKeyOrder() : plan.read(), word, RowFilter.Everything::new,
                interrupted.isEmpty(), inKeyOrder ? inKeyOrder() : plan.fingerprint(), Optional.empty(),
                Optional.empty());
    }

    private Pass compared(String word, Optional<DigestRecorder> recorder) {
        int[] key = TablePlans.keyColumns(plan);
        RowType rows = plan.write().rows();
        ReadPlan back = plan.back().ordered(plan.back().keyset(), KeyOrder.BINARY);
        if (!KeyComparator.canMerge(rows, key) || !context.source().canOrder(readInKeyOrder())
                || !sink.source().canOrder(back)) {
            return matched(word, recorder);
        }
        int[] compared = plan.write().mode() == WriteMode.INSERT_ONLY
                ? new int[0]
                : IntStream.range(0, rows.width()).toArray();
        return new Pass(readInKeyOrder(), word, () -> {
            orphans.forget();
            OrderedRows sinkRows = new OrderedRows(sink.read(back), RowBatch.empty(rows), key, "sink");
            return new MergeFilter(sinkRows, RowBatch.empty(plan.read().rowType()), key, compared, orphans);
        }, true, inKeyOrder(), recorder, Optional.empty());
    }

    private Pass matched(String word, Optional<DigestRecorder> recorder) {
        return new Pass(plan.read(), word, () -> {
            orphans.forget();
            return MatchFilter.over(context, plan, sink, retrier, orphans, recorder);
        }, true, plan.fingerprint(), recorder, Optional.empty());
    }

    /** How the pass goes on when the two sides turned out to be in different orders. */
    Pass withoutOrder(Pass merged) {
        return matched(merged.changes(), merged.recorder());
    }

    private Pass byDigest(Optional<Checkpoint> interrupted, String pass, String sinkIdentity)
            throws InterruptedException {
        // Also where it begins anew: what it left before it was interrupted is there still.
        boolean begunBefore = !pass.equals(context.run());
        DigestRecorder recorder = new DigestRecorder(context.state().digests(), scope, pass, plan, begunBefore);
        if (interrupted.isPresent()) {
            Pass resumed = everything("digest", interrupted);
            return new Pass(resumed.read(), "digest", resumed.filter(), false, resumed.fingerprint(),
                    Optional.of(recorder), Optional.empty());
        }
        long sinkRows = sink.countBefore();
        Optional<SyncPoint> point = point(sinkIdentity).filter(SyncPoint::digested);
        if (point.isPresent() && point.get().sinkRows() == sinkRows && sinkRows > 0) {
            if (!DigestFilter.canCompare(context.state().digests(), scope, point.get().pass())) {
                context.warn(scope.table(), "the digests that the last run left are of another version of Tidemark: the"
                        + " rows are compared instead");
                return compared("compare", Optional.of(recorder));
            }
            return new Pass(plan.read(), "digest", () -> {
                orphans.forget();
                return recorder.hasReplaced() ? MatchFilter.over(context, plan, sink, retrier, orphans,
                        Optional.of(recorder))
                        : new DigestFilter(context.state().digests(), scope, point.get().pass(), recorder,
                                orphans);
            }, true, plan.fingerprint(), Optional.of(recorder), Optional.empty());
        }
        point.filter(left -> left.sinkRows() != sinkRows)
                .ifPresent(left -> context.warn(scope.table(), "the sink has " + sinkRows + " rows and not the "
                        + left.sinkRows()
                        + " that the last run left there: its rows are compared instead of the digests"));
        if (sinkRows == 0) {
            return new Pass(plan.read(), "digest", RowFilter.Everything::new, true, plan.fingerprint(),
                    Optional.of(recorder), Optional.empty());
        }
        return compared("compare", Optional.of(recorder));
    }

    private Pass resumedByWatermark(ByWatermark changes, Checkpoint checkpoint) {
        return watermarkPass(changes, checkpoint.watermark()
                .orElseGet(() -> new Watermark(changes.column(), Optional.empty(), Optional.empty())),
                checkpoint.settled(), false);
    }

    private Pass byWatermark(ByWatermark changes, String sinkIdentity) throws InterruptedException {
        if (plan.source().column(changes.column()).isEmpty()) {
            throw new Unplannable("the watermark column " + changes.column() + " is not in " + plan.source().name(),
                    "its columns are: " + String.join(", ",
                            plan.source().columns().stream().map(column -> column.name()).toList()));
        }
        WatermarkBounds bounds = retrier.call(() -> context.source().bounds(plan.read(), changes.column()));
        context.warnAll(scope.table(), bounds.warnings());
        // A lookback of the wrong kind is told on the first run, not on the second.
        bounds.highest().ifPresent(new WatermarkStart(changes, encoding(changes.column()))::before);
        Optional<Value> from = from(changes, sinkIdentity);
        return watermarkPass(changes, new Watermark(changes.column(), from, bounds.highest()), bounds.settled(),
                from.isEmpty());
    }

    private Optional<Value> from(ByWatermark changes, String sinkIdentity) throws InterruptedException {
        Optional<SyncPoint> point = point(sinkIdentity).filter(left -> left.watermark().isPresent());
        if (point.isEmpty()) {
            return Optional.empty();
        }
        if (sink.countBefore() < point.get().sinkRows()) {
            context.warn(scope.table(),
                    "the sink has " + sink.countBefore() + " rows, fewer than the " + point.get().sinkRows()
                            + " that the last run left there: the table begins anew");
            return Optional.empty();
        }
        Start start = new WatermarkStart(changes, encoding(changes.column()))
                .before(point.get().watermark().orElseThrow());
        start.warning().ifPresent(warning -> context.warn(scope.table(), warning));
        return Optional.of(start.from());
    }

    private TimeEncoding encoding(String column) {
        return plan.read()
                .columns()
                .stream()
                .filter(read -> read.name().equals(column))
                .map(read -> read instanceof ReadColumn.Stored stored ? stored.encoding() : TimeEncoding.NATURAL)
                .findFirst()
                .orElse(TimeEncoding.NATURAL);
    }

    private Pass watermarkPass(ByWatermark changes, Watermark watermark, Optional<Value> settled, boolean wholeTable) {
        List<String> keyset = new ArrayList<>(plan.read().keyset());
        keyset.remove(changes.column());
        keyset.addFirst(changes.column());
        ReadPlan read = plan.read().ordered(keyset, KeyOrder.OWN).withWatermark(watermark);
        return new Pass(read, "watermark", RowFilter.Everything::new, wholeTable, plan.fingerprint(), Optional.empty(),
                settled);
    }

    /** What the last complete pass left, if it is about these very tables (correctness rule 1). */
    private Optional<SyncPoint> point(String sinkIdentity) {
        Optional<SyncPoint> found = context.remembered().syncPoint(scope);
        Optional<String> misfit = found.flatMap(point -> misfit(point, sinkIdentity));
        misfit.ifPresent(reason -> context.warn(scope.table(),
                "what the last run left is not used, the table begins anew: " + reason));
        return misfit.isPresent() ? Optional.empty() : found;
    }

    private Optional<String> misfit(SyncPoint point, String sinkIdentity) {
        if (!point.sourceIdentity().equals(plan.source().identity())) {
            return Optional.of("the source is another table than the one that it read");
        }
        if (!point.sinkIdentity().equals(sinkIdentity)) {
            return Optional.of("the sink is another table than the one that it wrote");
        }
        return point.fingerprint().equals(remembered(plan)) ? Optional.empty()
                : Optional.of("the table's columns, its key or its part of the profile changed since");
    }

    private ReadPlan readInKeyOrder() {
        return plan.read().ordered(TablePlans.keyset(plan), KeyOrder.BINARY);
    }

    /** A place in one order says nothing in another. */
    private SchemaFingerprint inKeyOrder() {
        return TablePlans.inKeyOrder(plan);
    }
}
