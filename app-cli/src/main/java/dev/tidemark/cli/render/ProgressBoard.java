package dev.tidemark.cli.render;

import dev.tidemark.domain.event.SyncEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What is known of the tables that are under way. Thread-safe. */
final class ProgressBoard {
    private final LongSupplier nanoTime;
    private final Map<String, Entry> running = new LinkedHashMap<>();

    /** Kept apart, for a table may be measured a moment before it is said to begin. */
    private final Map<String, Long> totals = new HashMap<>();

    ProgressBoard(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note of the event; the board's lines may have changed. */
    synchronized void note(SyncEvent event) {
        switch (event) {
            case SyncEvent.TableStarted started ->
                    running.put(started.table(), new Entry(started.rowsBefore(), 0, nanoTime.getAsLong()));
            case SyncEvent.TableMeasured measured -> totals.put(measured.table(), measured.rows());
            case SyncEvent.BatchApplied applied ->
                    running.computeIfPresent(applied.table(), (_, entry) -> entry.withRead(applied.progress().read()));
            case SyncEvent.TableEnded ended -> running.remove(ended.table());
            case SyncEvent.RunStarted _, SyncEvent.PageRead _, SyncEvent.Retrying _, SyncEvent.Warned _, SyncEvent.Failed _ ->
                    {
                    }
        }
    }

    /** A line for each table under way, in the order in which they began. */
    synchronized List<ProgressLine> lines() {
        long now = nanoTime.getAsLong();
        return running.entrySet().stream()
                .map(entry -> entry.getValue().line(entry.getKey(), totals.getOrDefault(entry.getKey(), -1L), now))
                .toList();
    }

    private record Entry(long before, long read, long startedAt) {
        Entry withRead(long rows) {
            return new Entry(before, rows, startedAt);
        }

        ProgressLine line(String table, long total, long now) {
            return new ProgressLine(table, before, read, total, Duration.ofNanos(now - startedAt));
        }
    }
}
