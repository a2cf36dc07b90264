package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lands every good row of a batch and finds the bad ones: a refused batch goes on around the row that the sink names, or
 * is halved until its bad rows stand alone. One bad row in 8,192 costs about 27 calls. A batch that was too large for the
 * store is halved as well, and so are those after it. Not thread-safe.
 */
final class RejectIsolator {
    private final BatchWriter writer;
    private final List<String> key;
    private final BatchSize size;

    /**
     * @param key the columns that name a row for a person, as the batches call them
     */
    RejectIsolator(BatchWriter writer, List<String> key) {
        this(writer, key, new BatchSize(Integer.MAX_VALUE));
    }

    /**
     * @param size how much the sink takes at once, as far as it is known
     */
    RejectIsolator(BatchWriter writer, List<String> key, BatchSize size) {
        this.writer = writer;
        this.key = key;
        this.size = size;
    }

    /** Writes the batch; afterwards each of its rows is in the counts or in the rejects. */
    Written write(RowBatch batch) throws InterruptedException {
        Written written = new Written();
        Deque<RowBatch> waiting = new ArrayDeque<>(List.of(batch));
        while (!waiting.isEmpty()) {
            RowBatch part = waiting.pop();
            if (part.size() > size.rows()) {
                waiting.push(part.slice(size.rows(), part.size()));
                waiting.push(part.slice(0, size.rows()));
            } else if (!part.isEmpty()) {
                write(part, waiting, written);
            }
        }
        return written;
    }

    private void write(RowBatch part, Deque<RowBatch> waiting, Written written) throws InterruptedException {
        try {
            switch (writer.apply(part)) {
                case UpsertOutcome.Applied applied -> {
                    size.passed(part.size());
                    count(part, applied, written);
                }
                case UpsertOutcome.Refused refused -> goAround(part, refused, waiting, written);
            }
        } catch (StoreException.TooLarge e) {
            if (part.size() == 1) {
                throw e;
            }
            size.tooLarge(part.size());
            halve(part, waiting);
        }
    }

    private void goAround(RowBatch part, UpsertOutcome.Refused refused, Deque<RowBatch> waiting, Written written) {
        if (refused.row().isPresent() || part.size() == 1) {
            int bad = refused.row().orElse(0);
            written.rejects.add(reject(part, bad, refused.reason()));
            waiting.push(part.slice(bad + 1, part.size()));
            waiting.push(part.slice(0, bad));
        } else {
            halve(part, waiting);
        }
    }

    private static void halve(RowBatch part, Deque<RowBatch> waiting) {
        int middle = part.size() / 2;
        waiting.push(part.slice(middle, part.size()));
        waiting.push(part.slice(0, middle));
    }

    private void count(RowBatch batch, UpsertOutcome.Applied applied, Written written) {
        written.inserted += applied.inserted();
        written.updated += applied.updated();
        written.unchanged += applied.unchanged();
        written.roundTrips += applied.roundTrips();
        written.batches++;
        for (int row : applied.skipped()) {
            Reason reason = Reason.of(Reason.Kind.SKIPPED_BY_SINK,
                    "the sink accepted the row and did not keep it; look for a trigger or a rule on the table");
            written.rejects.add(reject(batch, row, reason));
        }
    }

    private Reject reject(RowBatch batch, int row, Reason reason) {
        Row bad = batch.row(row);
        String name = key.isEmpty() ? bad.describe() : bad.select(key).describe();
        return new Reject(reason, name, Optional.of(bad));
    }

    /** What became of a batch. */
    static final class Written {
        private long inserted;
        private long updated;
        private long unchanged;
        private long batches;
        private long roundTrips;
        private final List<Reject> rejects = new ArrayList<>();

        long inserted() {
            return inserted;
        }

        long updated() {
            return updated;
        }

        long unchanged() {
            return unchanged;
        }

        /** Rows that are in the sink now. */
        long landed() {
            return inserted + updated + unchanged;
        }

        long batches() {
            return batches;
        }

        long roundTrips() {
            return roundTrips;
        }

        List<Reject> rejects() {
            return rejects;
        }
    }
}
