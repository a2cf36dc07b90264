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
    private final Trials trials;

    FinestRows(OpenedTable table, BatchSender sender, Comparison before, KeyDigest[] keys) {
        this.table = table;
        this.sender = sender;
        this.before = before;
        this.keys = keys;
        this.trials = new Trials(table, sender);
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
            case Sent.Not(Refused refused) -> {
                for (int row : first) {
                    trials.kept(keys[row]);
                }
                yield Optional.of(refused);
            }
            case Sent.Inserted _, Sent.Met _, Sent.Counted _, Sent.Declined _ ->
                    throw new IllegalStateException("an upsert is no insert");
        };
    }

    private Sent send(RowBatch rows, int[] first) throws InterruptedException {
        for (int row : first) {
            trials.begin(keys[row], rows, row,
                    before.found(row) == Found.MISSING ? Optional.empty() : Optional.of(before.existing(row)));
        }
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
                trials.undo(keys[row]);
                refused = refused.or(() -> rounded);
            } else {
                trials.kept(keys[row]);
            }
        }
        return refused;
    }
}
