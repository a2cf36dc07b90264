package dev.tidemark.domain.port;

import dev.tidemark.domain.schema.TableName;
import java.util.OptionalLong;

/** Tells how large a table is. */
public interface SizeProbe {

    /**
     * How many rows the table has now, counted exactly; 0 if it is missing. Much cheaper than its size: of a SQLite file of
     * a million rows of 400 bytes the count takes 0.06 s, the bytes 1.7 s.
     */
    long count(TableName table);

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
