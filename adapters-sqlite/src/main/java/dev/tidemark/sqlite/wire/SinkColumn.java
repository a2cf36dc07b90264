package dev.tidemark.sqlite.wire;

import dev.tidemark.domain.plan.TimeEncoding;

/**
 * A column that is written.
 *
 * @param name its name in the sink
 * @param affinity what it prefers to store
 * @param blobs whether it is declared for blobs, so that a UUID stands in it as 16 bytes
 * @param times how it keeps times
 */
public record SinkColumn(String name, Affinity affinity, boolean blobs, TimeEncoding times) {
}
