package dev.tidemark.testkit.memory;

import dev.tidemark.domain.row.Row;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.contract.TableSpec;
import java.util.List;

final class MemoryFixture implements StoreFixture {
    private final MemoryStore store;

    MemoryFixture() {
        this(new MemoryStore("test"));
    }

    MemoryFixture(MemoryStore store) {
        this.store = store;
    }

    @Override
    public MemoryStore store() {
        return store;
    }

    @Override
    public String dialect() {
        return MemoryStore.DIALECT;
    }

    @Override
    public boolean has(Ability ability) {
        return true;
    }

    @Override
    public void create(TableSpec table) {
        var schema = table.schema();
        List<String> key = schema.key().isEmpty()
                ? table.uniqueKeys().stream()
                        .filter(unique -> unique.stream().allMatch(name -> schema.column(name).orElseThrow()
                                .nullability() == dev.tidemark.domain.schema.Column.Nullability.NOT_NULL))
                        .findFirst().orElse(List.of())
                : schema.key();
        store.create(new dev.tidemark.domain.schema.TableSchema(schema.name(), schema.dialect(), "", schema.relation(),
                schema.columns(), key, schema.keyEquality(), schema.uniqueKeys(), schema.foreignKeys()),
                table.positive());
    }

    @Override
    public void insert(TableSpec table, List<Row> rows) {
        store.insert(table.tableName(), rows);
    }

    @Override
    public List<Row> read(TableSpec table) {
        return store.rows(table.tableName()).stream().map(row -> row.select(table.columnNames())).toList();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
