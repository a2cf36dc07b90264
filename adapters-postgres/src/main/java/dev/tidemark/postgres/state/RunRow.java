package dev.tidemark.postgres.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.RunHistory.RunRecord;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run as its table has it. */
@MappedEntity("run")
record RunRow(String run, String profile, String direction, String status, Instant startedAt, @Nullable Instant endedAt,
        String report) {

    static RunRow of(RunRecord run) {
        return new RunRow(run.run(), run.profile(), run.direction(), run.status(),
                run.startedAt().truncatedTo(ChronoUnit.MILLIS),
                run.endedAt().map(at -> at.truncatedTo(ChronoUnit.MILLIS)).orElse(null), encode(run.report()));
    }

    RunRecord toDomain() {
        return new RunRecord(run, profile, direction, status, startedAt,
                Optional.ofNullable(endedAt), decode(report));
    }
}
