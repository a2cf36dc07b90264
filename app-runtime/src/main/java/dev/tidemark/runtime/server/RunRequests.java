package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StartStore;
import dev.tidemark.domain.port.StartStore.Claim;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.server.Runs.Accepted;
import dev.tidemark.runtime.server.Runs.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What callers ask of the runs: who asked is kept in the audit log, and a request that bears a key is honoured once, however
 * often and to whichever server it is sent. Thread-safe.
 */
public final class RunRequests {
    /** Starting takes milliseconds; who has not said which run it was by then has died over it. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Runs runs;
    private final StartStore starts;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Sleeper sleeper;

    public RunRequests(Runs runs, StartStore starts, AuditLog audit, InstantSource clock, Sleeper sleeper) {
        this.runs = runs;
        this.starts = starts;
        this.audit = audit;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * What makes a request the same as another.
     *
     * @param text whose it is, and the key that he chose
     * @param fingerprint of what is asked for
     */
    public record Key(String text, String fingerprint) {
    }

    /** What became of a request to start. */
    public sealed interface Answer {
        /** It goes on, or went on since the same was asked before. */
        record Started(String run) implements Answer {
        }

        /** The profile is being run by this holder. */
        record Busy(String holder) implements Answer {
        }

        /** Something else was asked for with this key before. */
        record KeyOfAnother() implements Answer {
        }

        /** The same is being started, and it takes unusually long. */
        record BeingStarted() implements Answer {
        }
    }

    /**
     * Starts a run, unless the same was asked before.
     *
     * @param actor who asks, for the audit log
     * @param key empty if each time is meant anew
     */
    public Answer start(String actor, Optional<Key> key, SyncRequest request, Kind kind) throws InterruptedException {
        return key.isEmpty() ? begin(actor, request, kind) : once(actor, key.get(), request, kind);
    }

    private Answer once(String actor, Key key, SyncRequest request, Kind kind) throws InterruptedException {
        Optional<Claim> other = starts.claim(key.text(), key.fingerprint(), clock.instant());
        Duration waited = Duration.ZERO;
        while (other.isPresent()) {
            Claim claim = other.get();
            if (!claim.fingerprint().equals(key.fingerprint())) {
                return new Answer.KeyOfAnother();
            }
            if (claim.run().isPresent()) {
                return new Answer.Started(claim.run().get());
            }
            if (clock.instant().isAfter(claim.at().plus(ABANDONED))) {
                starts.release(key.text());
            } else if (waited.compareTo(PATIENCE) > 0) {
                return new Answer.BeingStarted();
            } else {
                sleeper.sleep(PAUSE);
                waited = waited.plus(PAUSE);
            }
            other = starts.claim(key.text(), key.fingerprint(), clock.instant());
        }
        return claimed(actor, key, request, kind);
    }

    private Answer claimed(String actor, Key key, SyncRequest request, Kind kind) {
        boolean started = false;
        try {
            Answer answer = begin(actor, request, kind);
            if (answer instanceof Answer.Started(var run)) {
                starts.started(key.text(), run);
                started = true;
            }
            return answer;
        } finally {
            if (!started) {
                starts.release(key.text());
            }
        }
    }

    private Answer begin(String actor, SyncRequest request, Kind kind) {
        return switch (runs.start(request, kind)) {
            case Accepted.Started(var run) -> {
                audit.add(clock.instant(), actor, word(kind), run,
                        request.direction().word() + " " + request.profile());
                yield new Answer.Started(run);
            }
            case Accepted.Busy(_, var holder) -> new Answer.Busy(holder);
        };
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case SYNC -> "start";
            case RETRY -> "retry";
        };
    }

    /**
     * Ends a run after the batch in hand, with the checkpoint saved.
     *
     * @param actor who asks, for the audit log
     * @return false if it is not going on
     */
    public boolean cancel(String actor, String run) {
        boolean cancelled = runs.cancel(run);
        if (cancelled) {
            audit.add(clock.instant(), actor, "cancel", run, "");
        }
        return cancelled;
    }
}
