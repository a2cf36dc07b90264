package dev.tidemark.runtime;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import java.time.Duration;

/** A run that is ready to go: its configuration is understood and it has its identifier. Runs once. */
public interface SyncRun {

    /** The identifier: sorts by the time of its making. */
    String id();

    String profile();

    Direction direction();

    /**
     * Runs on the calling thread to the end. Never throws for what a store or a row does: the report tells, and the run
     * history keeps it.
     */
    SyncReport execute(SyncListener listener);

    /**
     * Ends the run after the batch in hand, with the checkpoint saved. May be called at any time and from any thread, a
     * shutdown hook included.
     */
    void cancel();

    /** Waits until {@link #execute} is done, or for so long; at once if it was never called. */
    void await(Duration most) throws InterruptedException;
}
