package dev.tidemark.domain.port;

import java.time.Instant;
import java.util.Optional;

/** Which requests to start a run have been honoured, so that one that is sent again starts nothing. Thread-safe. */
public interface StartStore {

    /**
     * Claims a key, unless it is claimed already; of several who do it at once, one succeeds.
     *
     * @param key who asks, and the key that he chose
     * @param fingerprint of what is asked for
     * @return the claim that there was; empty if this one is the first
     */
    Optional<Claim> claim(String key, String fingerprint, Instant at);

    /** The claim on this key, if there is one. */
    Optional<Claim> find(String key);

    /** Says which run the first who claimed the key started. */
    void started(String key, String run);

    /** Gives up a claim, since no run was started after all. */
    void release(String key);

    /** Forgets claims from before this time. */
    void removeBefore(Instant time);

    /**
     * A request that is or was honoured.
     *
     * @param run that it started; empty as long as that is not known
     */
    record Claim(String fingerprint, Optional<String> run, Instant at) {
    }
}
