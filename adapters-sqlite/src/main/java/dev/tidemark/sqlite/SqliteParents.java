package dev.tidemark.sqlite;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.sqlite.wire.RowWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks for the rows that rows of a batch refer to. Where all batches are one transaction, SQLite itself would tell of a
 * missing one only at its end, when no row can be named any more and all would be lost.
 */
final class SqliteParents implements AutoCloseable {
    private final SqliteSession session;
    private final RowWriter writer;
    private final List<Parent> parents = new ArrayList<>();

    private record Parent(ForeignKey key, SqliteBatch missing) {
    }

    /**
     * @param names the batches' columns
     */
    SqliteParents(SqliteSession session, SqliteTable table, List<String> names, RowWriter writer) {
        this.session = session;
        this.writer = writer;
        for (ForeignKey key : table.foreignKeys()) {
            if (names.containsAll(key.columns())) {
                int[] columns = key.columns().stream().mapToInt(names::indexOf).toArray();
                parents.add(new Parent(key, new SqliteBatch(session, writer, missing(key, columns), columns)));
            }
        }
    }

    /** Adds a row somewhere where the parent is missing; a reference with a NULL in it refers to nothing. */
    private String missing(ForeignKey key, int[] columns) {
        String values = IntStream.range(0, columns.length)
                .mapToObj(i -> SqliteSql.compared(writer.placeholder(columns[i])) + " AS v" + i)
                .collect(Collectors.joining(", "));
        String present = IntStream.range(0, columns.length).mapToObj(i -> "n.v" + i + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String matches = IntStream.range(0, columns.length)
                .mapToObj(i -> "p." + SqliteSql.quote(key.targetColumns().get(i)) + " = n.v" + i)
                .collect(Collectors.joining(" AND "));
        return "INSERT INTO temp.tidemark_missing SELECT 1 FROM (SELECT " + values + ") AS n WHERE " + present
                + " AND NOT EXISTS (SELECT 1 FROM " + SqliteSql.quote(key.target().name()) + " AS p WHERE " + matches
                + ")";
    }

    /** The first of the rows that refers to none, and why it cannot stay. */
    Optional<Missing> firstMissing(RowBatch batch, int[] rows) throws SQLException, SqliteBatch.WouldChange {
        if (parents.isEmpty() || rows.length == 0) {
            return Optional.empty();
        }
        session.run("CREATE TEMP TABLE IF NOT EXISTS tidemark_missing (parent)");
        for (Parent parent : parents) {
            long[] missing = parent.missing().run(batch, rows, SqliteBatch.ROWS_AT_ONCE);
            OptionalInt first = IntStream.range(0, rows.length).filter(i -> missing[i] > 0).findFirst();
            if (first.isPresent()) {
                int row = rows[first.getAsInt()];
                return Optional.of(new Missing(row, Reason.of(Reason.Kind.FOREIGN_KEY, "the table "
                        + parent.key().target() + " has no row "
                        + batch.row(row).select(parent.key().columns()).describe()
                        + ", to which this one refers")));
            }
        }
        return Optional.empty();
    }

    /**
     * @param row the batch's row that refers to a missing one
     */
    record Missing(int row, Reason reason) {
    }

    @Override
    public void close() throws SQLException {
        for (Parent parent : parents) {
            parent.missing().close();
        }
    }
}
