package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.SchemaFingerprint;
import java.util.Arrays;
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

    /** Where the columns of the key stand in the rows, without those that are constant. */
    static int[] keyColumns(TablePlan plan) {
        RowType rows = plan.write().rows();
        return plan.write()
                .key()
                .stream()
                .filter(name -> !plan.back().slice().containsKey(name))
                .mapToInt(rows::indexOf)
                .toArray();
    }

    /** The columns of the key, without those that are constant, as the source calls them. */
    static List<String> keyset(TablePlan plan) {
        List<String> read = plan.read().rowType().names();
        return Arrays.stream(keyColumns(plan)).mapToObj(read::get).toList();
    }

    /** What a checkpoint of a pass in {@code KeyOrder.BINARY} relies on: a place in one order says nothing in another. */
    static SchemaFingerprint inKeyOrder(TablePlan plan) {
        return SchemaFingerprint.of(plan.fingerprint().hex() + " in key order");
    }
}
