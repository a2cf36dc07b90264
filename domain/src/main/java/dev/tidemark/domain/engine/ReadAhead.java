package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Page;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page ahead on a virtual thread while the last one is written. What the reader throws comes out of
 * {@link #next}. Used by one thread; closing it ends the reader and closes its pager.
 */
final class ReadAhead implements AutoCloseable {
    private final SynchronousQueue<Step> steps = new SynchronousQueue<>();
    private final Thread thread;
    private boolean ended;

    ReadAhead(PageReader reader, String table) {
        this.thread = Thread.ofVirtual().name("read " + table).start(() -> run(reader));
    }

    /** What the reader hands over: a page, or the end with the trouble that made it, if any. */
    private record Step(Optional<Page> page, @Nullable Throwable trouble) {
    }

    /** The next page, or empty after the last. */
    Optional<Page> next() throws InterruptedException {
        Step step = steps.take();
        ended = step.page().isEmpty();
        switch (step.trouble()) {
            case null -> {
                return step.page();
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("the reader ended", e);
        }
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
            for (Optional<Page> page = reader.next(); page.isPresent(); page = reader.next()) {
                steps.put(new Step(page, null));
            }
            return new Step(Optional.empty(), null);
        } catch (RuntimeException | Error e) {
            return new Step(Optional.empty(), e);
        }
    }
}
