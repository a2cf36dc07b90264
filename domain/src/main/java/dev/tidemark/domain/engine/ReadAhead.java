package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page ahead on a virtual thread while the last one is written. What the reader throws comes out of
 * {@link #next}. Used by one thread; closing it ends the reader and closes its pager.
 */
final class ReadAhead implements AutoCloseable {
    private final SynchronousQueue<Step> steps = new SynchronousQueue<>();
    private final InstantSource clock;
    private final Thread thread;
    private boolean ended;
    private Duration fetched = Duration.ZERO;

    ReadAhead(PageReader reader, String table, InstantSource clock) {
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("read " + table).start(() -> run(reader));
    }

    /** What the reader hands over: a page and how long it took, or the end with the trouble that made it, if any. */
    private record Step(Optional<Page> page, Duration took, @Nullable Throwable trouble) {
    }

    /** The next page, or empty after the last. */
    Optional<Page> next() throws InterruptedException {
        Step step = steps.take();
        ended = step.page().isEmpty();
        fetched = step.took();
        switch (step.trouble()) {
            case null -> {
                return step.page();
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("the reader ended", e);
        }
    }

    /** How long the source took for the page that {@link #next} returned last, attempts in vain included. */
    Duration fetched() {
        return fetched;
    }

    @Override
    public void close() {
        if (!ended) {
            // Not otherwise: the reader is closing its pager, and an interrupt would break its connection.
            thread.interrupt();
        }
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(PageReader reader) {
        try (reader) {
            steps.put(readAll(reader));
        } catch (InterruptedException _) {
            // closed by the only one who listens
        }
    }

    private Step readAll(PageReader reader) throws InterruptedException {
        try {
            while (true) {
                Instant asked = clock.instant();
                Optional<Page> page = reader.next();
                Step step = new Step(page, Duration.between(asked, clock.instant()), null);
                if (page.isEmpty()) {
                    return step;
                }
                steps.put(step);
            }
        } catch (RuntimeException | Error e) {
            return new Step(Optional.empty(), Duration.ZERO, e);
        }
    }
}
