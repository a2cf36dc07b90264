package dev.tidemark.runtime.server;

import java.time.Duration;

/** Wakes those who wait for something that this server did; what others did they find when they look. Thread-safe. */
final class Bell {
    private long rung;

    synchronized void ring() {
        rung++;
        notifyAll();
    }

    synchronized long rung() {
        return rung;
    }

    /** Until it was rung more often than that, or so long. */
    synchronized void await(long heard, Duration most) throws InterruptedException {
        if (rung == heard) {
            wait(Math.max(1, most.toMillis()));
        }
    }
}
