package dev.tidemark.supabase;

import dev.tidemark.domain.row.Value;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Ranges of keys that are asked for before the rows in front of them are there, in their order: over a distance the server
 * waits longer for the next request than it works for it. Not thread-safe.
 */
final class ReadAhead implements AutoCloseable {
    private static final int AT_ONCE = 4;
    /** So that most ranges fit one answer. */
    private static final double FILLED = 0.9;

    private final Reader reader;
    private final Queue<FutureTask<RowAnswer>> asked = new ArrayDeque<>();
    private Optional<Value> frontier = Optional.empty();
    private double spread;
    private long rows;

    /** Asks for the rows of a range, at most so many. */
    interface Reader {
        RowAnswer read(KeyRange range, long limit) throws InterruptedException;
    }

    ReadAhead(Reader reader) {
        this.reader = reader;
    }

    /** Asks for ranges from now on until {@link #stop}, each of about so many rows. */
    void begin(Value behind, double spreadOfRow, long rowsOfRange) {
        frontier = Optional.of(behind);
        spread = spreadOfRow;
        rows = rowsOfRange;
    }

    /** Makes the next ranges larger or smaller. */
    void learn(double spreadOfRow) {
        spread = spreadOfRow;
    }

    /** Asks for nothing more; what was asked for stays to be taken. */
    void stop() {
        frontier = Optional.empty();
    }

    /** The rows of the next range; empty if none was asked for. */
    Optional<RowAnswer> next() throws InterruptedException {
        while (asked.size() < AT_ONCE && frontier.isPresent()) {
            ask(frontier.get());
        }
        FutureTask<RowAnswer> first = asked.poll();
        if (first == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(first.get());
        } catch (InterruptedException e) {
            clear();
            throw e;
        } catch (ExecutionException e) {
            clear();
            switch (e.getCause()) {
                case InterruptedException cancelled -> throw cancelled;
                case RuntimeException trouble -> throw trouble;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private void ask(Value behind) {
        Optional<KeyRange> range = KeyRange.behind(behind, spread * FILLED, rows);
        range.ifPresent(keys -> {
            long limit = rows;
            Callable<RowAnswer> question = () -> reader.read(keys, limit);
            FutureTask<RowAnswer> task = new FutureTask<>(question);
            asked.add(task);
            Thread.ofVirtual().name("tidemark-read-ahead").start(task);
        });
        frontier = range.map(KeyRange::last);
    }

    /** Forgets what was asked for. */
    void clear() {
        stop();
        asked.forEach(task -> task.cancel(true));
        asked.clear();
    }

    @Override
    public void close() {
        clear();
    }
}
