package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import java.util.List;
import java.util.Locale;

/**
 * What makes two keys one key to the sink, as far as their types tell: {@code citext} by small letters, {@code character}
 * without the blanks at its end, everything else by value. Not thread-safe.
 */
final class KeyIdentity {
    private final List<Looseness> looseness;
    private final boolean loose;
    private final RowType keyType;
    private final int[] columns;
    private final RowDigest digest;

    private enum Looseness {
        NONE, CASE, BLANKS
    }

    /**
     * @param rows of the batches to come, which have these columns in any order, and perhaps others
     */
    KeyIdentity(WriteShape shape, RowType rows) {
        this.keyType = rows.select(shape.plan().key());
        this.columns = rows.indexesOf(shape.plan().key());
        this.looseness = shape.plan().key().stream().map(name -> looseness(shape, name)).toList();
        this.loose = looseness.stream().anyMatch(kind -> kind != Looseness.NONE);
        this.digest = loose ? new RowDigest(keyType, keyType.indexesOf(keyType.names())) : new RowDigest(rows, columns);
    }

    private static Looseness looseness(WriteShape shape, String name) {
        String format = shape.table().column(name).map(SupabaseColumn::format).orElse("");
        return format.equals("citext") || format.endsWith(".citext") ? Looseness.CASE
                : format.equals("character") ? Looseness.BLANKS : Looseness.NONE;
    }

    /** The same for two rows just when the sink takes their keys for one. */
    KeyDigest of(RowBatch rows, int row) {
        return loose ? KeyDigest.of(digest, normalized(rows, row), 0) : KeyDigest.of(digest, rows, row);
    }

    KeyDigest[] ofAll(RowBatch rows) {
        KeyDigest[] all = new KeyDigest[rows.size()];
        for (int row = 0; row < all.length; row++) {
            all[row] = of(rows, row);
        }
        return all;
    }

    private RowBatch normalized(RowBatch rows, int row) {
        RowBatch.Builder key = new RowBatch.Builder(keyType, 1);
        for (int i = 0; i < columns.length; i++) {
            Value value = rows.value(row, columns[i]);
            switch (looseness.get(i)) {
                case NONE -> key.addCell(rows, row, columns[i]);
                case CASE -> key.addUtf8(value.text().toLowerCase(Locale.ROOT));
                case BLANKS -> key.addUtf8(withoutBlanks(value.text()));
            }
        }
        key.endRow();
        return key.build();
    }

    private static String withoutBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
