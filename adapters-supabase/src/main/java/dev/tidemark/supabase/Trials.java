package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.supabase.BatchSender.Sent;
import dev.tidemark.supabase.RowsInDoubt.Trial;
import java.util.Optional;

/**
 * Puts rows back as they were before they were sent to see what is kept of them: those that the table rounded, and those
 * whose answer was lost, for it is not known whether they were. Not thread-safe.
 */
final class Trials {
    private final OpenedTable table;
    private final BatchSender sender;

    Trials(OpenedTable table, BatchSender sender) {
        this.table = table;
        this.sender = sender;
    }

    /** A row is about to be sent. What was first seen of it holds: later it may be what an earlier try left. */
    void begin(KeyDigest key, RowBatch rows, int row, Optional<RowBatch> before) {
        RowBatch.Builder keyOfRow = new RowBatch.Builder(table.keyType(), 1);
        for (int column : table.shape().key()) {
            keyOfRow.addCell(rows, row, column);
        }
        keyOfRow.endRow();
        table.inDoubt().begin(key, new Trial(keyOfRow.build(), before));
    }

    /** The row was kept as it is. */
    void kept(KeyDigest key) {
        table.inDoubt().end(key);
    }

    /** Undoes what earlier tries of these rows may have left. */
    void undo(KeyDigest[] keys) throws InterruptedException {
        for (KeyDigest key : keys) {
            undo(key);
        }
    }

    /** Puts the row back as it was, if it is under trial. Doing it again has no further effect. */
    void undo(KeyDigest key) throws InterruptedException {
        Optional<Trial> trial = table.inDoubt().trial(key);
        if (trial.isEmpty()) {
            return;
        }
        Optional<RowBatch> before = trial.get().before();
        if (before.isPresent()) {
            putBack(before.get());
        } else {
            sender.delete(trial.get().key());
        }
        table.inDoubt().end(key);
        table.inDoubt().remove(key);
    }

    private void putBack(RowBatch before) throws InterruptedException {
        String doing = "putting back a row of " + table.shape().plan().table() + " that the table may have rounded";
        Sent sent = sender.upsert(before, new int[] {0});
        if (sent instanceof Sent.Not(var refused)) {
            throw new StoreException.Permanent(doing + ": " + refused.reason().message(), refused.reason().code(), "",
                    null);
        }
        if (sent instanceof Sent.Upserted(RowBatch shown) && shown.isEmpty()) {
            throw new StoreException.Permanent(doing + ": the table took it and did not keep it", "",
                    "look for a trigger or a policy on the table, and at the row", null);
        }
    }
}
