package dev.tidemark.testkit.contract;

import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import java.util.List;
import java.util.Map;

/**
 * A real store for one test, empty at first, with a way to make and to see its rows that shares no code with the adapter
 * under test. {@link JdbcFixture} does most of it for stores that speak JDBC.
 */
public interface StoreFixture extends AutoCloseable {

    /** The store under test. */
    Store store();

    /** What {@link dev.tidemark.domain.schema.TableSchema#dialect} says of its tables. */
    String dialect();

    boolean has(Ability ability);

    /** Makes the table, committed. A column with an empty declared type gets the store's usual type for its values. */
    void create(TableSpec table);

    /** Inserts the rows, committed; their columns are some or all of the table's. */
    void insert(TableSpec table, List<Row> rows);

    /** All committed rows, the columns as in the specification, in any order. */
    List<Row> read(TableSpec table);

    /**
     * Whether the sink may refuse this value as {@code NOT_EXACT} or {@code WOULD_CHANGE}, because the store has no exact
     * form for it. Any other value must come back as it was written.
     */
    default boolean mayRefuse(Value value) {
        return false;
    }

    /**
     * The condition as a user of the store writes it.
     *
     * @param sql {@code column operator integer}, or several of these between {@code or}
     */
    default String condition(String sql) {
        return sql;
    }

    /** How large a cell it can hold, in bytes, that a test need not wait for long. */
    default int largeCell() {
        return 50 << 20;
    }

    /** Native types to send through the type round trip: the type as it is declared, and values as canonical text. */
    default Map<String, List<String>> nativeValues() {
        return Map.of();
    }

    @Override
    void close();

    /** What one store can do and another cannot. */
    enum Ability {
        /** All pagers of one source see the rows as they were when the source was opened. */
        SNAPSHOT,
        /** Its sizes tell how many bytes a table takes. */
        TABLE_BYTES,
        /** It tells unique constraints besides the primary key, and the columns of a key in the key's own order. */
        CONSTRAINTS,
        /** Its sink makes tables and adds columns. */
        MAKES_TABLES,
        /** Its sink writes rows that have no key. */
        KEYLESS,
        /** All that an upserter of its sink does can be one transaction. */
        TRANSACTIONS,
        /** Rows of one batch may swap the values of a unique column. */
        SWAPS
    }
}
