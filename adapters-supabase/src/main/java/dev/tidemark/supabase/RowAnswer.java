package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.supabase.wire.JsonRowReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of an answer.
 *
 * @param rows all that were read
 * @param unreadable by row, the values that their cells cannot hold by their fields
 */
record RowAnswer(RowBatch rows, Map<Integer, Map<Integer, Value>> unreadable) {

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
        return new RowAnswer(builder.build(), unreadable);
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
}
