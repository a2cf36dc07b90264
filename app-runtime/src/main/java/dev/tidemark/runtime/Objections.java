package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import java.util.Optional;

/** What stands against a leg before it begins, whatever its tables hold. */
final class Objections {

    private Objections() {
    }

    /** Why the leg must not run; empty if nothing is known against it. */
    static Optional<Failure> of(Leg leg) throws InterruptedException {
        Optional<Failure> refusal = HiddenRows.of(leg);
        return refusal.isPresent() ? refusal : WhereCheck.of(leg);
    }
}
