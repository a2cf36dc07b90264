package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a report holds, for the description of the API alone: the runtime writes it. */
@Serdeable
@Schema(description = "What became of a run; resumedFrom, error and warnings hold no texts for a viewer")
record Report(int schemaVersion, String run, String profile, String direction, String status, Instant startedAt,
        long durationMs, List<Table> tables, Sums totals, @Nullable SinkBytes sinkBytes, long peakMemoryBytes,
        List<String> warnings, @Nullable String error) {

    /** What became of a table. */
    @Serdeable
    @Schema(name = "ReportTable")
    record Table(String table, String mode, String changes, long read, long inserted, long updated, long unchanged,
            long duplicates, long deleted, long rejected, long retries, long batches, long roundTrips,
            @Nullable String resumedFrom, long rowsBefore, long rowsAfter, long durationMs, @Nullable String error) {
    }

    /** All tables together. */
    @Serdeable
    @Schema(name = "ReportTotals")
    record Sums(long read, long inserted, long updated, long unchanged, long duplicates, long deleted, long rejected,
            long retries, long batches, long roundTrips) {
    }

    /** The size of the sink's tables before and after. */
    @Serdeable
    record SinkBytes(long before, long after) {
    }
}
