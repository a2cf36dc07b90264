package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** Tells what would be done instead of doing it. Thread-safe. */
final class DryRunSink implements Sink {
    private final Sink sink;
    private final DryRunStore store;
    private final Retriers retriers;

    DryRunSink(Sink sink, DryRunStore store, Retriers retriers) {
        this.sink = sink;
        this.store = store;
        this.retriers = retriers;
    }

    /** Who tries again what may pass when a table of the sink is looked at. */
    @FunctionalInterface
    interface Retriers {
        Retrier of(String table);
    }

    @Override
    public Optional<TableSchema> describe(TableName table) {
        return sink.describe(table);
    }

    /** Collects the statements that would be run. */
    @Override
    public List<String> prepare(TablePlan plan) {
        store.plan(plan);
        PlannedChanges changes = store.changes(plan.write().table());
        changes.note(
                "what constraints, triggers and the types' limits of the sink would refuse or change shows only when"
                        + " rows are written");
        plan.existing().ifPresent(table -> noteNewColumns(plan, table, changes));
        changes.ddl(sink.ddl(plan));
        return List.of();
    }

    private static void noteNewColumns(TablePlan plan, TableSchema table, PlannedChanges changes) {
        List<String> added = plan.write().rows().names().stream().filter(name -> table.column(name).isEmpty()).toList();
        if (!added.isEmpty() && plan.target().columns().stream()
                .filter(column -> added.contains(column.name()))
                .map(Column::defaultExpression)
                .anyMatch(Optional::isPresent)) {
            changes.note("the rows that are there are taken to hold NULL in the new columns " + String.join(", ", added)
                    + ", and not their defaults");
        }
    }

    @Override
    public List<String> ddl(TablePlan plan) {
        return sink.ddl(plan);
    }

    @Override
    public boolean mayChangeRows(TableName table) {
        return false;
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return sink.check(plan);
    }

    @Override
    public Optional<Finding> objection(TablePlan plan) {
        return sink.objection(plan);
    }

    @Override
    public boolean hasTransactions() {
        return sink.hasTransactions();
    }

    @Override
    public SinkUpserter open(WritePlan plan) {
        if (plan.visibility() == Visibility.AT_COMMIT) {
            store.changes(plan.table()).rollBack();
        }
        return new DryRunUpserter(store, store.plan(plan.table()), plan.visibility(),
                retriers.of(plan.table().name()));
    }

    @Override
    public List<String> finish(TablePlan plan, long written) {
        return List.of();
    }

    @Override
    public void close() {
        sink.close();
    }
}
