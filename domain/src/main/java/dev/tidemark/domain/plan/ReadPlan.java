package dev.tidemark.domain.plan;

import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a source is to read.
 *
 * @param table the table or view
 * @param columns what each row holds, in order
 * @param keyset the stored columns that order the rows, ascending; a store adds a tie-breaker of its own where they are
 *     not unique, and reads in an order of its own where there are none
 * @param where a condition in the store's own SQL, given by the user
 * @param watermark the rows to look at, if not all
 * @param limit where a page ends
 * @param slice columns of the table that must have these values: the part of a sink that a profile owns
 * @param top only the first rows by an order, taken after {@code where} and {@code slice}; they are still read in keyset order
 * @param order in which order the keyset is read
 */
public record ReadPlan(TableName table, List<ReadColumn> columns, List<String> keyset, Optional<String> where,
        Optional<Watermark> watermark, PageLimit limit, Map<String, Value> slice, Optional<Top> top, KeyOrder order) {
    public ReadPlan {
        columns = List.copyOf(columns);
        keyset = List.copyOf(keyset);
        slice = Map.copyOf(slice);
    }

    /** The whole table, in the store's own order. */
    public ReadPlan(TableName table, List<ReadColumn> columns, List<String> keyset, Optional<String> where,
            Optional<Watermark> watermark, PageLimit limit) {
        this(table, columns, keyset, where, watermark, limit, Map.of(), Optional.empty(), KeyOrder.OWN);
    }

    /** The rows' columns. */
    public RowType rowType() {
        return new RowType(columns.stream().map(ReadColumn::name).toList(),
                columns.stream().map(ReadColumn::type).toList());
    }

    public ReadPlan withLimit(PageLimit other) {
        return new ReadPlan(table, columns, keyset, where, watermark, other, slice, top, order);
    }

    public ReadPlan withWatermark(Watermark other) {
        return new ReadPlan(table, columns, keyset, where, Optional.of(other), limit, slice, top, order);
    }

    /** The rows of the table whether or not they meet {@code where}. */
    public ReadPlan withoutWhere() {
        return new ReadPlan(table, columns, keyset, Optional.empty(), watermark, limit, slice, top, order);
    }

    /** The same rows in another order. */
    public ReadPlan ordered(List<String> otherKeyset, KeyOrder otherOrder) {
        return new ReadPlan(table, columns, otherKeyset, where, watermark, limit, slice, top, otherOrder);
    }

    /** The same rows, but only these columns. */
    public ReadPlan select(List<String> names) {
        List<ReadColumn> selected = columns.stream().filter(column -> names.contains(column.name())).toList();
        return new ReadPlan(table, selected, keyset, where, watermark, limit, slice, top, order);
    }
}
