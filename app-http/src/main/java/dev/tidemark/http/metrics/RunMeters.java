package dev.tidemark.http.metrics;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.runtime.server.RunObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The meters of one run on this server. Thread-safe: tables tell side by side. */
final class RunMeters implements RunObserver.Watch {
    private final RunMetrics metrics;
    private final String profile;
    private final Timer pages;
    private final Timer batches;
    private final Counter retries;
    private final Map<String, TableMeters> tables = new HashMap<>();
    private boolean closed;

    RunMeters(RunMetrics metrics, String profile) {
        this.metrics = metrics;
        this.profile = profile;
        this.pages = metrics.pages(profile);
        this.batches = metrics.batches(profile);
        this.retries = metrics.retries(profile);
    }

    /** What was counted of a table, and where it is counted. */
    private record TableMeters(TableRows rows, Map<Outcome, Counter> counters, Counter rejects) {
        void add(Outcome outcome, long rows) {
            Objects.requireNonNull(counters.get(outcome)).increment(rows);
            if (outcome == Outcome.REJECTED) {
                rejects.increment(rows);
            }
        }
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.PageRead page -> pages.record(page.took());
            case SyncEvent.BatchApplied batch -> {
                batches.record(batch.took());
                count(batch.table(), batch.progress());
            }
            case SyncEvent.TableStarted started -> begin(started.table());
            case SyncEvent.TableEnded ended -> count(ended.table(), ended.progress());
            case SyncEvent.Retrying _ -> retries.increment();
            case SyncEvent.RunStarted _, SyncEvent.TableMeasured _, SyncEvent.Warned _, SyncEvent.Failed _ -> {
                // counted when it has ended, or not at all
            }
        }
    }

    private synchronized void begin(String table) {
        table(table).rows().begin();
    }

    private synchronized void count(String table, Progress soFar) {
        TableMeters meters = table(table);
        meters.rows().pass(soFar, meters::add);
    }

    @Override
    public synchronized void did(SyncReport report) {
        report.tables().forEach(table -> {
            TableMeters meters = table(table.table());
            meters.rows().did(table.counts(), meters::add);
        });
    }

    /** All outcomes at once, so that whoever looks at one sees it begin at 0. */
    private TableMeters table(String table) {
        return tables.computeIfAbsent(table, name -> {
            Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                counters.put(outcome, metrics.rows(profile, name, outcome));
            }
            return new TableMeters(new TableRows(), counters, metrics.rejects(profile, name));
        });
    }

    @Override
    public void ended(SyncReport report) {
        metrics.ended(report);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            metrics.closed();
        }
    }
}
