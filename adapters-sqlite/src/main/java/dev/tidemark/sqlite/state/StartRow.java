package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.StartStore.Start;
import io.micronaut.data.annotation.MappedEntity;

/** A request to start a run that was honoured, as its table has it. */
@MappedEntity("start_claim")
record StartRow(String startKey, String fingerprint, String run, long at) {

    Start toDomain() {
        return new Start(fingerprint, run);
    }
}
