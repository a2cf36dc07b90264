package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.port.SizeProbe.TableSize;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the report of a run: sizes before and after, the tables' reports, and how it ended. Not thread-safe. */
final class RunReport {
    private final RunContext context;
    private final Instant startedAt;
    private OptionalLong bytesBefore = OptionalLong.of(0);
    private OptionalLong bytesAfter = OptionalLong.of(0);

    RunReport(RunContext context) {
        this.context = context;
        this.startedAt = context.clock().instant();
    }

    TableSize measureBefore(TableName table) {
        TableSize size = context.sinkStore().sizes().measure(table);
        bytesBefore = sum(bytesBefore, size.bytes());
        return size;
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
        return runs.stream().map(this::table).toList();
    }

    private TableReport table(TableRun run) {
        try {
            TableSize after = context.sinkStore().sizes().measure(run.plan().write().table());
            bytesAfter = sum(bytesAfter, after.bytes());
            return run.report(after.rows());
        } catch (StoreException e) {
            bytesAfter = OptionalLong.empty();
            if (run.failure().isEmpty()) {
                run.fail(e);
            }
            return run.report(0);
        }
    }

    /** Known only if all parts of it are. */
    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(one.getAsLong() + other.getAsLong())
                : OptionalLong.empty();
    }

    private Optional<SinkBytes> sinkBytes() {
        return bytesBefore.isPresent() && bytesAfter.isPresent()
                ? Optional.of(new SinkBytes(bytesBefore.getAsLong(), bytesAfter.getAsLong()))
                : Optional.empty();
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
                Duration.between(startedAt, context.clock().instant()), tables, sinkBytes(), 0,
                List.copyOf(context.warnings()), Optional.empty());
    }
}
