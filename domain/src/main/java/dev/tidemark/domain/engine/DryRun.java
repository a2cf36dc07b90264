package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.ChangePlan.TableChanges;
import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.schema.TableName;
import java.util.List;

/** Makes what a run over a {@link DryRunStore} reported into what a real run would do. */
final class DryRun {
    private DryRun() {
    }

    static ChangePlan changes(SyncReport report, DryRunStore sink) {
        List<TableReport> tables = report.tables().stream().map(DryRun::asIfDone).toList();
        SyncReport planned = new SyncReport(report.run(), report.profile(), report.direction(), report.status(),
                report.startedAt(), report.duration(), tables,
                report.sinkBytes().map(bytes -> new SinkBytes(bytes.before(), bytes.before())),
                report.peakMemoryBytes(),
                report.warnings(), report.failure());
        return new ChangePlan(planned, tables.stream().map(table -> changes(table, sink)).toList());
    }

    /** The rows that a run would leave in the sink's table. */
    private static TableReport asIfDone(TableReport table) {
        long after = table.rowsBefore() + table.counts().inserted() - table.counts().deleted();
        return new TableReport(table.table(), table.mode(), table.changes(), table.counts(), table.retries(),
                table.batches(), table.roundTrips(), table.resumedFrom(), table.rowsBefore(), after, table.duration(),
                table.failure());
    }

    private static TableChanges changes(TableReport table, DryRunStore sink) {
        PlannedChanges changes = sink.changes(new TableName(table.table()));
        table.failure().ifPresent(_ -> changes.note("not looked at to its end"));
        if (sink.visibility() == Store.Visibility.PERHAPS_FILTERED) {
            changes.note("row-level security may hide rows of the sink: what is counted as an insert may be an update");
        }
        return changes.changes(table.table());
    }
}
