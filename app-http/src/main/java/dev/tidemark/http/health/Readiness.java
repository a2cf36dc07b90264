package dev.tidemark.http.health;

import jakarta.inject.Singleton;

/** Whether this server takes new work. Thread-safe. */
@Singleton
public final class Readiness {
    private volatile boolean leaving;

    /** The server is about to end: whoever spreads requests should ask another. */
    public void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }
}
