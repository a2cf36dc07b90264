package dev.tidemark.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run in good order when the process is told to stop. The JVM answers SIGINT and SIGTERM by running its shutdown
 * hooks and exits with 130 or 143 afterwards; ours cancels the run and holds the JVM until the summary is printed.
 */
final class Interruption implements AutoCloseable {
    /** Longer than any batch should take; a store that hangs must not keep the process for ever. */
    private static final long MOST_SECONDS = 120;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable cancel, Session session) {
        hook = Thread.ofPlatform().name("interruption").unstarted(() -> {
            cancel.run();
            session.tell("Stopping after the batch in hand ...");
            awaitEnd();
        });
    }

    /** Watches until it is closed; close it when everything about the run is told. */
    static Interruption guard(Runnable cancel, Session session) {
        Interruption interruption = new Interruption(cancel, session);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void awaitEnd() {
        try {
            // Whether it ended in time makes no difference any more: the process ends now.
            var _ = done.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook has just been let go.
        }
    }
}
