package dev.tidemark.domain.port;

import java.time.Instant;
import java.util.Optional;

/** Which requests to start a run have been honoured, so that one that is sent again starts nothing. Thread-safe. */
public interface StartStore {

    /**
     * Claims a key for a run, unless it is claimed already; of several who do it at once, one succeeds.
     *
     * @param key who asks, and the key that he chose
     * @return the claim that there was; empty if this one is the first
     */
    Optional<Start> claim(String key, Start start, Instant at);

    /** Gives up a claim, since the run was not started after all. */
    void release(String key);

    /** Forgets claims from before this time. */
    void removeBefore(Instant time);

    /**
     * A request that was honoured.
     *
     * @param fingerprint of what was asked for
     * @param run that it started
     */
    record Start(String fingerprint, String run) {
    }
}
