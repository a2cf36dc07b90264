package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.TablePlanner.Planned;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.schema.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run over all tables of a profile: plan, prepare, sync, try again what was deferred, finish, report. */
final class SyncRun {
    private final RunContext context;
    private final RunReport report;

    SyncRun(RunContext context) {
        this.context = context;
        this.report = new RunReport(context);
    }

    SyncReport run() throws InterruptedException {
        List<Planned> planned = new TablePlanner(context.plan(), context.source(), context.sink(), context.startedAt())
                .plan();
        for (Planned table : planned) {
            context.warnAll(table.plan().write().table().name(), table.warnings());
        }
        TableOrder order = new TableOrder(planned.stream().map(Planned::plan).toList());
        Map<TableName, TableRun> runs = new LinkedHashMap<>();
        Map<TableName, Long> rows = report.measureBefore(
                order.ordered().stream().map(plan -> plan.write().table()).toList());
        for (TablePlan plan : order.ordered()) {
            TableName table = plan.write().table();
            runs.put(table, new TableRun(context, plan, rows.getOrDefault(table, 0L)));
        }
        context.listener().on(new SyncEvent.RunStarted(context.run(), context.plan().profile(),
                runs.keySet().stream().map(TableName::name).toList(), context.clock().instant()));
        return run(order, runs);
    }

    private SyncReport run(TableOrder order, Map<TableName, TableRun> runs) throws InterruptedException {
        try {
            runs.values().forEach(TableRun::prepare);
            new TableScheduler(context.plan().parallelTables()).run(order, runs);
            retryDeferred(runs);
            runs.values().forEach(TableRun::checkTheEnd);
            new OrphanCleanup(context, runs.values()).run();
            retryDeferred(runs);
            finish(runs);
            return report.ended(runs.values());
        } catch (InterruptedException _) {
            return report.interrupted(runs.values());
        }
    }

    /** What the tables leave for the next run is saved at once: one write to the disk and not one a table. */
    private void finish(Map<TableName, TableRun> runs) throws InterruptedException {
        Map<TableRun, SyncPoint> points = new LinkedHashMap<>();
        try {
            for (TableRun table : runs.values()) {
                table.finish().ifPresent(point -> points.put(table, point));
            }
        } finally {
            save(points);
        }
    }

    private void save(Map<TableRun, SyncPoint> points) {
        try {
            if (!points.isEmpty()) {
                context.state().syncPoints().save(List.copyOf(points.values()));
            }
        } catch (StoreException e) {
            points.keySet().forEach(table -> table.fail(e));
            return;
        }
        points.keySet().forEach(TableRun::removeOtherDigests);
    }

    /** As long as a round lands a row, the next may land one that refers to it. */
    private static void retryDeferred(Map<TableName, TableRun> runs) throws InterruptedException {
        long landed;
        do {
            landed = 0;
            for (TableRun table : runs.values()) {
                if (table.hasDeferred()) {
                    landed += table.retryDeferred();
                }
            }
        } while (landed > 0);
    }
}
