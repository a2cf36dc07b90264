package dev.tidemark.domain.port;

import dev.tidemark.domain.schema.TableName;
import java.util.OptionalLong;

/** Tells how large a table is. */
public interface SizeProbe {

    /** The table's size now; no rows and no bytes if it is missing. */
    TableSize measure(TableName table);

    /**
     * @param rows counted exactly
     * @param bytes on disk, indexes included; empty if the store cannot tell, as over REST
     */
    record TableSize(long rows, OptionalLong bytes) {
        public TableSize(long rows, long bytes) {
            this(rows, OptionalLong.of(bytes));
        }
    }
}
