package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RejectIsolator.Written;
import dev.tidemark.domain.engine.TablePlanner.Planned;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tries stored rejects again: each row is read anew by its key, for the source may have been mended since, and written.
 * What lands, and what the source no longer has, is removed from the store; what is refused again is kept with its new
 * reason. Rows that are known by no key wait for the next whole pass.
 */
final class RejectRetry {
    private static final int ROWS_A_PAGE = 1_000;

    private final RunContext context;
    private final RunReport report;

    RejectRetry(RunContext context) {
        this.context = context;
        this.report = new RunReport(context);
    }

    SyncReport run() throws InterruptedException {
        List<TableRun> runs = new ArrayList<>();
        List<TablePlan> plans = plansWithRejects();
        Map<TableName, Long> rowsBefore = report.measureBefore(plans.stream().map(plan -> plan.write().table())
                .toList());
        for (TablePlan plan : plans) {
            TableName table = plan.write().table();
            TableRun run = new TableRun(context, plan, rowsBefore.getOrDefault(table, 0L));
            runs.add(run);
            retry(run, context.scope(table.name()), _ -> true);
        }
        return report.ended(runs);
    }

    private List<TablePlan> plansWithRejects() {
        return new TablePlanner(context.plan(), context.source(), context.sink(), context.startedAt()).plan().stream()
                .map(Planned::plan)
                .filter(plan -> !context.state().rejects().page(context.scope(plan.write().table().name()), 0, 1)
                        .isEmpty())
                .toList();
    }

    /**
     * Tries the table's rejects of earlier passes again, but not those that the pass under way has met and rejected anew.
     */
    void retryEarlier(TableRun run, Scope scope, String pass) throws InterruptedException {
        Set<String> metAgain = new HashSet<>();
        List<Long> superseded = new ArrayList<>();
        forEach(scope, stored -> {
            if (stored.pass().equals(pass)) {
                metAgain.add(stored.reject().key());
            }
        });
        forEach(scope, stored -> {
            if (!stored.pass().equals(pass) && metAgain.contains(stored.reject().key())) {
                superseded.add(stored.number());
            }
        });
        context.state().rejects().remove(superseded);
        retry(run, scope, stored -> !stored.pass().equals(pass));
    }

    private void forEach(Scope scope, Consumer<Stored> look) {
        RejectStore rejects = context.state().rejects();
        for (List<Stored> page = rejects.page(scope, 0, ROWS_A_PAGE); !page.isEmpty(); page = rejects.page(scope,
                page.getLast().number(), ROWS_A_PAGE)) {
            page.forEach(look);
        }
    }

    private void retry(TableRun run, Scope scope, Predicate<Stored> which) throws InterruptedException {
        TablePlan plan = run.plan();
        if (plan.write().mode() == WriteMode.APPEND) {
            context.warn(scope.table(),
                    "the table has no key to read rejected rows again by: push it once more instead");
            return;
        }
        try (BatchWriter writer = new BatchWriter(context.sink(), plan.write().withVisibility(Visibility.EACH_BATCH),
                run.retrier())) {
            RejectIsolator isolator = new RejectIsolator(writer, TablePlans.keyOfRead(plan));
            long last = lastNumber(scope);
            for (long after = 0; after < last;) {
                List<Stored> page = context.state().rejects().page(scope, after, ROWS_A_PAGE);
                retryPage(run, page.stream().filter(stored -> stored.number() <= last).filter(which).toList(),
                        isolator);
                after = page.getLast().number();
            }
        } catch (RuntimeException e) {
            run.fail(e);
        }
    }

    /** Rejects that are added while the retry goes on are not tried a third time. */
    private long lastNumber(Scope scope) {
        RejectStore rejects = context.state().rejects();
        long last = 0;
        for (List<Stored> page = rejects.page(scope, 0, ROWS_A_PAGE); !page.isEmpty();) {
            last = page.getLast().number();
            page = rejects.page(scope, last, ROWS_A_PAGE);
        }
        return last;
    }

    private void retryPage(TableRun run, List<Stored> stored, RejectIsolator isolator) throws InterruptedException {
        TablePlan plan = run.plan();
        List<String> key = storedKey(plan);
        RowType keyType = plan.read().rowType().select(key);
        Map<List<Value>, List<Stored>> byKey = new LinkedHashMap<>();
        for (Stored reject : stored) {
            reject.reject()
                    .row()
                    .filter(row -> hasKey(row, key, keyType))
                    .ifPresent(row -> byKey.computeIfAbsent(row.select(key).values(), _ -> new ArrayList<>())
                            .add(reject));
        }
        if (byKey.isEmpty()) {
            return;
        }
        Page page = context.source().fetch(plan.read(), batch(keyType, byKey.keySet()));
        Written written = isolator.write(page.rows());
        List<Reject> refused = new ArrayList<>(page.rejects());
        refused.addAll(written.rejects());
        run.count(page.read(), written, refused);
        keep(byKey, refused);
    }

    /** First the new rejects, then away with the old: a crash between leaves one too many, not one too few. */
    private void keep(Map<List<Value>, List<Stored>> byKey, List<Reject> refused) {
        Stored any = byKey.values().iterator().next().getFirst();
        if (!refused.isEmpty()) {
            context.state().rejects().add(any.scope(), any.pass(), context.clock().instant(), refused);
        }
        context.state()
                .rejects()
                .remove(byKey.values().stream().flatMap(List::stream).map(Stored::number).toList());
    }

    /** Constants are no columns of the source. */
    private static List<String> storedKey(TablePlan plan) {
        List<String> stored = plan.read()
                .columns()
                .stream()
                .filter(ReadColumn.Stored.class::isInstance)
                .map(ReadColumn::name)
                .toList();
        return TablePlans.keyOfRead(plan).stream().filter(stored::contains).toList();
    }

    private static boolean hasKey(Row row, List<String> key, RowType keyType) {
        Set<String> names = new HashSet<>(row.type().names());
        return names.containsAll(key) && row.type().select(key).equals(keyType)
                && row.select(key).values().stream().noneMatch(Value.Null.class::isInstance);
    }

    private static RowBatch batch(RowType type, Set<List<Value>> keys) {
        RowBatch.Builder rows = new RowBatch.Builder(type, keys.size());
        for (List<Value> key : keys) {
            key.forEach(rows::add);
            rows.endRow();
        }
        return rows.build();
    }
}
