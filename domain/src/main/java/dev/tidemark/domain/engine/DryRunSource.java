package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sink in a dry run. A table that the run would make has none, and a column that it would add holds NULL.
 * Thread-safe.
 */
final class DryRunSource implements Source {
    private final Store store;
    private final Map<TableName, Optional<TableSchema>> existing;
    private final Map<TableName, Long> surplus;
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable Source source;

    /**
     * @param existing the tables as they stand
     * @param surplus how many rows each of them would have got by now
     */
    DryRunSource(Store store, Map<TableName, Optional<TableSchema>> existing, Map<TableName, Long> surplus) {
        this.store = store;
        this.existing = Map.copyOf(existing);
        this.surplus = Map.copyOf(surplus);
    }

    @Override
    public List<TableName> tables() {
        return source().tables();
    }

    @Override
    public TableSchema describe(TableName table) {
        return source().describe(table);
    }

    @Override
    public TableSchema survey(TableName table) {
        return source().survey(table);
    }

    @Override
    public SourcePager open(ReadPlan plan, Cursor from) {
        return hasRows(plan) ? source().open(asItStands(plan), from) : new NoRows();
    }

    @Override
    public boolean canOrder(ReadPlan plan) {
        return source().canOrder(plan);
    }

    @Override
    public Page fetch(ReadPlan plan, RowBatch keys) throws InterruptedException {
        boolean canHold = existing(plan).isPresent() && keys.type().names().stream().allMatch(name -> has(plan, name));
        return canHold
                ? source().fetch(asItStands(plan), keys)
                : new Page(RowBatch.empty(plan.rowType()), List.of(), new Cursor.Start());
    }

    @Override
    public long count(ReadPlan plan) {
        return (hasRows(plan) ? source().count(asItStands(plan)) : 0) + surplus.getOrDefault(plan.table(), 0L);
    }

    @Override
    public WatermarkBounds bounds(ReadPlan plan, String column) {
        return source().bounds(plan, column);
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return source().check(plan);
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }

    /** Opened when it is first looked into: not all that is opened is. */
    private Source source() {
        opening.lock();
        try {
            Source open = source;
            if (open == null) {
                open = store.openSource();
                source = open;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    private boolean hasRows(ReadPlan plan) {
        return existing(plan).isPresent()
                && Stream.concat(plan.slice().keySet().stream(), plan.keyset().stream())
                        .allMatch(name -> has(plan, name));
    }

    private Optional<TableSchema> existing(ReadPlan plan) {
        return Optional.ofNullable(existing.get(plan.table())).flatMap(table -> table);
    }

    private boolean has(ReadPlan plan, String column) {
        return existing(plan).flatMap(table -> table.column(column)).isPresent();
    }

    private ReadPlan asItStands(ReadPlan plan) {
        List<ReadColumn> columns = plan.columns()
                .stream()
                .map(column -> switch (column) {
                    case ReadColumn.Stored stored when !has(plan, stored.name()) ->
                            new ReadColumn.Constant(stored.name(), stored.type(), Value.Null.NULL);
                    case ReadColumn.Stored _, ReadColumn.Constant _ -> column;
                })
                .toList();
        return new ReadPlan(plan.table(), columns, plan.keyset(), plan.where(), plan.watermark(), plan.limit(),
                plan.slice(), plan.top(), plan.order());
    }

    private static final class NoRows implements SourcePager {
        @Override
        public Optional<Page> next() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
