package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.row.RowType;
import java.util.List;

/** Plans that follow from a table's plan. */
final class TablePlans {
    private TablePlans() {
    }

    /** The key by which rows are matched, under the names of the rows that are read. */
    static List<String> keyOfRead(TablePlan plan) {
        RowType rows = plan.write().rows();
        List<String> read = plan.read().rowType().names();
        return plan.write().key().stream().map(name -> read.get(rows.indexOf(name))).toList();
    }
}
