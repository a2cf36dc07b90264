package dev.tidemark.http.api;

import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.runtime.ReportJson;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as the history lists it.
 *
 * @param status {@code running}, {@code succeeded}, {@code rejects}, {@code failed}, {@code interrupted} or {@code refused}
 * @param endedAt null while it runs
 * @param totals null while it runs
 */
@Serdeable
@Schema(description = "A run as the history lists it; endedAt, durationMs and totals are null while it runs")
record RunSummary(String run, String profile, String direction, String status, Instant startedAt,
        @Nullable Instant endedAt, @Nullable Long durationMs, @Nullable Totals totals) {

    static RunSummary of(RunRecord record) {
        return new RunSummary(record.run(), record.profile(), record.direction(), record.status(), record.startedAt(),
                record.endedAt().orElse(null),
                record.endedAt().map(end -> Duration.between(record.startedAt(), end).toMillis()).orElse(null),
                ReportJson.totals(record.report()).map(Totals::of).orElse(null));
    }
}
