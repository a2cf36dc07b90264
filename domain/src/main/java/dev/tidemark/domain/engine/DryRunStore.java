package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A sink as a dry run finds it: nothing that is written gets there, and its tables are as they will be. Thread-safe. */
final class DryRunStore implements Store {
    private final Store store;
    private final int samples;
    private final DryRunSink.Retriers retriers;
    private final Map<TableName, PlannedChanges> changes = new ConcurrentHashMap<>();
    private final Map<TableName, TablePlan> plans = new ConcurrentHashMap<>();

    /**
     * @param samples how many rows of each kind of change to show for each table
     */
    DryRunStore(Store store, int samples, DryRunSink.Retriers retriers) {
        this.store = store;
        this.samples = samples;
        this.retriers = retriers;
    }

    /** What would have been done to the table so far. */
    PlannedChanges changes(TableName table) {
        return changes.computeIfAbsent(table, _ -> new PlannedChanges(samples));
    }

    /** Tells of a table that the run is about. */
    void plan(TablePlan plan) {
        plans.put(plan.write().table(), plan);
    }

    TablePlan plan(TableName table) {
        return Optional.ofNullable(plans.get(table))
                .orElseThrow(() -> new IllegalStateException(table + " was not prepared"));
    }

    @Override
    public String name() {
        return store.name();
    }

    /** Shows the table's rows as they are, and counts those that would have come by now. */
    @Override
    public Source openSource() {
        Map<TableName, Optional<TableSchema>> existing = new HashMap<>();
        Map<TableName, Long> surplus = new HashMap<>();
        plans.forEach((table, plan) -> {
            existing.put(table, plan.existing());
            surplus.put(table, changes(table).surplus());
        });
        return new DryRunSource(store, existing, surplus);
    }

    @Override
    public Sink openSink() {
        return new DryRunSink(store.openSink(), this, retriers);
    }

    @Override
    public SizeProbe sizes() {
        return store.sizes();
    }

    @Override
    public Visibility visibility() {
        return store.visibility();
    }
}
