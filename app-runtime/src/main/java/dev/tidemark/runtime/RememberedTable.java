package dev.tidemark.runtime;

import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import java.util.Optional;

/**
 * What is remembered of one table in one direction.
 *
 * @param checkpoint how far a pass came that did not reach the end
 * @param syncPoint what the last complete pass left
 * @param digests the digests of rows that landed
 * @param rejects rows that wait to be tried again
 * @param orphans keys that a run which did not end well took for those of rows that the source lacks
 */
public record RememberedTable(Scope scope, Optional<Checkpoint> checkpoint, Optional<SyncPoint> syncPoint,
        DigestStore.Size digests, long rejects, long orphans) {

    /** Whether there is something that a reset forgets. */
    public boolean isResettable() {
        return checkpoint.isPresent() || syncPoint.isPresent() || digests.rows() > 0 || orphans > 0;
    }
}
