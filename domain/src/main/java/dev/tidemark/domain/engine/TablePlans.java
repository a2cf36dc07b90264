package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.row.RowType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans that follow from a table's plan. */
final class TablePlans {
    private TablePlans() {
    }

    /** Reads what the plan writes, back from the sink, in the sink's own order. */
    static ReadPlan readBack(TablePlan plan) {
        RowType rows = plan.write().rows();
        List<ReadColumn> columns = IntStream.range(0, rows.width())
                .<ReadColumn>mapToObj(column -> stored(plan, rows, column))
                .toList();
        return new ReadPlan(plan.write().table(), columns, List.of(), Optional.empty(), Optional.empty(),
                plan.read().limit());
    }

    /** The key by which rows are matched, under the names of the rows that are read. */
    static List<String> keyOfRead(TablePlan plan) {
        RowType rows = plan.write().rows();
        List<String> read = plan.read().rowType().names();
        return plan.write().key().stream().map(name -> read.get(rows.indexOf(name))).toList();
    }

    private static ReadColumn.Stored stored(TablePlan plan, RowType rows, int column) {
        String name = rows.names().get(column);
        return new ReadColumn.Stored(name, rows.types().get(column),
                plan.write().times().getOrDefault(name, TimeEncoding.NATURAL));
    }
}
