package dev.tidemark.sqlite.state;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The one thread that uses the connection, of no run in particular. Whoever asks waits for the answer and cannot be interrupted meanwhile: a run
 * that is cancelled still saves how far it came. The interrupt is not lost; it is there again when the answer is.
 */
final class StateThread implements AutoCloseable {
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false)
                    .name("tidemark-state").factory());

    /**
     * What the work returns.
     *
     * @throws ExecutionException with what the work threw as cause
     */
    <T> T call(Callable<T> work) throws ExecutionException {
        Future<T> answer = thread.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
