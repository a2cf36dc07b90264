package dev.tidemark.postgres.state;

import java.time.Duration;

/**
 * How a lease is kept alive.
 *
 * @param life how long a lease lasts after its last beat
 * @param beat how often its holder beats; several beats may be lost before the lease is
 */
record Pace(Duration life, Duration beat) {
    /**
     * A killed run blocks its profile for half a minute at most; a second run learns within three seconds that the first is
     * alive.
     */
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(3));

    /** How often one who waits looks: several times a beat. */
    Duration look() {
        return beat.dividedBy(6);
    }
}
