package dev.tidemark.runtime;

import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.position.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * Where a profile stands.
 *
 * @param lastRun its latest run
 * @param running who holds its lock now
 * @param unfinished the tables whose last pass did not reach the end, and how far it came
 * @param rejects how many rows wait, a table each
 */
public record ProfileStatus(String profile, Optional<RunRecord> lastRun, Optional<String> running,
        List<Checkpoint> unfinished, List<RejectStore.Count> rejects) {
    public ProfileStatus {
        unfinished = List.copyOf(unfinished);
        rejects = List.copyOf(rejects);
    }
}
