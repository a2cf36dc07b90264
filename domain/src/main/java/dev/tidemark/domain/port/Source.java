package dev.tidemark.domain.port;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;

/**
 * One run's view of a store that is read. All pagers of one source see one snapshot where the store has snapshots.
 * Thread-safe; its pagers are not. It never writes to the store, and leaves nothing changed in it.
 */
public interface Source extends AutoCloseable {

    /** With what it is read, and why with that, where there are several ways: for a person. Empty where there is one. */
    default String via() {
        return "";
    }

    /** The tables of the store's schema in order of name; views are read only when asked for by name. */
    List<TableName> tables();

    /**
     * The table or view as the store declares it.
     *
     * @throws StoreException.Permanent if there is none of that name
     */
    TableSchema describe(TableName table);

    /**
     * The table with the narrowest types that carry every value it holds exactly: what a new sink table needs. Where the
     * store enforces its types this is {@link #describe}; in SQLite it costs one scan.
     */
    TableSchema survey(TableName table);

    /** Opens the rows that lie after {@code from}, in keyset order. */
    SourcePager open(ReadPlan plan, Cursor from);

    /**
     * Whether the rows come in the very order that the plan asks for. A store whose collation nobody can choose has no
     * {@link dev.tidemark.domain.plan.KeyOrder#BINARY} order of texts.
     */
    default boolean canOrder(ReadPlan plan) {
        return true;
    }

    /**
     * Looks rows up by key.
     *
     * @param plan what each row holds, and the {@code where} that it has to meet; its watermark, slice and top do not count
     * @param keys the keys: columns of the table by name, each key at most once
     * @return those that exist, in any order; {@link Page#end} says nothing
     */
    Page fetch(ReadPlan plan, RowBatch keys) throws InterruptedException;

    /** How many rows {@link #open} would deliver from the start, rejected ones included. */
    long count(ReadPlan plan);

    /**
     * How far a column has come that grows with each change, in the source's own values and precision.
     *
     * @param plan the table and its {@code where}
     * @throws StoreException.Permanent if the column's values have no one order in time, such as texts of several formats;
     *     the message shows some
     */
    WatermarkBounds bounds(ReadPlan plan, String column);

    /**
     * Looks for what would go wrong when the plan's source is read: missing rights, values that do not fit the types that
     * they are read as (one scan, with example keys), policies that may hide rows. Writes nothing.
     */
    List<Finding> check(TablePlan plan);

    @Override
    void close();
}
