package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.RunPieceStore.Standing;
import io.micronaut.core.annotation.Introspected;

/** How a run stands, as its query gives it. */
@Introspected
record RunStanding(int attempts, boolean cancelled, int open, long done) {

    Standing toDomain() {
        return new Standing(attempts, cancelled, open, done);
    }
}
