package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.StartStore.Claim;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to start a run that is or was honoured, as its table has it.
 *
 * @param claim tells whose it is: of those who come at once, all but the first find another's
 */
@MappedEntity("start_claim")
record StartRow(String startKey, String fingerprint, String claim, @Nullable String run, Instant at) {

    Claim toDomain() {
        return new Claim(fingerprint, Optional.ofNullable(run), at);
    }
}
