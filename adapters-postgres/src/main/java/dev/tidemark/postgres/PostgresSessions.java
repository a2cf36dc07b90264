package dev.tidemark.postgres;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The connections of one store. One that is done with waits for whoever needs the next, for a connection is a process of the
 * server: measured, 200 tables of 100 rows took 1,001 of them to find out that nothing had changed, half of the run. All are
 * closed with the last source, sink or probe of the store. Thread-safe.
 */
final class PostgresSessions {
    /** A connection that idles longer may have been cut off on the way without a word. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

    private final PostgresConfig config;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int users;

    PostgresSessions(PostgresConfig config) {
        this.config = config;
    }

    private record Idle(PostgresSession session, long since) {
    }

    PostgresConfig config() {
        return config;
    }

    /** Someone begins to use the store; to be ended by {@link #leave}. */
    synchronized void enter() {
        users++;
    }

    /** Someone is done with the store; the last one closes what is left. */
    synchronized void leave() {
        users--;
        if (users == 0) {
            closeIdle();
        }
    }

    /** A connection outside of any transaction; closing it gives it back. */
    PostgresSession lend() {
        PostgresSession free = poll();
        return free == null ? PostgresSession.open(config, this) : free;
    }

    private synchronized @org.jspecify.annotations.Nullable PostgresSession poll() {
        for (Idle last = idle.poll(); last != null; last = idle.poll()) {
            if (System.nanoTime() - last.since() < LONGEST_IDLE.toNanos()) {
                return last.session();
            }
            last.session().end();
        }
        return null;
    }

    /** Takes a connection that is as good as new. */
    synchronized void giveBack(PostgresSession session) {
        if (users == 0) {
            session.end();
        } else {
            idle.push(new Idle(session, System.nanoTime()));
        }
    }

    /** A connection broke: the others may lead to the same server, which was perhaps restarted. */
    synchronized void distrust() {
        closeIdle();
    }

    private void closeIdle() {
        idle.forEach(left -> left.session().end());
        idle.clear();
    }
}
