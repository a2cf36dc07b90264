package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;

/** A key in 128 bits: that two different ones meet is less likely than that the disk lies. */
record KeyDigest(long high, long low) {

    static KeyDigest of(RowDigest digest, RowBatch rows, int row) {
        digest.of(rows, row);
        return new KeyDigest(digest.high(), digest.low());
    }
}
