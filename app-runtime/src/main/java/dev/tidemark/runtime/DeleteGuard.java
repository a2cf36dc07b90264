package dev.tidemark.runtime;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncEngine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the deletes of all legs of a run against their limits before the first of them deletes: one refusal deletes nothing
 * anywhere (correctness rule 5), and each leg sees its own file alone.
 */
final class DeleteGuard {

    private DeleteGuard() {
    }

    /**
     * @return why one of the legs must not delete; empty if all may, as far as can be told before they run
     */
    static Optional<Failure> refusal(String run, List<Leg> legs, SyncEngine engine) throws InterruptedException {
        for (Leg leg : legs.stream().filter(DeleteGuard::isAsked).toList()) {
            ChangePlan plan = engine.plan(run, leg.plan(), leg.from(), leg.to(), 0, _ -> {
            });
            switch (plan.report().status()) {
                case REFUSED -> {
                    return Optional.of(failure(plan, leg));
                }
                case INTERRUPTED -> throw new InterruptedException("while the deletes were counted");
                // What fails now fails in the run as well, which tells it.
                case SUCCEEDED, REJECTS, FAILED -> {
                }
            }
        }
        return Optional.empty();
    }

    /** What is refused without a look is refused by the leg itself, before anything is written. */
    private static boolean isAsked(Leg leg) {
        return leg.deletesOrphans() && HiddenRows.of(leg).isEmpty();
    }

    private static Failure failure(ChangePlan plan, Leg leg) {
        Failure first = Stream
                .concat(plan.report().failure().stream(),
                        plan.report().tables().stream().flatMap(table -> table.failure().stream()))
                .filter(failure -> failure.kind() == Failure.Kind.REFUSED)
                .findFirst()
                .orElseGet(() -> new Failure(Failure.Kind.REFUSED, "a guard refused to delete", ""));
        return new Failure(first.kind(), leg.file() + ": " + first.message() + "; nothing was deleted for any file",
                first.advice());
    }
}
