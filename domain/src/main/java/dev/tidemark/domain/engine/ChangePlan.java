package dev.tidemark.domain.engine;

import java.util.List;

/**
 * What a run would do, without having done it.
 *
 * @param report the counts that the run's report would have; its {@code rejected} are the rows that cannot be read exactly,
 *     for what only the sink's constraints and triggers refuse shows when it is written
 * @param tables what else is to be known of each table, in the order of the report
 */
public record ChangePlan(SyncReport report, List<TableChanges> tables) {
    public ChangePlan {
        tables = List.copyOf(tables);
    }

    /** Whether a run would change anything in the sink. */
    public boolean hasChanges() {
        var totals = report.totals();
        return totals.inserted() + totals.updated() + totals.deleted() > 0
                || tables.stream().anyMatch(table -> !table.ddl().isEmpty());
    }

    /**
     * @param table the sink's name of it
     * @param ddl the statements that would make the table, or add its columns
     * @param samples some of the rows that would change, as many of each kind as were asked for
     * @param notes what could not be looked at, or would not be done, a line each
     */
    public record TableChanges(String table, List<String> ddl, List<RowDifference> samples, List<String> notes) {
        public TableChanges {
            ddl = List.copyOf(ddl);
            samples = List.copyOf(samples);
            notes = List.copyOf(notes);
        }
    }
}
