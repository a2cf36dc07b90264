package dev.tidemark.postgres;

import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the catalog describes it, with what only this adapter needs to know.
 *
 * @param schema what the domain knows of it
 * @param columns in the order of {@code schema}
 * @param storage how its rows are kept
 * @param uniqueIndexes the columns of each plain unique index, by the index's name
 * @param interference what may change or swallow a row on its way in
 * @param mayChangeRows whether triggers or rules may change or drop rows as they are written
 * @param hasSequences whether sequences belong to columns of it
 * @param estimatedRows as the planner believes; 0 if it knows nothing
 * @param comment empty for none
 */
record PostgresTable(TableSchema schema, List<PostgresColumn> columns, Storage storage,
        Map<String, List<String>> uniqueIndexes, Interference interference, boolean mayChangeRows, boolean hasSequences,
        long estimatedRows, String comment) {
    PostgresTable {
        columns = List.copyOf(columns);
        uniqueIndexes = Map.copyOf(uniqueIndexes);
    }

    /** How rows are kept, and so what {@code ctid} is worth. */
    enum Storage {
        /** In one heap, where ctid names a row. */
        HEAP,
        /** In partitions or child tables, where tableoid and ctid name a row. */
        TREE,
        /** Elsewhere: a view, a foreign table. */
        NONE
    }

    /** What stands between a writer and the table. */
    enum Interference {
        NONE,
        /** Row triggers or rules, which may change or skip a row. */
        TRIGGERS,
        /** Policies of row-level security, which COPY does not support. */
        POLICIES
    }

    TableName name() {
        return schema.name();
    }

    Optional<PostgresColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Whether each row has its own values in these columns, and a value in each. */
    boolean identifies(List<String> names) {
        return schema.uniqueKeys()
                .stream()
                .anyMatch(unique -> names.containsAll(unique)
                        && unique.stream().allMatch(name -> column(name).orElseThrow().isNotNull()));
    }

    /** Whether an index holds just these columns unique. */
    boolean isUnique(List<String> names) {
        return schema.isUnique(names);
    }

    /** Whether the named index or constraint is a unique one over just these columns. */
    boolean isIndexOf(String index, List<String> names) {
        List<String> indexed = uniqueIndexes.get(index);
        return indexed != null && Set.copyOf(indexed).equals(Set.copyOf(names));
    }
}
