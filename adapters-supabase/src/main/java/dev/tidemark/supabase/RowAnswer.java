package dev.tidemark.supabase;

import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.supabase.wire.JsonRowReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The rows of an answer.
 *
 * @param rows all that were read
 * @param unreadable by row, the values that their cells cannot hold by their fields
 * @param total how many rows there are, these included, if that was asked for
 */
record RowAnswer(RowBatch rows, Map<Integer, Map<Integer, Value>> unreadable, OptionalLong total) {
    RowAnswer(RowBatch rows, Map<Integer, Map<Integer, Value>> unreadable) {
        this(rows, unreadable, OptionalLong.empty());
    }

    /**
     * Reads the rows of an answer, and closes it.
     *
     * @param bytes where to stop, so that no answer is more than the memory holds; what comes after is left unread
     * @throws IOException if the answer is cut
     */
    static RowAnswer read(RestAnswer answer, ReadShape shape, int expectedRows, long bytes) throws IOException {
        RowBatch.Builder builder = new RowBatch.Builder(shape.rows(), expectedRows);
        Map<Integer, Map<Integer, Value>> unreadable = new HashMap<>();
        try (answer) {
            JsonRowReader reader = new JsonRowReader(answer.body(), shape.members());
            while (builder.bytes() < bytes && reader.read(builder)) {
                if (!reader.failures().isEmpty()) {
                    unreadable.put(builder.size() - 1, reader.failures());
                }
            }
        }
        return new RowAnswer(builder.build(), unreadable, answer.total());
    }

    /** What the row really holds there. */
    Value value(int row, int field) {
        Value failed = unreadable.getOrDefault(row, Map.of()).get(field);
        return failed == null ? rows.value(row, field) : failed;
    }

    /** The rows from {@code start}, inclusive, to {@code end}, exclusive. */
    RowAnswer slice(int start, int end) {
        Map<Integer, Map<Integer, Value>> theirs = new HashMap<>();
        unreadable.forEach((row, values) -> {
            if (row >= start && row < end) {
                theirs.put(row - start, values);
            }
        });
        return new RowAnswer(rows.slice(start, end), theirs);
    }

    /** The same rows in this order. */
    RowAnswer sorted(int[] order) {
        RowBatch.Builder builder = new RowBatch.Builder(rows.type(), rows.size());
        Map<Integer, Map<Integer, Value>> theirs = new HashMap<>();
        for (int row : order) {
            if (unreadable.containsKey(row)) {
                theirs.put(builder.size(), unreadable.getOrDefault(row, Map.of()));
            }
            builder.addRow(rows, row);
        }
        return new RowAnswer(builder.build(), theirs);
    }

    /** The place of the last row. */
    Cursor placeOfLast(ReadShape shape) {
        int last = rows.size() - 1;
        return new Cursor.After(shape.place().stream().map(field -> value(last, field)).toList());
    }
}
