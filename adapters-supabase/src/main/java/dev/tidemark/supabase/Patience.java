package dev.tidemark.supabase;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what was asked for, also when it should not wait any more. */
final class Patience {
    private Patience() {
    }

    /**
     * Waits until it is there, or has failed; if the thread is interrupted meanwhile, not longer than the grace. The thread
     * is still interrupted then.
     *
     * @throws IOException what it failed with
     * @throws InterruptedException if it was not there at the end of the grace; it is cancelled then
     */
    static <T> T await(CompletableFuture<T> asked, Duration grace) throws IOException, InterruptedException {
        try {
            return asked.get();
        } catch (InterruptedException interrupt) {
            return afterInterrupt(asked, System.nanoTime() + grace.toNanos(), interrupt);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static <T> T afterInterrupt(CompletableFuture<T> asked, long until, InterruptedException interrupt)
            throws IOException, InterruptedException {
        while (true) {
            try {
                T answer = asked.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                Thread.currentThread().interrupt();
                return answer;
            } catch (InterruptedException _) {
                // Once is enough.
            } catch (TimeoutException _) {
                asked.cancel(true);
                throw interrupt;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof HttpTimeoutException) {
                    throw interrupt;
                }
                Thread.currentThread().interrupt();
                throw failure(e);
            }
        }
    }

    private static IOException failure(ExecutionException e) {
        return e.getCause() instanceof IOException trouble ? trouble : new IOException(e.getCause());
    }
}
