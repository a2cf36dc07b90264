package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages through the rows that a plan means, from a place on. */
final class MemoryPager implements SourcePager {
    private final MemoryTable table;
    private final ReadPlan plan;
    private final MemoryRows order;
    private final List<Map.Entry<Long, List<Value>>> rows;
    private int next;

    MemoryPager(MemoryTable table, ReadPlan plan, Cursor from) {
        this.table = table;
        this.plan = plan;
        this.order = new MemoryRows(table, plan);
        this.rows = order.wanted().stream().filter(row -> switch (from) {
            case Cursor.Start _ -> true;
            case Cursor.After after -> MemoryOrder.LISTS.compare(order.place(row), after.keyset()) > 0;
        }).toList();
    }

    @Override
    public Optional<Page> next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("reading " + plan.table());
        }
        if (next == rows.size()) {
            return Optional.empty();
        }
        Cells cells = new Cells(table, plan);
        while (next < rows.size() && !plan.limit().isReached(cells.read(), cells.bytes())) {
            cells.add(rows.get(next++).getValue());
        }
        return Optional.of(cells.page(new Cursor.After(order.place(rows.get(next - 1)))));
    }

    @Override
    public void close() {
        // nothing is held
    }

    /** The cells of a page: what fits its column's type exactly, and the rejects. */
    static final class Cells {
        private final MemoryTable table;
        private final ReadPlan plan;
        private final RowType type;
        private final RowBatch.Builder builder;
        private final List<Reject> rejects = new ArrayList<>();

        Cells(MemoryTable table, ReadPlan plan) {
            this.table = table;
            this.plan = plan;
            this.type = plan.rowType();
            this.builder = new RowBatch.Builder(type, 16);
        }

        int read() {
            return builder.size() + rejects.size();
        }

        long bytes() {
            return builder.bytes();
        }

        Page page(Cursor end) {
            return new Page(builder.build(), rejects, end);
        }

        void add(List<Value> row) {
            List<ValueType> heldTypes = new ArrayList<>();
            List<Value> held = new ArrayList<>();
            Optional<String> misfit = Optional.empty();
            for (int i = 0; i < plan.columns().size(); i++) {
                Value stored = stored(plan.columns().get(i), row);
                Optional<Value> exact = Conversion.exact(stored, type.types().get(i));
                if (exact.isEmpty()) {
                    misfit = Optional
                            .of(type.names().get(i) + ": '" + stored.text() + "' is no " + type.types().get(i));
                }
                Value cell = exact.orElse(stored);
                held.add(cell);
                heldTypes.add(Conversion.typeOf(cell, type.types().get(i)));
                builder.add(exact.orElse(Value.Null.NULL));
            }
            if (misfit.isEmpty()) {
                builder.endRow();
            } else {
                builder.dropRow();
                Row key = new Row(table.type().select(plan.keyset()), table.select(row, plan.keyset()));
                rejects.add(new Reject(Reason.of(Reason.Kind.NOT_EXACT, misfit.get()), key.describe(),
                        Optional.of(new Row(new RowType(type.names(), heldTypes), held))));
            }
        }

        private Value stored(ReadColumn column, List<Value> row) {
            return switch (column) {
                case ReadColumn.Constant constant -> constant.value();
                case ReadColumn.Stored stored -> row.get(table.type().indexOf(stored.name()));
            };
        }
    }
}
