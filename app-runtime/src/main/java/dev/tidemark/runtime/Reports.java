package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes one report of those of a run's legs. */
final class Reports {
    /** From the best to the worst; a run is as bad as its worst leg. */
    private static final List<Status> BADNESS = List.of(Status.SUCCEEDED, Status.REJECTS, Status.FAILED, Status.REFUSED,
            Status.INTERRUPTED);

    private Reports() {
    }

    /** The report under the profile's own name, with the most memory that the process has used. */
    static SyncReport asRun(SyncReport report, String profile, long peakMemoryBytes) {
        return new SyncReport(report.run(), profile, report.direction(), report.status(), report.startedAt(),
                report.duration(),
                report.tables(), report.sinkBytes(), peakMemoryBytes, report.warnings(), report.failure());
    }

    static SyncReport withWarning(SyncReport report, String warning) {
        return withWarnings(report, Stream.concat(report.warnings().stream(), Stream.of(warning)).toList(),
                report.failure());
    }

    /** Warnings and failures say which file they are about. */
    static SyncReport ofFile(SyncReport report, String file) {
        return withWarnings(report, report.warnings().stream().map(warning -> file + ": " + warning).toList(), report
                .failure()
                .map(failure -> new Failure(failure.kind(), file + ": " + failure.message(), failure.advice())));
    }

    private static SyncReport withWarnings(SyncReport report, List<String> warnings, Optional<Failure> failure) {
        return new SyncReport(report.run(), report.profile(), report.direction(), report.status(), report.startedAt(),
                report.duration(),
                report.tables(), report.sinkBytes(), report.peakMemoryBytes(), warnings, failure);
    }

    /** The legs' reports added up, a table each. */
    static SyncReport sum(List<SyncReport> legs, Duration duration) {
        SyncReport first = legs.getFirst();
        Map<String, TableReport> tables = new LinkedHashMap<>();
        legs.forEach(leg -> leg.tables().forEach(table -> tables.merge(table.table(), table, Reports::plus)));
        Status status = legs.stream().map(SyncReport::status).reduce(Status.SUCCEEDED, Reports::worse);
        Optional<Failure> failure = legs.stream().flatMap(leg -> leg.failure().stream()).findFirst();
        return new SyncReport(first.run(), first.profile(), first.direction(), status, first.startedAt(), duration,
                List.copyOf(tables.values()),
                sinkBytes(first, legs.getLast()), 0,
                legs.stream().flatMap(leg -> leg.warnings().stream()).distinct().toList(), failure);
    }

    /**
     * The reports of pieces that ran side by side added up. Where pieces wrote the same tables, the sink is as the first found
     * it and as the last left it; where each wrote its own, it is all of them together.
     */
    static SyncReport sumOfPieces(List<SyncReport> pieces, Instant startedAt, Duration duration) {
        List<SyncReport> byStart = pieces.stream().sorted(Comparator.comparing(SyncReport::startedAt)).toList();
        SyncReport sum = sum(byStart, duration);
        SyncReport last = Collections.max(pieces,
                Comparator.comparing(piece -> piece.startedAt().plus(piece.duration())));
        boolean apart = sum.tables().size() == pieces.stream().mapToInt(piece -> piece.tables().size()).sum();
        Optional<SinkBytes> bytes = apart
                ? pieces.stream().map(SyncReport::sinkBytes).reduce(Reports::plus).orElse(Optional.empty())
                : sinkBytes(byStart.getFirst(), last);
        long peak = pieces.stream().mapToLong(SyncReport::peakMemoryBytes).max().orElse(0);
        return new SyncReport(sum.run(), sum.profile(), sum.direction(), sum.status(), startedAt, duration,
                sum.tables().stream()
                        .map(table -> apart ? table : leaving(table, rowsAfter(table, pieces))).toList(),
                bytes, peak, sum.warnings(), sum.failure());
    }

    /**
     * Each piece adds what it wrote to what it found, and others wrote meanwhile; what a server that died wrote is in no
     * piece's count, and was found by the later ones.
     */
    private static long rowsAfter(TableReport sum, List<SyncReport> pieces) {
        long written = sum.rowsBefore() + sum.counts().inserted() - sum.counts().deleted();
        long most = pieces.stream().flatMap(piece -> piece.tables().stream())
                .filter(table -> table.table().equals(sum.table())).mapToLong(TableReport::rowsAfter).max().orElse(0);
        return sum.counts().deleted() == 0 ? Math.max(written, most) : written;
    }

    private static TableReport leaving(TableReport table, long rows) {
        return new TableReport(table.table(), table.mode(), table.changes(), table.counts(), table.retries(),
                table.batches(), table.roundTrips(), table.resumedFrom(), table.rowsBefore(),
                rows, table.duration(), table.failure());
    }

    private static Optional<SinkBytes> plus(Optional<SinkBytes> one, Optional<SinkBytes> other) {
        return one.flatMap(first -> other.map(next -> new SinkBytes(first.before() + next.before(),
                first.after() + next.after())));
    }

    private static Optional<SinkBytes> sinkBytes(SyncReport first, SyncReport last) {
        return first.sinkBytes().flatMap(
                before -> last.sinkBytes().map(after -> new SinkBytes(before.before(), after.after())));
    }

    /** How a run ends that this kept from beginning. */
    static Status status(Failure failure) {
        return failure.kind() == Failure.Kind.REFUSED ? Status.REFUSED : Status.FAILED;
    }

    /** The report of a run whose deletes a guard refused before it began. */
    static SyncReport refused(SyncReport report, Failure refusal) {
        return new SyncReport(report.run(), report.profile(), report.direction(),
                worse(report.status(), Status.REFUSED), report.startedAt(), report.duration(), report.tables(),
                report.sinkBytes(), report.peakMemoryBytes(), report.warnings(),
                report.failure().or(() -> Optional.of(refusal)));
    }

    static SyncReport withStatus(SyncReport report, Status status) {
        return new SyncReport(report.run(), report.profile(), report.direction(), status, report.startedAt(),
                report.duration(), report.tables(), report.sinkBytes(), report.peakMemoryBytes(), report.warnings(),
                report.failure());
    }

    private static Status worse(Status one, Status other) {
        return BADNESS.indexOf(one) > BADNESS.indexOf(other) ? one : other;
    }

    private static TableReport plus(TableReport one, TableReport next) {
        Progress counts = one.counts().plus(next.counts());
        return new TableReport(one.table(), one.mode(), one.changes(), counts, one.retries() + next.retries(),
                one.batches() + next.batches(), one.roundTrips() + next.roundTrips(),
                one.resumedFrom().or(next::resumedFrom),
                one.rowsBefore(), next.rowsAfter(), one.duration().plus(next.duration()),
                one.failure().or(next::failure));
    }
}
