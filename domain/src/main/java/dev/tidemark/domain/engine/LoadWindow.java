package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.position.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows that become durable together, as far as they are remembered: not by their values. Not thread-safe. */
final class LoadWindow {
    private final List<Reject> rejects = new ArrayList<>();
    private final Instant since;
    private Cursor end;
    private long read;
    private long bytes;
    private long inserted;
    private long roundTrips;
    private boolean last;

    LoadWindow(Instant since, Cursor start) {
        this.since = since;
        this.end = start;
    }

    /** How many rows were read, rejects included. */
    long read() {
        return read;
    }

    /** Rows that the source could not give. */
    List<Reject> rejects() {
        return rejects;
    }

    /** The last page of the table was added. */
    void noneFollow() {
        last = true;
    }

    /** Whether no page follows. */
    boolean isLast() {
        return last;
    }

    /** Where the last page ended. */
    Cursor end() {
        return end;
    }

    long inserted() {
        return inserted;
    }

    long roundTrips() {
        return roundTrips;
    }

    Instant since() {
        return since;
    }

    long bytes() {
        return bytes;
    }

    void committed(Applied applied) {
        inserted = applied.inserted();
        roundTrips = applied.roundTrips();
    }

    void add(Page page) {
        rejects.addAll(page.rejects());
        read += page.read();
        bytes += page.rows().bytes();
        end = page.end();
    }
}
