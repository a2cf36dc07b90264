package dev.tidemark.supabase;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes, which may not stop coming: the JDK's own time-out ends with the headers. What has come
 * and was not read is bounded. Read and closed by one thread.
 */
final class AnswerBody extends InputStream implements BodySubscriber<AnswerBody> {
    /** Of buffers of 16 kB, which is what the JDK reads at a time. */
    private static final int AHEAD = 8;
    private static final int DRAINED_BYTES = 64 << 10;
    private static final Duration DRAINED_FOR = Duration.ofMillis(100);

    private final Duration patience;
    private final long deadline;
    private final Duration grace;
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> current = new ArrayDeque<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private boolean ended;
    private OptionalLong endOfGrace = OptionalLong.empty();

    /**
     * @param patience how long to wait for the next byte
     * @param deadline when it has to be read to its end, in {@link System#nanoTime}
     * @param grace how long to go on reading when the thread was interrupted: what was written has to be counted
     */
    AnswerBody(Duration patience, long deadline, Duration grace) {
        this.patience = patience;
        this.deadline = deadline;
        this.grace = grace;
    }

    /** What came next. */
    private sealed interface Part {
        record Bytes(List<ByteBuffer> buffers) implements Part {
        }

        record End() implements Part {
        }

        record Broken(Throwable cause) implements Part {
        }
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription incoming) {
        if (subscription.complete(incoming)) {
            incoming.request(AHEAD);
        } else {
            incoming.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        parts.add(new Part.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        parts.add(new Part.Broken(cause));
    }

    @Override
    public void onComplete() {
        parts.add(new Part.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = next();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
    }

    @Override
    public int available() {
        ByteBuffer buffer = current.peek();
        return buffer == null ? 0 : buffer.remaining();
    }

    /** Reads what little may be left, so that the connection serves again; ends it where more is to come. */
    @Override
    public void close() {
        long until = System.nanoTime() + DRAINED_FOR.toNanos();
        int drained = 0;
        while (!ended && drained < DRAINED_BYTES) {
            try {
                Part part = parts.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (part instanceof Part.Bytes(List<ByteBuffer> buffers)) {
                    drained += buffers.stream().mapToInt(ByteBuffer::remaining).sum();
                    subscription.join().request(1);
                } else {
                    giveUpUnless(part != null);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                giveUpUnless(false);
            }
        }
        giveUpUnless(ended);
        current.clear();
    }

    private void giveUpUnless(boolean complete) {
        ended = true;
        if (!complete) {
            subscription.thenAccept(Subscription::cancel);
        }
    }

    /** A buffer with something in it; null at the end. */
    private @Nullable ByteBuffer next() throws IOException {
        while (true) {
            ByteBuffer buffer = current.peek();
            if (buffer != null && buffer.hasRemaining()) {
                return buffer;
            }
            if (buffer != null) {
                current.remove();
            } else if (ended || !take()) {
                return null;
            }
        }
    }

    private boolean take() throws IOException {
        switch (await()) {
            case Part.Bytes(List<ByteBuffer> buffers) -> {
                current.addAll(buffers);
                subscription.join().request(1);
                return true;
            }
            case Part.End() -> {
                ended = true;
                return false;
            }
            case Part.Broken(Throwable cause) -> {
                ended = true;
                throw new IOException("the answer was cut", cause);
            }
        }
    }

    private Part await() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                long left = left();
                try {
                    Part part = parts.poll(Math.min(left, patience.toNanos()), TimeUnit.NANOSECONDS);
                    if (part != null) {
                        return part;
                    }
                    giveUpUnless(false);
                    throw late(left);
                } catch (InterruptedException _) {
                    interrupted = true;
                    endOfGrace = OptionalLong.of(endOfGrace.orElse(System.nanoTime() + grace.toNanos()));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long left() {
        long now = System.nanoTime();
        return Math.min(deadline - now, endOfGrace.orElse(deadline) - now);
    }

    private IOException late(long left) {
        if (endOfGrace.isPresent()) {
            return new InterruptedIOException("cancelled");
        }
        return new HttpTimeoutException(left <= patience.toNanos()
                ? "the answer takes too long"
                : "the answer stopped for " + patience.toSeconds() + " s");
    }
}
