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
    static final Pace DEFAULT = of(Duration.ofSeconds(30));

    /** Beats often enough that several of them may be lost. */
    static Pace of(Duration life) {
        return new Pace(life, life.dividedBy(10));
    }

    /** How often one who waits looks: several times a beat. */
    Duration look() {
        return beat.dividedBy(6);
    }
}
