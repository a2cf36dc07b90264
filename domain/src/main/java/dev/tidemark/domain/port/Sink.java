package dev.tidemark.domain.port;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** One run's view of a store that is written. Thread-safe; what it opens is not. */
public interface Sink extends AutoCloseable {

    /** The table as the store declares it, or did a few seconds ago when it was last asked; empty if there is none. */
    Optional<TableSchema> describe(TableName table);

    /**
     * Makes the table ready for the plan's rows, as far as {@link TablePlan#schema} allows: makes it, or adds columns.
     * Foreign keys of a table made here wait for {@link #finish}. Does nothing where nothing is missing.
     *
     * @return what could not be carried over, a line each for a person, such as a default without translation
     * @throws StoreException.Permanent if the table is missing and may not be made
     */
    List<String> prepare(TablePlan plan);

    /** The statements that {@link #prepare} would run now, in order; empty if nothing is missing. */
    List<String> ddl(TablePlan plan);

    /** Whether triggers or rules of the table may change or drop rows as they are written. */
    boolean mayChangeRows(TableName table);

    /**
     * Looks for what would go wrong when the plan's rows are written: missing rights, columns that want a value which the
     * plan does not write, triggers, a key that no unique constraint covers. Writes nothing.
     */
    List<Finding> check(TablePlan plan);

    /**
     * Why no row could ever be written by this plan, such as a missing table that this store cannot make, or a key that no
     * unique constraint covers where the store needs one; empty if rows can be. Told before anything is written, as a
     * mistake of the configuration.
     */
    default Optional<Finding> objection(TablePlan plan) {
        return Optional.empty();
    }

    /** Whether all that one upserter does can be one transaction, as {@link WritePlan.Visibility#AT_COMMIT} wants it. */
    default boolean hasTransactions() {
        return true;
    }

    /**
     * There are rows to write, and {@link #open} will be called for them soon: whatever takes time then, such as connecting,
     * may begin now. Needs no end, and what fails is told when it is opened.
     */
    default void expectRows() {
    }

    /** Opens the table for writing. */
    SinkUpserter open(WritePlan plan);

    /**
     * Opens the table for rows that it does not hold yet, if the store has a faster way for those than batches; empty where
     * it has none, or where triggers, rules or policies of the table may change or drop rows as they are written.
     *
     * @param plan of rows with a unique key, seen as soon as they are committed
     */
    default Optional<BulkLoad> load(WritePlan plan) {
        return Optional.empty();
    }

    /**
     * Does what waits for the last row of all tables: foreign keys of tables made in this run, sequences behind identity
     * columns, statistics where much changed. Called once a table, in the order of {@link #prepare}.
     *
     * @param written how many rows the run inserted, updated and deleted in the table
     * @return what could not be done, a line each for a person, such as a foreign key that rows break
     */
    List<String> finish(TablePlan plan, long written);

    @Override
    void close();
}
