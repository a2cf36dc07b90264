package dev.tidemark.postgres.state;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The few threads that use the connections, of no run in particular. Whoever asks waits for the answer and cannot be interrupted meanwhile: a run
 * that is cancelled still saves how far it came, and a virtual thread's interrupt does not close a socket
 * (java.net.Socket). The interrupt is not lost; it is there again when the answer is.
 */
final class StateThreads implements AutoCloseable {
    /** Also the most connections: a table each of a run or two, and the heartbeat. */
    static final int COUNT = 4;

    private final ExecutorService threads = Executors
            .newFixedThreadPool(COUNT, Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false)
                    .name("tidemark-state-", 0).factory());

    /**
     * What the work returns.
     *
     * @throws ExecutionException with what the work threw as cause
     */
    <T> T call(Callable<T> work) throws ExecutionException {
        Future<T> answer = threads.submit(work);
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
        threads.shutdown();
    }
}
