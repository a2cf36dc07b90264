package dev.tidemark.runtime.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.JsonText;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what happens in a run, or in a part of one, for those who watch: {@code run-started}, {@code table-started},
 * {@code progress} (at most once a second a table), {@code table-ended}, {@code warning}, {@code retrying}, {@code failed}
 * and, always the last, {@code run-ended}. Holds no values of rows but what a store says of its own accord. Thread-safe.
 *
 * <p>A run does not fail since nobody can watch it: what the store does not take is offered again with the next event.
 */
public final class RunEvents implements SyncListener {
    private static final long PACE_MILLIS = 1_000;

    /** So that a store that takes nothing does not fill the memory; the latest are kept. */
    private static final int MOST_WAITING = 1_000;

    private final String run;
    private final RunEventStore store;
    private final InstantSource clock;
    private final Map<String, TableProgress> tables = new HashMap<>();
    private final List<RunEvent> waiting = new ArrayList<>();

    public RunEvents(String run, RunEventStore store, InstantSource clock) {
        this.run = run;
        this.store = store;
        this.clock = clock;
    }

    /** The run begins; before anything else is told of it. */
    public void started(String profile, Direction direction) {
        tell(event("run-started", json -> {
            json.writeStringField("run", run);
            json.writeStringField("profile", profile);
            json.writeStringField("direction", direction.word());
        }));
    }

    /**
     * The run has ended, and its report is where reports are.
     *
     * @param status as the report has it
     */
    public void ended(String status) {
        tell(event("run-ended", json -> json.writeStringField("status", status)));
    }

    @Override
    public synchronized void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.RunStarted _ -> {
                // Each part of a run begins; the run as a whole is told by who executes it.
            }
            case SyncEvent.TableStarted started -> tell(started(started));
            case SyncEvent.TableMeasured measured -> table(measured.table()).measured(measured.rows());
            case SyncEvent.PageRead page -> tellAtTimes(table(page.table()).read(page.rows()));
            case SyncEvent.BatchApplied batch -> tellAtTimes(table(batch.table()).applied(batch.progress()));
            case SyncEvent.TableEnded ended -> tell(ended(ended));
            case SyncEvent.Warned warned -> tell(warned(warned));
            case SyncEvent.Retrying retrying -> tell(retrying(retrying));
            case SyncEvent.Failed failed -> tell(failed(failed));
        }
    }

    private TableProgress table(String table) {
        return tables.computeIfAbsent(table, TableProgress::new);
    }

    private RunEvent started(SyncEvent.TableStarted started) {
        return event("table-started", json -> {
            json.writeStringField("table", started.table());
            json.writeNumberField("before", started.rowsBefore());
        });
    }

    /** Its counts are the last progress. */
    private RunEvent ended(SyncEvent.TableEnded ended) {
        tables.remove(ended.table());
        return event("table-ended", json -> {
            json.writeStringField("table", ended.table());
            counts(json, ended.progress());
            json.writeNumberField("durationMs", ended.took().toMillis());
            json.writeStringField("error", ended.error().isEmpty() ? null : ended.error());
        });
    }

    private RunEvent warned(SyncEvent.Warned warned) {
        return event("warning", json -> {
            json.writeStringField("table", warned.table());
            json.writeStringField("text", warned.warning());
        });
    }

    private RunEvent retrying(SyncEvent.Retrying retrying) {
        return event("retrying", json -> {
            json.writeStringField("table", retrying.table());
            json.writeStringField("trouble", retrying.trouble());
            json.writeNumberField("attempt", retrying.attempt());
            json.writeNumberField("delayMs", retrying.delay().toMillis());
        });
    }

    private RunEvent failed(SyncEvent.Failed failed) {
        return event("failed", json -> {
            json.writeStringField("table", failed.table());
            json.writeStringField("message", String.valueOf(failed.cause().getMessage()));
        });
    }

    private void tellAtTimes(TableProgress table) {
        if (table.isDue(clock.millis(), PACE_MILLIS)) {
            tell(event("progress", json -> {
                json.writeStringField("table", table.name());
                json.writeFieldName("total");
                json.writeObject(table.total().isPresent() ? table.total().getAsLong() : null);
                counts(json, table.progress());
            }));
        }
    }

    private static void counts(JsonGenerator json, Progress counts) throws IOException {
        json.writeNumberField("read", counts.read());
        json.writeNumberField("inserted", counts.inserted());
        json.writeNumberField("updated", counts.updated());
        json.writeNumberField("unchanged", counts.unchanged());
        json.writeNumberField("duplicates", counts.duplicates());
        json.writeNumberField("deleted", counts.deleted());
        json.writeNumberField("rejected", counts.rejected());
    }

    /** With its time, so that whoever comes later, or after a lost connection, can tell how fast rows went. */
    private RunEvent event(String kind, JsonText.Document fields) {
        return new RunEvent(kind, JsonText.of(json -> {
            json.writeStartObject();
            fields.write(json);
            json.writeStringField("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeEndObject();
        }));
    }

    private synchronized void tell(RunEvent event) {
        waiting.add(event);
        if (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
        }
        try {
            store.add(run, clock.instant(), List.copyOf(waiting));
            waiting.clear();
        } catch (StoreException _) {
            // Offered again with the next; the run itself meets the same store and tells what is wrong with it.
        }
    }
}
