package dev.tidemark.runtime.log;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A run's events as log lines whose numbers are fields of their own; run, profile and table come from the {@link RunScope}. Pages
 * and batches are told at debug level, with the memory every now and then.
 */
public final class EventLog implements SyncListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tidemark.sync");
    private static final long PAGES_BETWEEN_MEMORY = 50;

    private final AtomicLong pages = new AtomicLong();

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.RunStarted run -> LOG.atInfo().addKeyValue("tables", run.tables().size())
                    .log("run started");
            case SyncEvent.TableStarted table -> LOG.atInfo()
                    .addKeyValue("rowsBefore", table.rowsBefore()).addKeyValue("resumedFrom", table.resumedFrom())
                    .log("table started");
            case SyncEvent.TableMeasured table -> LOG.atDebug()
                    .addKeyValue("rows", table.rows()).log("table measured");
            case SyncEvent.PageRead page -> LOG.atDebug()
                    .addKeyValue("page", page.page()).addKeyValue("rows", page.rows())
                    .addKeyValue("millis", page.took().toMillis()).log("page read");
            case SyncEvent.BatchApplied batch -> batch(batch);
            case SyncEvent.Retrying retrying -> LOG.atWarn()
                    .addKeyValue("attempt", retrying.attempt()).addKeyValue("delayMillis", retrying.delay().toMillis())
                    .log("trying again: {}", retrying.trouble());
            case SyncEvent.Warned warned ->
                    LOG.atWarn().log("{}", warned.warning());
            case SyncEvent.TableEnded table -> ended(table);
            case SyncEvent.Failed failed ->
                    LOG.atDebug().setCause(failed.cause()).log("failed for good");
        }
    }

    /** The run is over. What failed it is told here, and with its stack trace at debug level where it failed. */
    public void ended(SyncReport report) {
        LoggingEventBuilder line = switch (report.status()) {
            case SUCCEEDED -> LOG.atInfo();
            case REJECTS, INTERRUPTED -> LOG.atWarn();
            case FAILED, REFUSED -> LOG.atError();
        };
        if (report.failure().isPresent()) {
            line = line.addKeyValue("error", report.failure().get().message())
                    .addKeyValue("advice", report.failure().get().advice());
        }
        counts(line.addKeyValue("status", report.status().word()), report.totals())
                .addKeyValue("millis", report.duration().toMillis())
                .log("run ended");
    }

    private void batch(SyncEvent.BatchApplied batch) {
        LoggingEventBuilder line = counts(LOG.atDebug()
                .addKeyValue("batch", batch.batch()), batch.progress())
                .addKeyValue("millis", batch.took().toMillis());
        if (pages.getAndIncrement() % PAGES_BETWEEN_MEMORY == 0) {
            Runtime runtime = Runtime.getRuntime();
            line = line.addKeyValue("heapBytes", runtime.totalMemory() - runtime.freeMemory());
        }
        line.log("batch applied");
    }

    private static void ended(SyncEvent.TableEnded table) {
        LoggingEventBuilder line = table.error().isEmpty()
                ? LOG.atInfo()
                : LOG.atError().addKeyValue("error", table.error());
        counts(line, table.progress())
                .addKeyValue("millis", table.took().toMillis())
                .log(table.error().isEmpty() ? "table ended" : "table failed");
    }

    private static LoggingEventBuilder counts(LoggingEventBuilder line, Progress progress) {
        return line.addKeyValue("read", progress.read()).addKeyValue("inserted", progress.inserted())
                .addKeyValue("updated", progress.updated()).addKeyValue("unchanged", progress.unchanged())
                .addKeyValue("deleted", progress.deleted()).addKeyValue("rejected", progress.rejected());
    }
}
