package dev.tidemark.http.api;

import dev.tidemark.domain.port.RunHistory.RunRecord;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/** A run that has no report yet. */
@Serdeable
record StartedRun(String run, String profile, String direction, String status, Instant startedAt) {

    static StartedRun of(RunRecord record) {
        return new StartedRun(record.run(), record.profile(), record.direction(), record.status(), record.startedAt());
    }
}
