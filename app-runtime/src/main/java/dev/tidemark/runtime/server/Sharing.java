package dev.tidemark.runtime.server;

import java.time.Duration;

/**
 * How a server takes its share of the work.
 *
 * @param server its name among the others, for messages; never that of one before it
 * @param workers how many pieces of runs it works on at once
 * @param deadAfter how long a server is silent before its work is another's
 * @param poll how often it looks for what others left to do
 */
public record Sharing(String server, int workers, Duration deadAfter, Duration poll) {
    /** A server that is paused, by a slow disk or a moving virtual machine, is seldom away for so long. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(40);
    /** Less is no time for a heartbeat to get through. */
    public static final Duration LEAST_DEAD_AFTER = Duration.ofSeconds(4);

    /** Heartbeats before a server is taken for dead. */
    static final int BEATS = 8;

    private static final Duration POLL = Duration.ofSeconds(1);

    /** As many pieces as there are processors, but never one alone: a piece often waits for a store. */
    public static Sharing of(String server) {
        return new Sharing(server, Math.max(2, Runtime.getRuntime().availableProcessors()), DEAD_AFTER, POLL);
    }

    public Sharing withWorkers(int count) {
        return new Sharing(server, count, deadAfter, poll);
    }

    public Sharing withDeadAfter(Duration silence) {
        return new Sharing(server, workers, silence, poll);
    }

    /**
     * How long the lease of a run lasts: shorter than a server is silent before its work is taken over, so that one that was
     * only paused has lost its lease by then, and saves nothing when it wakes up.
     */
    public Duration leases() {
        return deadAfter.multipliedBy(3).dividedBy(4);
    }

    Duration heartbeat() {
        return deadAfter.dividedBy(BEATS);
    }
}
