package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Writes to the tables of a store in memory. */
final class MemorySink implements Sink {
    private final MemoryStore store;
    private final Map<TableName, List<ForeignKey>> waiting = new ConcurrentHashMap<>();

    MemorySink(MemoryStore store) {
        this.store = store;
    }

    @Override
    public Optional<TableSchema> describe(TableName table) {
        return Optional.ofNullable(store.tables().get(table)).map(MemoryTable::schema);
    }

    @Override
    public List<String> prepare(TablePlan plan) {
        if (describe(plan.target().name()).isEmpty()) {
            make(plan);
        } else if (plan.schema() == SchemaPolicy.EVOLVE) {
            addColumns(plan.target());
        }
        return List.of();
    }

    @Override
    public List<String> ddl(TablePlan plan) {
        TableSchema target = plan.target();
        Optional<TableSchema> existing = describe(target.name());
        if (existing.isEmpty()) {
            checkMayBeMade(plan);
            return List.of("create table " + target.name());
        }
        return plan.schema() == SchemaPolicy.EVOLVE
                ? missing(target, existing.get())
                        .map(column -> "alter table " + target.name() + " add column " + column.name()).toList()
                : List.of();
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return List.of();
    }

    private void make(TablePlan plan) {
        checkMayBeMade(plan);
        TableSchema target = plan.target();
        waiting.put(target.name(), target.foreignKeys());
        store.create(withForeignKeys(target, List.of()), List.of());
    }

    private static void checkMayBeMade(TablePlan plan) {
        if (plan.schema() == SchemaPolicy.MATCH) {
            throw MemoryStore.permanent("there is no table " + plan.target().name() + ", and none may be made");
        }
    }

    private static Stream<Column> missing(TableSchema target, TableSchema existing) {
        return target.columns().stream().filter(column -> existing.column(column.name()).isEmpty());
    }

    private void addColumns(TableSchema target) {
        store.change(now -> {
            MemoryTable table = MemoryStore.require(now, target.name());
            List<Column> columns = new ArrayList<>(table.schema().columns());
            missing(target, table.schema())
                    .map(column -> Column.of(column.name(), column.type(), column.declaredType()))
                    .forEach(columns::add);
            MemoryTable grown = MemoryTable.empty(table.schema().withColumns(columns), table.positive());
            for (var row : table.rows().entrySet()) {
                grown = grown.with(row.getKey(),
                        grown.complete(new dev.tidemark.domain.row.Row(table.type(), row.getValue())));
            }
            return MemoryStore.with(now, grown);
        });
    }

    @Override
    public boolean mayChangeRows(TableName table) {
        return store.hasTrigger(table);
    }

    @Override
    public SinkUpserter open(WritePlan plan) {
        MemoryStore.require(store.tables(), plan.table());
        return new MemoryUpserter(store, plan);
    }

    @Override
    public Optional<BulkLoad> load(WritePlan plan) {
        return store.loads() && !store.hasTrigger(plan.table()) ? Optional.of(new MemoryLoad(store, plan))
                : Optional.empty();
    }

    @Override
    public List<String> finish(TablePlan plan, long written) {
        List<String> warnings = new ArrayList<>();
        for (ForeignKey key : Optional.ofNullable(waiting.remove(plan.target().name())).orElse(List.of())) {
            store.change(now -> {
                MemoryTable table = MemoryStore.require(now, plan.target().name());
                List<ForeignKey> keys = new ArrayList<>(table.schema().foreignKeys());
                keys.add(key);
                MemoryTable bound = table.withSchema(withForeignKeys(table.schema(), keys));
                Map<TableName, MemoryTable> next = MemoryStore.with(now, bound);
                Optional<Violation> broken = Violation.orphan(next, bound, _ -> true);
                broken.ifPresent(
                        violation -> warnings.add("the foreign key is left out: " + violation.reason().message()));
                return broken.isPresent() ? now : next;
            });
        }
        return warnings;
    }

    @Override
    public void close() {
        // nothing is held
    }

    private static TableSchema withForeignKeys(TableSchema schema, List<ForeignKey> keys) {
        return new TableSchema(schema.name(), schema.dialect(), schema.identity(), schema.relation(), schema.columns(),
                schema.key(), schema.keyEquality(), schema.uniqueKeys(), keys);
    }
}
