package dev.tidemark.domain.port;

import java.util.Optional;

/** Sees to it that a profile runs once at a time. Thread-safe. */
public interface RunLock {

    /**
     * Takes the lock of a profile; it ends with {@link Lease#close}, or with the process that holds it.
     *
     * @param holder who takes it, for messages: the run, the host and the process
     * @return the lease, or empty if another run holds it
     */
    Optional<Lease> acquire(String profile, String holder) throws InterruptedException;

    /** Who holds the profile's lock, for a message; empty if nobody does or it cannot be told. */
    Optional<String> holder(String profile);

    /** The lock while it is held. */
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }
}
