package dev.tidemark.runtime.server;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import dev.tidemark.runtime.ReportText;
import dev.tidemark.runtime.SharedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells how far the tables have come that many files fill, on several servers: by the files that are done. Not thread-safe.
 */
final class FileProgress {
    private final SyncListener listener;
    private final Set<String> started = new HashSet<>();
    private final Map<String, Progress> told = new HashMap<>();

    FileProgress(SyncListener listener) {
        this.listener = listener;
    }

    /** What happens in one file, without how far its tables have come. */
    static SyncListener withoutTables(SyncListener listener) {
        return event -> {
            switch (event) {
                case SyncEvent.Warned _, SyncEvent.Retrying _, SyncEvent.Failed _ -> listener.on(event);
                case SyncEvent.RunStarted _, SyncEvent.TableStarted _, SyncEvent.TableMeasured _, SyncEvent.PageRead _, SyncEvent.BatchApplied _, SyncEvent.TableEnded _ ->
                        {
                }
            }
        };
    }

    void tell(List<RunPiece> pieces) {
        for (TableReport table : tables(pieces)) {
            start(table);
            if (!table.counts().equals(told.put(table.table(), table.counts()))) {
                listener.on(new SyncEvent.BatchApplied(table.table(), table.batches(), table.counts(), Duration.ZERO));
            }
        }
    }

    void end(List<RunPiece> pieces) {
        for (TableReport table : tables(pieces)) {
            start(table);
            listener.on(new SyncEvent.TableEnded(table.table(), table.counts(), table.duration(),
                    table.failure().map(Failure::message).orElse("")));
        }
    }

    private void start(TableReport table) {
        if (started.add(table.table())) {
            listener.on(new SyncEvent.TableStarted(table.table(), 0, ""));
        }
    }

    private static List<TableReport> tables(List<RunPiece> pieces) {
        var reports = pieces.stream().map(RunPiece::report).filter(report -> !report.isEmpty())
                .map(ReportText::read).toList();
        return reports.isEmpty() ? List.of()
                : SharedRun.sum(reports, Instant.EPOCH, Instant.EPOCH).tables();
    }
}
