package dev.tidemark.domain.port;

import dev.tidemark.domain.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Tells how large tables are, all of a run at once: each question may cost a connection. */
public interface SizeProbe {

    /** How many rows each of the tables has now, counted exactly; 0 for one that is missing. */
    Map<TableName, Long> rows(List<TableName> tables);

    /**
     * How many bytes the tables that are there take on disk now, indexes included; of a store that is one file, the bytes in
     * use of all of it, for telling its tables apart would mean to read them. Empty if the store cannot tell, as over REST.
     */
    OptionalLong bytes(List<TableName> tables);

    /** {@link #rows} and {@link #bytes} of the same tables. */
    default Sizes measure(List<TableName> tables) {
        return new Sizes(rows(tables), bytes(tables));
    }

    /** What a probe found out about some tables. */
    record Sizes(Map<TableName, Long> rows, OptionalLong bytes) {
        public Sizes {
            rows = Map.copyOf(rows);
        }
    }
}
