package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.supabase.BatchSender.Sent;
import dev.tidemark.supabase.RowsInDoubt.Found;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes those rows of a batch alone that have more digits than any row before them, looks at what was kept, and puts back
 * what was before where something was rounded.
 */
final class FinestRows {
    private final OpenedTable table;
    private final BatchSender sender;
    private final Comparison before;
    private final KeyDigest[] keys;

    FinestRows(OpenedTable table, BatchSender sender, Comparison before, KeyDigest[] keys) {
        this.table = table;
        this.sender = sender;
        this.before = before;
        this.keys = keys;
    }

    /**
     * @param counts is told of the rows that were kept
     * @return why a row was not taken; then the others are written, and will be counted when they come again
     */
    Optional<Refused> write(RowBatch rows, int[] first, RowCounts counts) throws InterruptedException {
        return switch (send(rows, first)) {
            case Sent.Upserted(RowBatch shown) -> {
                remember(first);
                counts.shown(shown);
                yield look(rows, first, shown);
            }
            case Sent.Not(Refused refused) -> Optional.of(refused);
            case Sent.Inserted _, Sent.Met _, Sent.Counted _, Sent.Declined _ ->
                    throw new IllegalStateException("an upsert is no insert");
        };
    }

    private Sent send(RowBatch rows, int[] first) throws InterruptedException {
        try {
            return sender.upsert(rows, first, table::shownWholly);
        } catch (StoreException e) {
            remember(first);
            throw e;
        }
    }

    private void remember(int[] rows) {
        for (int row : rows) {
            table.inDoubt().add(keys[row], before.found(row));
        }
    }

    private Optional<Refused> look(RowBatch rows, int[] first, RowBatch shown) throws InterruptedException {
        KeyIdentity identity = new KeyIdentity(table.shape(), shown.type());
        Map<KeyDigest, Integer> places = new HashMap<>();
        for (int row = 0; row < shown.size(); row++) {
            places.put(identity.of(shown, row), row);
        }
        Optional<Refused> refused = Optional.empty();
        for (int row : first) {
            Integer place = places.get(keys[row]);
            Optional<Refused> rounded = place == null ? Optional.empty()
                    : table.keptDigits().learn(rows, row, shown, place);
            if (rounded.isPresent()) {
                putBack(rows, row);
                refused = refused.or(() -> rounded);
            }
        }
        return refused;
    }

    private void putBack(RowBatch rows, int row) throws InterruptedException {
        if (table.inDoubt().first(keys[row], before.found(row)) == Found.MISSING) {
            RowBatch.Builder key = new RowBatch.Builder(table.keyType(), 1);
            for (int column : table.shape().key()) {
                key.addCell(rows, row, column);
            }
            key.endRow();
            sender.delete(key.build());
        } else if (sender.upsert(before.existing(row), new int[] {0}) instanceof Sent.Not(Refused refused)) {
            throw new StoreException.Permanent("putting back a row of " + table.shape().plan().table()
                    + " that the table had rounded: " + refused.reason().message(), refused.reason().code(),
                    "", null);
        }
        table.inDoubt().remove(keys[row]);
    }
}
