package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables as they were when it was opened. */
final class MemorySource implements Source {
    private final Map<TableName, MemoryTable> tables;

    MemorySource(Map<TableName, MemoryTable> tables) {
        this.tables = tables;
    }

    @Override
    public List<TableName> tables() {
        return tables.values().stream().map(MemoryTable::schema)
                .filter(schema -> schema.relation() == TableSchema.Relation.TABLE).map(TableSchema::name).sorted()
                .toList();
    }

    @Override
    public TableSchema describe(TableName table) {
        return MemoryStore.require(tables, table).schema();
    }

    @Override
    public TableSchema survey(TableName table) {
        return describe(table);
    }

    @Override
    public SourcePager open(ReadPlan plan, Cursor from) {
        return new MemoryPager(MemoryStore.require(tables, plan.table()), plan, from);
    }

    @Override
    public Page fetch(ReadPlan plan, RowBatch keys) throws InterruptedException {
        MemoryTable table = MemoryStore.require(tables, plan.table());
        Set<List<Value>> wanted = new HashSet<>();
        for (int key = 0; key < keys.size(); key++) {
            wanted.add(keys.row(key).values());
        }
        MemoryPager.Cells cells = new MemoryPager.Cells(table, plan);
        Condition condition = Condition.of(plan.where(), table.type());
        table.rows().values().stream()
                .filter(condition::holds)
                .filter(row -> wanted.contains(table.select(row, keys.type().names())))
                .forEach(cells::add);
        return cells.page(new Cursor.Start());
    }

    @Override
    public long count(ReadPlan plan) {
        return new MemoryRows(MemoryStore.require(tables, plan.table()), plan).wanted().size();
    }

    @Override
    public WatermarkBounds bounds(ReadPlan plan, String column) {
        MemoryTable table = MemoryStore.require(tables, plan.table());
        int index = table.type().indexOf(column);
        Optional<Value> highest = new MemoryRows(table, plan).owned().stream().map(row -> row.getValue().get(index))
                .filter(value -> !(value instanceof Value.Null)).max(MemoryOrder.VALUES);
        return new WatermarkBounds(highest, highest, List.of());
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return List.of();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
