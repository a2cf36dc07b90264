package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the runs before this one left for its tables, asked for once: the run holds the profile's lock, so that nobody adds
 * to it meanwhile. Asking for each table, and forgetting what was not there, took a fifth of the time of 200 small tables.
 */
record Remembered(Map<Scope, Checkpoint> checkpoints, Map<Scope, SyncPoint> syncPoints, Set<Scope> rejects) {

    static Remembered of(StateStore state, String profile) {
        return new Remembered(
                state.checkpoints().list(profile).stream().collect(byScope(Checkpoint::scope)),
                state.syncPoints().list(profile).stream().collect(byScope(SyncPoint::scope)),
                state.rejects().count(profile).stream().map(RejectStore.Count::scope)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static <T> java.util.stream.Collector<T, ?, Map<Scope, T>> byScope(Function<T, Scope> scope) {
        return Collectors.toUnmodifiableMap(scope, Function.identity());
    }

    /** Where an unfinished pass over the table stopped. */
    Optional<Checkpoint> checkpoint(Scope scope) {
        return Optional.ofNullable(checkpoints.get(scope));
    }

    /** What the last complete pass over the table left. */
    Optional<SyncPoint> syncPoint(Scope scope) {
        return Optional.ofNullable(syncPoints.get(scope));
    }

    /** Whether earlier passes left rejects of the table. */
    boolean hasRejects(Scope scope) {
        return rejects.contains(scope);
    }
}
