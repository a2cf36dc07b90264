package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which rows of a table a plan means, and in which order: that of the keyset and, where it is not unique, of insertion. */
final class MemoryRows {
    private static final Pattern ORDER = Pattern.compile("(\\w+)( desc)?");

    private final MemoryTable table;
    private final ReadPlan plan;

    MemoryRows(MemoryTable table, ReadPlan plan) {
        this.table = table;
        this.plan = plan;
    }

    /** The rows that {@code where} and the slice leave, in order. */
    List<Map.Entry<Long, List<Value>>> owned() {
        return stream().toList();
    }

    /** All rows that the plan means, in order. The first rows of an order are those of the table, not of the changed ones. */
    List<Map.Entry<Long, List<Value>>> wanted() {
        Stream<Map.Entry<Long, List<Value>>> rows = stream();
        if (plan.top().isPresent()) {
            rows = rows.sorted(first(plan.top().get())).limit(plan.top().get().rows());
        }
        return rows.filter(row -> plan.watermark().map(watermark -> isChanged(row.getValue(), watermark)).orElse(true))
                .sorted(inOrder()).toList();
    }

    /** Where the row stands: its keyset and the number of its insertion. */
    List<Value> place(Map.Entry<Long, List<Value>> row) {
        List<Value> place = new ArrayList<>(table.select(row.getValue(), plan.keyset()));
        place.add(new Value.Int64(row.getKey()));
        return place;
    }

    private Stream<Map.Entry<Long, List<Value>>> stream() {
        Condition condition = Condition.of(plan.where(), table.type());
        return table.rows().entrySet().stream().filter(row -> condition.holds(row.getValue()))
                .filter(row -> isInSlice(row.getValue())).sorted(inOrder());
    }

    private Comparator<Map.Entry<Long, List<Value>>> inOrder() {
        return Comparator.comparing(this::place, MemoryOrder.LISTS);
    }

    private boolean isInSlice(List<Value> row) {
        return plan.slice().entrySet().stream().allMatch(condition -> {
            int column = table.type().indexOf(condition.getKey());
            return Conversion.exact(condition.getValue(), table.type().types().get(column))
                    .filter(value -> MemoryOrder.VALUES.compare(row.get(column), value) == 0).isPresent();
        });
    }

    private boolean isChanged(List<Value> row, Watermark watermark) {
        Value value = row.get(table.type().indexOf(watermark.column()));
        return value instanceof Value.Null
                || watermark.from().map(from -> MemoryOrder.VALUES.compare(value, from) >= 0).orElse(true)
                        && watermark.upTo().map(upTo -> MemoryOrder.VALUES.compare(value, upTo) <= 0).orElse(true);
    }

    /** The user's order, which this store understands as one column with or without {@code desc}; the key settles ties. */
    private Comparator<Map.Entry<Long, List<Value>>> first(Top top) {
        if (top.order().isEmpty()) {
            return inOrder();
        }
        Matcher order = ORDER.matcher(top.order().get());
        if (!order.matches() || !table.type().names().contains(order.group(1))) {
            throw MemoryStore.permanent("not an order: " + top.order().get());
        }
        int column = table.type().indexOf(order.group(1));
        Comparator<Map.Entry<Long, List<Value>>> byColumn = Comparator.comparing(row -> row.getValue().get(column),
                MemoryOrder.VALUES);
        return (order.group(2) == null ? byColumn : byColumn.reversed()).thenComparing(inOrder());
    }
}
