package dev.tidemark.cli.render;

import dev.tidemark.cli.render.ProgressLine.Doing;
import dev.tidemark.domain.event.SyncEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What is known of the tables that are under way. Thread-safe. */
final class ProgressBoard {
    private final Doing doing;
    private final LongSupplier nanoTime;
    private final Map<String, Entry> running = new LinkedHashMap<>();

    /** Kept apart, for a table may be measured a moment before it is said to begin. */
    private final Map<String, Long> totals = new HashMap<>();

    ProgressBoard(Doing doing, LongSupplier nanoTime) {
        this.doing = doing;
        this.nanoTime = nanoTime;
    }

    /** Takes note of the event; the board's lines may have changed. */
    synchronized void note(SyncEvent event) {
        switch (event) {
            case SyncEvent.TableStarted started ->
                    running.put(started.table(), new Entry(started.rowsBefore(), 0, nanoTime.getAsLong()));
            case SyncEvent.TableMeasured measured -> totals.put(measured.table(), measured.rows());
            case SyncEvent.PageRead page ->
                    running.computeIfPresent(page.table(), (_, entry) -> entry.withPage(page.rows()));
            case SyncEvent.BatchApplied applied ->
                    running.computeIfPresent(applied.table(), (_, entry) -> entry.withRead(applied.progress().read()));
            case SyncEvent.TableEnded ended -> running.remove(ended.table());
            case SyncEvent.RunStarted _, SyncEvent.Retrying _, SyncEvent.Warned _, SyncEvent.Failed _ ->
                    {
                    }
        }
    }

    /** A line for each table under way, in the order in which they began. */
    synchronized List<ProgressLine> lines() {
        long now = nanoTime.getAsLong();
        return running.entrySet().stream()
                .map(entry -> entry.getValue().line(doing, entry.getKey(), totals.getOrDefault(entry.getKey(), -1L),
                        now))
                .toList();
    }

    private record Entry(long before, long read, long startedAt) {
        /** Where nothing differs no batch is written, and pages alone tell how far a table has come. */
        Entry withPage(long rows) {
            return new Entry(before, read + rows, startedAt);
        }

        /** A batch tells the whole, without what a pass that began anew had read before. */
        Entry withRead(long rows) {
            return new Entry(before, rows, startedAt);
        }

        ProgressLine line(Doing doing, String table, long total, long now) {
            return new ProgressLine(doing, table, before, read, total, Duration.ofNanos(now - startedAt));
        }
    }
}
