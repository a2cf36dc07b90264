package dev.tidemark.runtime.server;

import dev.tidemark.runtime.SyncRequest;

/**
 * The runs of this server, or of all that share its state. Thread-safe.
 *
 * <p>Methods throw {@link dev.tidemark.runtime.config.ConfigurationException} for what the user wrote, and
 * {@link dev.tidemark.domain.port.StoreException} if the state fails.
 */
public interface Runs extends AutoCloseable {

    /** Takes on a run, which is in the run history from here on; it begins as soon as a server has a hand free. */
    Accepted start(SyncRequest request, Kind kind);

    /**
     * Ends a run after the batch in hand, with the checkpoint saved, on whichever server it goes on.
     *
     * @return false if it is not going on
     */
    boolean cancel(String run);

    /** The runs of this server save their place and go on later, here or on another server. */
    @Override
    void close();

    /** What is run. */
    enum Kind {
        /** The profile, as a push or a pull. */
        SYNC,
        /** Another try at the rejects that are kept. */
        RETRY
    }

    /** What became of a request to start. */
    sealed interface Accepted {
        /** It goes on, or will. */
        record Started(String run) implements Accepted {
        }

        /**
         * The profile is being run, and a profile runs once at a time.
         *
         * @param holder who runs it, for a person
         */
        record Busy(String profile, String holder) implements Accepted {
        }
    }
}
