package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the report of a run: sizes before and after, the tables' reports, and how it ended. Not thread-safe. */
final class RunReport {
    private final RunContext context;
    private final Instant startedAt;
    private OptionalLong bytesBefore = OptionalLong.of(0);

    RunReport(RunContext context) {
        this.context = context;
        this.startedAt = context.clock().instant();
    }

    /** Measures the sink before the run; returns the rows of each table. */
    Map<TableName, Long> measureBefore(List<TableName> tables) {
        SizeProbe.Sizes before = context.sinkStore().sizes().measure(tables);
        bytesBefore = before.bytes();
        return before.rows();
    }

    SyncReport ended(Collection<TableRun> runs) {
        List<TableReport> tables = tables(runs);
        List<Failure> failures = runs.stream().map(TableRun::failure).flatMap(Optional::stream).toList();
        boolean refused = !failures.isEmpty()
                && failures.stream().allMatch(failure -> failure.kind() == Failure.Kind.REFUSED);
        Status status = refused ? Status.REFUSED
                : !failures.isEmpty() ? Status.FAILED
                : hasOpenRejects() ? Status.REJECTS
                : Status.SUCCEEDED;
        return report(status, tables);
    }

    SyncReport interrupted(Collection<TableRun> runs) {
        return report(Status.INTERRUPTED, tables(runs));
    }

    private List<TableReport> tables(Collection<TableRun> runs) {
        Map<TableRun, Long> after = new LinkedHashMap<>();
        List<TableRun> unsure = new ArrayList<>();
        for (TableRun run : runs) {
            OptionalLong known = rowsAfter(run);
            if (known.isPresent()) {
                after.put(run, known.getAsLong());
            } else {
                unsure.add(run);
            }
        }
        try {
            Map<TableName, Long> counted = unsure.isEmpty() ? Map.of()
                    : context.sinkStore().sizes().rows(unsure.stream().map(RunReport::sinkTable).toList());
            unsure.forEach(run -> after.put(run, counted.getOrDefault(sinkTable(run), 0L)));
        } catch (StoreException e) {
            unsure.stream().filter(run -> run.failure().isEmpty()).forEach(run -> run.fail(e));
        }
        return runs.stream().map(run -> run.report(after.getOrDefault(run, 0L))).toList();
    }

    private static OptionalLong rowsAfter(TableRun run) {
        try {
            return run.rowsAfter();
        } catch (StoreException _) {
            // Counting meets the same trouble, and tells it.
            return OptionalLong.empty();
        }
    }

    private static TableName sinkTable(TableRun run) {
        return run.plan().write().table();
    }

    private Optional<SinkBytes> sinkBytes(List<TableReport> tables) {
        if (bytesBefore.isEmpty()) {
            return Optional.empty();
        }
        try {
            OptionalLong after = context.sinkStore().sizes()
                    .bytes(tables.stream().map(table -> new TableName(table.table())).toList());
            return after.isPresent()
                    ? Optional.of(new SinkBytes(bytesBefore.getAsLong(), after.getAsLong()))
                    : Optional.empty();
        } catch (StoreException _) {
            // What a run did is worth telling without the size.
            return Optional.empty();
        }
    }

    /** A run with open rejects, old ones included, did not end well. */
    private boolean hasOpenRejects() {
        return context.state()
                .rejects()
                .count(context.plan().profile())
                .stream()
                .anyMatch(count -> count.scope().direction().equals(context.plan().direction().word()));
    }

    private SyncReport report(Status status, List<TableReport> tables) {
        return new SyncReport(context.run(), context.plan().profile(), context.plan().direction(), status, startedAt,
                Duration.between(startedAt, context.clock().instant()), tables, sinkBytes(tables), 0,
                List.copyOf(context.warnings()), Optional.empty());
    }
}
