package dev.tidemark.runtime;

import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds, and forgets, what is remembered of a profile's tables. */
final class Memory {
    private static final Comparator<Scope> BY_NAME = Comparator.comparing(Scope::profile)
            .thenComparing(Scope::direction, Comparator.reverseOrder())
            .thenComparing(Scope::table);

    private final StateStore state;

    Memory(StateStore state) {
        this.state = state;
    }

    /** By profile, then push before pull, then by table. */
    List<RememberedTable> of(List<String> profiles) {
        Set<Scope> scopes = new TreeSet<>(BY_NAME);
        for (String profile : profiles) {
            state.checkpoints().list(profile).stream().map(Checkpoint::scope).forEach(scopes::add);
            state.syncPoints().list(profile).stream().map(SyncPoint::scope).forEach(scopes::add);
            state.rejects().count(profile).stream().map(RejectStore.Count::scope).forEach(scopes::add);
        }
        return scopes.stream().map(this::remembered).toList();
    }

    private RememberedTable remembered(Scope scope) {
        long rejects = state.rejects().count(scope.profile()).stream()
                .filter(count -> count.scope().equals(scope))
                .mapToLong(RejectStore.Count::rejects)
                .sum();
        return new RememberedTable(scope, state.checkpoints().find(scope), state.syncPoints().find(scope),
                state.digests().size(scope), rejects, state.orphans().count(scope));
    }

    /** First what a run would begin from, so that a crash in between leaves nothing that is relied on and half there. */
    void forget(Scope scope) {
        state.checkpoints().remove(scope);
        state.syncPoints().remove(scope);
        state.digests().removeOtherPasses(scope, "");
        state.orphans().clear(scope);
    }
}
