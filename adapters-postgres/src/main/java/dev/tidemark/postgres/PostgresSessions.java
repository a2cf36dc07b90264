package dev.tidemark.postgres;

import dev.tidemark.domain.port.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

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
    private final Deque<Opening> openings = new ArrayDeque<>();
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
        if (free != null) {
            return free;
        }
        Opening opening = pollOpening();
        PostgresSession opened = opening == null ? null : opening.await();
        // Trouble of another time is nothing to whoever comes now.
        return opened == null ? PostgresSession.open(config, this) : opened;
    }

    /**
     * Someone will need a connection soon: it is opened meanwhile, unless one is free. That is three round trips, and more
     * with a password or TLS.
     */
    synchronized void expect() {
        if (users > 0 && idle.isEmpty() && openings.isEmpty()) {
            Opening opening = new Opening();
            Thread.ofPlatform().daemon().name("connect " + config.displayName()).start(opening);
            openings.add(opening);
        }
    }

    private synchronized @Nullable PostgresSession poll() {
        for (Idle last = idle.poll(); last != null; last = idle.poll()) {
            if (System.nanoTime() - last.since() < LONGEST_IDLE.toNanos()) {
                return last.session();
            }
            last.session().end();
        }
        return null;
    }

    private synchronized @Nullable Opening pollOpening() {
        return openings.poll();
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
        openings.forEach(Opening::abandon);
        openings.clear();
    }

    /** A connection on its way. */
    private final class Opening implements Runnable {
        private @Nullable PostgresSession session;
        private long since;
        private boolean ended;
        private boolean abandoned;

        @Override
        public void run() {
            try {
                arrived(PostgresSession.open(config, PostgresSessions.this));
            } catch (StoreException _) {
                // Whoever needs the connection tries again, and is told.
            } finally {
                end();
            }
        }

        private synchronized void arrived(PostgresSession opened) {
            session = opened;
            since = System.nanoTime();
            if (abandoned) {
                opened.end();
            }
        }

        /** Whatever became of it, nobody waits for ever. */
        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        /** Nobody waits for it any more. */
        synchronized void abandon() {
            abandoned = true;
            if (session != null) {
                session.end();
            }
        }

        /**
         * The connection, or null if there was trouble or it has waited for too long. An interrupt does not shorten the wait, as
         * it would not that for a connection opened here.
         */
        synchronized @Nullable PostgresSession await() {
            boolean interrupted = false;
            while (!ended) {
                try {
                    wait();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (session != null && System.nanoTime() - since >= LONGEST_IDLE.toNanos()) {
                session.end();
                return null;
            }
            return session;
        }
    }
}
