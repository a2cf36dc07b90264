package dev.tidemark.domain.port;

import dev.tidemark.domain.schema.TableName;

/** Tells how large a table is. */
public interface SizeProbe {

    /** The table's size now; zero rows and bytes if it is missing. */
    TableSize measure(TableName table);

    /**
     * @param rows counted exactly
     * @param bytes on disk, indexes included, as well as the store can tell
     */
    record TableSize(long rows, long bytes) {
    }
}
