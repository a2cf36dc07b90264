package dev.tidemark.domain.engine;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.util.stream.IntStream;

/**
 * What a digest pass remembers of a row: 8 bytes for its key and 8 for all its values. The key of a single integer column
 * is that integer, so that a key that has vanished is known; any other is a digest. Not thread-safe.
 */
final class RowDigester {
    private final int[] key;
    private final boolean isInteger;
    private final RowDigest keyDigest;
    private final RowDigest rowDigest;
    private long keyOfRow;

    /**
     * @param key the columns of the key, constants left out
     */
    RowDigester(RowType type, int[] key) {
        this.key = key.clone();
        this.isInteger = key.length == 1 && type.kind(key[0]) == Kind.INT64;
        this.keyDigest = new RowDigest(type, key);
        this.rowDigest = new RowDigest(type, IntStream.range(0, type.width()).toArray());
    }

    /** Whether {@link #key} is the key itself. */
    boolean isInteger() {
        return isInteger;
    }

    void of(RowBatch batch, int row) {
        keyOf(batch, row);
        rowDigest.of(batch, row);
    }

    /** The key alone, which {@link #key} gives afterwards. */
    void keyOf(RowBatch batch, int row) {
        if (isInteger) {
            keyOfRow = batch.slot(row, key[0]);
        } else {
            keyDigest.of(batch, row);
            keyOfRow = keyDigest.high();
        }
    }

    long key() {
        return keyOfRow;
    }

    long digest() {
        return rowDigest.high();
    }
}
