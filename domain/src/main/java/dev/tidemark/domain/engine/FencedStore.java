package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;

/**
 * A sink that takes nothing more from a run whose lock is lost: this process was away for longer than the lock lasts, another
 * may do its work by now, and what it read before is older than what stands in the sink. The lock is looked at before every
 * batch and every commit; a batch that was on its way when the process stopped may still land. Thread-safe.
 */
final class FencedStore implements Store {
    private final Store store;
    private final Fence fence;

    FencedStore(Store store, Lease lease, String profile) {
        this.store = store;
        this.fence = () -> {
            if (lease.isLost()) {
                throw new StoreException.Permanent(
                        "The run lock of profile " + profile
                                + " is lost: this process was away for too long, and another"
                                + " run may have begun. Nothing more was written.",
                        "", "Run it again: it goes on from the last checkpoint.", null);
            }
        };
    }

    /** Stands before whatever changes the sink. */
    @FunctionalInterface
    interface Fence {
        /**
         * @throws StoreException.Permanent if the run's lock is lost
         */
        void pass();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Source openSource() {
        return store.openSource();
    }

    @Override
    public Source openView() {
        return store.openView();
    }

    @Override
    public Sink openSink() {
        return new FencedSink(store.openSink(), fence);
    }

    @Override
    public Expectation expect() {
        return store.expect();
    }

    @Override
    public SizeProbe sizes() {
        return store.sizes();
    }

    @Override
    public Visibility visibility() {
        return store.visibility();
    }
}
