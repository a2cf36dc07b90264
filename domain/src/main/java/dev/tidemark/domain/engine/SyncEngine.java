package dev.tidemark.domain.engine;

import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.Store;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Runs plans. Thread-safe; one engine serves any number of runs. */
public final class SyncEngine {
    private final StateStore state;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator jitter;

    public SyncEngine(StateStore state, InstantSource clock, Sleeper sleeper, RandomGenerator jitter) {
        this.state = state;
        this.clock = clock;
        this.sleeper = sleeper;
        this.jitter = jitter;
    }

    /**
     * Brings the sink's tables to what the source holds. Never throws for what a store or a row does: the report tells.
     * Interrupting the thread ends the run after the batch in hand, with the checkpoint saved.
     *
     * @param run the identifier of the run
     */
    public SyncReport run(String run, SyncPlan plan, Store source, Store sink, SyncListener listener) {
        throw new IllegalStateException("the engine comes with the next commit");
    }

    /**
     * Tries the profile's stored rejects again: each is read anew from the source by its key where it has one, and
     * written; what lands is removed from the reject store, what the source no longer has as well.
     */
    public SyncReport retryRejects(String run, SyncPlan plan, Store source, Store sink, SyncListener listener) {
        throw new IllegalStateException("the engine comes with the next commit");
    }
}
