package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.StartStore.Start;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A request to start a run that was honoured, as its table has it. */
@MappedEntity("start_claim")
record StartRow(String startKey, String fingerprint, String run, Instant at) {

    Start toDomain() {
        return new Start(fingerprint, run);
    }
}
