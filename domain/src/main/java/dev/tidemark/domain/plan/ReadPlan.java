package dev.tidemark.domain.plan;

import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.TableName;
import java.util.List;
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
 */
public record ReadPlan(TableName table, List<ReadColumn> columns, List<String> keyset, Optional<String> where,
        Optional<Watermark> watermark, PageLimit limit) {
    public ReadPlan {
        columns = List.copyOf(columns);
        keyset = List.copyOf(keyset);
    }

    /** The rows' columns. */
    public RowType rowType() {
        return new RowType(columns.stream().map(ReadColumn::name).toList(),
                columns.stream().map(ReadColumn::type).toList());
    }

    public ReadPlan withLimit(PageLimit other) {
        return new ReadPlan(table, columns, keyset, where, watermark, other);
    }

    /** The same rows, but only these columns. */
    public ReadPlan select(List<String> names) {
        List<ReadColumn> selected = columns.stream().filter(column -> names.contains(column.name())).toList();
        return new ReadPlan(table, selected, keyset, where, watermark, limit);
    }
}
