package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.Status;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes one report of a verification of those of a profile's legs. */
final class VerifyReports {

    private VerifyReports() {
    }

    /** Under the profile's own name, with warnings that concern all legs before those of each. */
    static VerifyReport asRun(VerifyReport report, String profile, List<String> warnings) {
        return new VerifyReport(report.run(), profile, report.direction(), report.status(), report.startedAt(),
                report.duration(), report.tables(),
                Stream.concat(warnings.stream(), report.warnings().stream()).toList(), report.failure());
    }

    /** Warnings and failures say which file they are about. */
    static VerifyReport ofFile(VerifyReport report, String file) {
        Optional<Failure> failure = report.failure()
                .map(one -> new Failure(one.kind(), file + ": " + one.message(), one.advice()));
        return new VerifyReport(report.run(), report.profile(), report.direction(), report.status(),
                report.startedAt(), report.duration(), report.tables(),
                report.warnings().stream().map(warning -> file + ": " + warning).toList(), failure);
    }

    /**
     * The legs' reports added up, a table each.
     *
     * @param limit how many differences to keep for each table
     */
    static VerifyReport sum(List<VerifyReport> legs, Duration duration, int limit) {
        VerifyReport first = legs.getFirst();
        Map<String, TableVerdict> tables = new LinkedHashMap<>();
        legs.forEach(leg -> leg.tables().forEach(
                table -> tables.merge(table.table(), table, (one, next) -> plus(one, next, limit))));
        // The enum goes from the best to the worst: a report is as bad as its worst leg.
        Status status = legs.stream().map(VerifyReport::status).max(Status::compareTo).orElse(Status.EQUAL);
        return new VerifyReport(first.run(), first.profile(), first.direction(), status, first.startedAt(), duration,
                List.copyOf(tables.values()),
                legs.stream().flatMap(leg -> leg.warnings().stream()).distinct().toList(),
                legs.stream().flatMap(leg -> leg.failure().stream()).findFirst());
    }

    private static TableVerdict plus(TableVerdict one, TableVerdict next, int limit) {
        return new TableVerdict(one.table(), one.sourceRows() + next.sourceRows(), one.sinkRows() + next.sinkRows(),
                one.equal() + next.equal(), one.missing() + next.missing(), one.extra() + next.extra(),
                one.different() + next.different(), one.unreadable() + next.unreadable(),
                Stream.concat(one.differences().stream(), next.differences().stream()).limit(limit).toList(),
                Stream.concat(one.mapping().stream(), next.mapping().stream()).distinct().toList(),
                one.partial() || next.partial(), one.duration().plus(next.duration()),
                one.failure().or(next::failure));
    }
}
