package dev.tidemark.runtime;

import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.port.Store;

/**
 * One pair of stores of a run. A connection over many files makes a leg for each file.
 *
 * @param file what tells the leg from the others, for messages; empty if it is the only one
 */
record Leg(String file, SyncPlan plan, Store from, Store to) {

    Leg withPlan(SyncPlan other) {
        return new Leg(file, other, from, to);
    }

    boolean deletesOrphans() {
        return plan.orphans() instanceof OrphanPolicy.Delete;
    }

    /** The same without deletes. */
    Leg keepingOrphans() {
        return withPlan(plan.withOrphans(new OrphanPolicy.Keep()));
    }
}
