package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The rows that one side of a table cannot give exactly, by their keys as far as these are known: whoever has the same key
 * on the other side is neither missing nor extra. Not thread-safe.
 */
final class UnreadableRows {
    private final RowType keyType;
    private final RowDigest digestOfKey;
    private final RowDigest digestOfRow;
    private final RowMultiset keys = new RowMultiset();

    /**
     * @param rows the type of the side's rows
     * @param key the columns of the key
     */
    UnreadableRows(RowType rows, int[] key) {
        this.keyType = rows.select(IntStream.of(key).mapToObj(rows.names()::get).toList());
        this.digestOfKey = new RowDigest(keyType, IntStream.range(0, key.length).toArray());
        this.digestOfRow = new RowDigest(rows, key);
    }

    /** Remembers the row; returns the digest of its key, if that is known. */
    Optional<RowDigest> add(Reject reject) {
        Optional<RowBatch> key = keyOf(reject);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        digestOfKey.of(key.get(), 0);
        keys.add(digestOfKey.high(), digestOfKey.low());
        return Optional.of(digestOfKey);
    }

    /** Whether a row of the other side has the key of one of these rows; each accounts for one. */
    boolean accountFor(RowBatch rows, int row) {
        if (keys.total() == 0) {
            return false;
        }
        digestOfRow.of(rows, row);
        return keys.remove(digestOfRow.high(), digestOfRow.low());
    }

    private Optional<RowBatch> keyOf(Reject reject) {
        if (keyType.width() == 0) {
            return Optional.empty();
        }
        Optional<Row> known = reject.row().isPresent()
                ? reject.row().filter(row -> row.type().names().containsAll(keyType.names()))
                        .map(row -> row.select(keyType.names()))
                : fromText(reject.key());
        return known.filter(row -> IntStream.range(0, keyType.width())
                .allMatch(column -> row.type().kind(column) == keyType.kind(column)
                        && !(row.values().get(column) instanceof Value.Null)))
                .map(this::batch);
    }

    /** Of a row that cannot be read at all, only the text of its key is known. */
    private Optional<Row> fromText(String key) {
        String prefix = keyType.names().getFirst() + "=";
        if (keyType.width() != 1 || !key.startsWith(prefix)) {
            return Optional.empty();
        }
        String text = key.substring(prefix.length());
        try {
            return switch (keyType.kind(0)) {
                case INT64 -> Optional.of(new Row(keyType, List.of(new Value.Int64(Long.parseLong(text)))));
                case TEXT -> Optional.of(new Row(keyType, List.of(new Value.Text(text))));
                case UUID -> Optional.of(new Row(keyType, List.of(new Value.Uuid(UUID.fromString(text)))));
                case BOOLEAN, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, BYTES, DECIMAL, JSON, NATIVE ->
                        Optional.empty();
            };
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private RowBatch batch(Row row) {
        RowBatch.Builder key = new RowBatch.Builder(keyType, 1);
        row.values().forEach(key::add);
        key.endRow();
        return key.build();
    }
}
