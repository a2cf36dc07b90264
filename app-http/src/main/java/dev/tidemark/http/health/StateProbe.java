package dev.tidemark.http.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the state whether it answers: at most once a second, however many ask, and with patience for two. Thread-safe.
 */
final class StateProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Runnable question;
    private final InstantSource clock;
    private final Duration patience;
    private @Nullable Asked asked;

    /**
     * @param question asks the state for something small, and throws if it does not answer
     */
    StateProbe(Runnable question, InstantSource clock) {
        this(question, clock, PATIENCE);
    }

    StateProbe(Runnable question, InstantSource clock, Duration patience) {
        this.question = question;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * What the state said.
     *
     * @param took how long it took
     * @param trouble why there is no answer; empty if there is
     */
    record Answer(Duration took, String trouble) {
        boolean isUp() {
            return trouble.isEmpty();
        }
    }

    private record Asked(Instant at, CompletableFuture<Answer> answer) {
    }

    Answer ask() {
        Asked latest = latest();
        try {
            long left = patience.minus(Duration.between(latest.at(), clock.instant())).toMillis();
            return latest.answer().get(Math.max(0, left), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Answer(patience, "the state does not answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Answer(Duration.ZERO, String.valueOf(e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer(Duration.ZERO, "interrupted while the state was asked");
        }
    }

    /** Nobody asks again while one waits: a state that hangs costs one thread and not one a probe. */
    private synchronized Asked latest() {
        Instant now = clock.instant();
        Asked latest = asked;
        if (latest == null || latest.answer().isDone() && now.isAfter(latest.at().plus(FRESH))) {
            latest = new Asked(now, CompletableFuture.supplyAsync(this::answer,
                    task -> Thread.ofVirtual().name("health").start(task)));
            asked = latest;
        }
        return latest;
    }

    private Answer answer() {
        Instant begun = clock.instant();
        try {
            question.run();
            return new Answer(Duration.between(begun, clock.instant()), "");
        } catch (RuntimeException e) {
            return new Answer(Duration.between(begun, clock.instant()), String.valueOf(e.getMessage()));
        }
    }
}
