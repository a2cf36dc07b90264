package dev.tidemark.domain.plan;

import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.TableName;
import java.util.List;
import java.util.Map;

/**
 * How rows are written to one table.
 *
 * @param table the sink's table
 * @param rows the batches' columns under the sink's names; columns of the table outside of them keep their values, or
 *     get their defaults
 * @param key the columns by which a row is found again; empty only for {@link WriteMode#APPEND}
 * @param mode what happens to the rows that are there
 * @param collisions whether two rows of one pass can have one key in the sink
 * @param times the columns whose times the sink keeps as numbers, by name; the others it keeps its own way
 * @param visibility when other readers of the sink see what was written
 */
public record WritePlan(TableName table, RowType rows, List<String> key, WriteMode mode, KeyCollisions collisions,
        Map<String, TimeEncoding> times, Visibility visibility) {
    /** Each batch is seen at once. */
    public WritePlan(TableName table, RowType rows, List<String> key, WriteMode mode, KeyCollisions collisions,
            Map<String, TimeEncoding> times) {
        this(table, rows, key, mode, collisions, times, Visibility.EACH_BATCH);
    }

    public WritePlan {
        key = List.copyOf(key);
        times = Map.copyOf(times);
        if (key.isEmpty() != (mode == WriteMode.APPEND)) {
            throw new IllegalArgumentException("only rows that are appended have no key: " + mode + " by " + key);
        }
    }

    public WritePlan withVisibility(Visibility other) {
        return new WritePlan(table, rows, key, mode, collisions, times, other);
    }

    /** What happens to the rows that the sink already has. */
    public enum WriteMode {
        /** Differing rows are updated, equal ones left alone. */
        UPSERT,
        /** They are left alone. */
        INSERT_ONLY,
        /** Nothing is looked for: every row is inserted. Not idempotent. */
        APPEND
    }

    /** Whether two source rows of one pass can have one key in the sink. */
    public enum KeyCollisions {
        /** They cannot: both stores hold the key unique and compare it by value. */
        IMPOSSIBLE,
        /** They can: the sink keeps track of the keys that this upserter wrote, and refuses the second row. */
        POSSIBLE
    }

    /** When other readers of the sink see what was written. */
    public enum Visibility {
        /** Each batch is a transaction of its own. */
        EACH_BATCH,
        /** All that one upserter does is one transaction, which {@link dev.tidemark.domain.port.SinkUpserter#commit} ends. */
        AT_COMMIT
    }
}
