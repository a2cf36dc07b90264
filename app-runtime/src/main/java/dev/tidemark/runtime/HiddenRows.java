package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.port.Store.Visibility;
import java.util.Optional;

/**
 * Refuses deletes where row-level security may hide rows of either side (correctness rules 5 and 17): what is not seen may be
 * there. Told before anything is written, and without asking a store.
 */
final class HiddenRows {

    private HiddenRows() {
    }

    /** Why the leg must not run; empty if it deletes nothing, or sees everything. */
    static Optional<Failure> of(Leg leg) {
        if (!deletes(leg)) {
            return Optional.empty();
        }
        if (leg.from().visibility() == Visibility.PERHAPS_FILTERED) {
            return Optional
                    .of(refused(leg, "row-level security may hide rows of the source, so none of the sink's is known"
                            + " to be an orphan", "read the source with a role or a key that sees all rows"));
        }
        if (leg.to().visibility() == Visibility.PERHAPS_FILTERED) {
            return Optional
                    .of(refused(leg, "row-level security may hide rows of the sink, so its orphans are not all seen,"
                            + " and nobody can tell how many it has", "write with a role or a key that sees all rows"));
        }
        return Optional.empty();
    }

    private static boolean deletes(Leg leg) {
        return leg.plan().orphans() instanceof OrphanPolicy.Delete || leg.plan().rules().stream()
                .filter(rule -> Plans.isWanted(rule, leg.plan().only(), leg.plan().excluded()))
                .anyMatch(rule -> rule.mode() instanceof SyncMode.FullRefresh);
    }

    private static Failure refused(Leg leg, String why, String advice) {
        return new Failure(Failure.Kind.REFUSED, leg.plan().direction().word() + " " + leg.plan().profile() + ": " + why
                + "; nothing was written", advice + ", or leave out delete-orphans and full-refresh");
    }
}
