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

    /**
     * Takes part in the lock that a run has on its profile: all who name the same run hold it together, whichever process
     * they are in, and everybody else is refused. The state may let it last a little longer than the last of them, so that
     * a run whose servers died is not overtaken before they are back; {@link #release} ends it at once.
     *
     * <p>A process that was away for longer than the lock lasts has lost its part for good: what its work would save from
     * then on is refused, for another may be doing it by now.
     *
     * @return the part, or empty if another run holds the profile, or this process has just lost its part
     */
    Optional<Lease> join(String profile, String run) throws InterruptedException;

    /** Frees the profile of a run that has ended. Nobody takes part any more. */
    void release(String profile, String run);

    /** Who holds the profile's lock, for a message; empty if nobody does or it cannot be told. */
    Optional<String> holder(String profile);

    /** The lock while it is held. */
    interface Lease extends AutoCloseable {
        /** Whether it ended by itself, for this process was away too long: what is saved under it from then on is refused. */
        default boolean isLost() {
            return false;
        }

        @Override
        void close();
    }
}
