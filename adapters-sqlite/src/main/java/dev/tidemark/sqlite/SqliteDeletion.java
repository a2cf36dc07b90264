package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.SqliteCatalog.Reference;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import dev.tidemark.sqlite.wire.Affinity;
import dev.tidemark.sqlite.wire.RowWriter;
import dev.tidemark.sqlite.wire.SinkColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rows by key, or whole rows, in the transaction of its caller.
 *
 * <p>The keys go to a temporary table as the sink would store them ({@code named}), the rows that they name to another
 * ({@code going}). From these, rows to which a row that stays refers are taken out until none is left, so that a tree goes
 * wholly and a chain that something hangs on stays wholly (correctness rule 5). The rest is deleted, those first to which
 * none of the rest refers.
 */
final class SqliteDeletion {
    private final SqliteSession session;
    private final SqliteTable table;
    private final SqliteCatalog catalog;
    private final WritePlan plan;
    private final RowType keys;
    private final List<String> identity;
    private @Nullable List<Reference> references;

    SqliteDeletion(SqliteSession session, SqliteCatalog catalog, SqliteTable table, WritePlan plan) {
        this.session = session;
        this.catalog = catalog;
        this.table = table;
        this.plan = plan;
        this.keys = isWholeRows() ? plan.rows() : plan.rows().select(plan.key());
        this.identity = identity(table);
    }

    private boolean isWholeRows() {
        return plan.mode() == WriteMode.APPEND;
    }

    /** What tells one row of the table from every other. */
    private static List<String> identity(SqliteTable table) {
        if (table.withoutRowid()) {
            return table.primaryKey().stream().map(SqliteSql::quote).toList();
        }
        return table.rowid().or(() -> table.rowidAlias().map(SqliteSql::quote)).stream().toList();
    }

    /**
     * @param enforced whether SQLite looks at references; nothing that goes is referred to by what stays, so it need not
     */
    Deletion run(RowBatch batch, boolean enforced) throws SQLException {
        if (identity.isEmpty()) {
            throw new StoreException.Permanent("rows of table " + table.name() + " in " + session.store()
                    + " cannot be deleted: its columns hide every name of its rowid", "",
                    "Rename one of the columns rowid, _rowid_ and oid, or give the table a primary key.", null);
        }
        List<Reference> known = references == null ? catalog.referencesTo(table.name()) : references;
        references = known;
        makeTables();
        name(batch);
        find();
        keepReferenced(known);
        long before = there();
        if (before > 0) {
            delete(known, enforced);
        }
        long deleted = before - there();
        List<Integer> referenced = session.list(
                "SELECT DISTINCT i FROM temp.tidemark_going WHERE stays ORDER BY i", row -> (int) row.integer(0));
        dropTables();
        return new Deletion(deleted, referenced);
    }

    private void makeTables() throws SQLException {
        Stream<String> cells = IntStream.range(0, keys.width()).mapToObj(i -> cell(i) + " " + stored(i).affinity());
        session.run("CREATE TEMP TABLE tidemark_named (i INTEGER PRIMARY KEY, "
                + cells.collect(Collectors.joining(", ")) + ", part INTEGER, place INTEGER)");
        session.run("CREATE TEMP TABLE tidemark_going (i INTEGER, "
                + String.join(", ", rowColumns()) + ", stays INTEGER NOT NULL DEFAULT 0)");
    }

    private void dropTables() throws SQLException {
        session.run("DROP TABLE temp.tidemark_named");
        session.run("DROP TABLE temp.tidemark_going");
    }

    /** Puts the keys down as the table would store them; a value that it cannot hold is in no row. */
    private void name(RowBatch batch) throws SQLException {
        List<String> names = new ArrayList<>(List.of("tidemark_i"));
        names.addAll(keys.names());
        List<ValueType> types = new ArrayList<>(List.of(ValueType.INT64));
        types.addAll(keys.types());
        RowType numbered = new RowType(names, types);
        List<SinkColumn> columns = new ArrayList<>(List.of(
                new SinkColumn("i", Affinity.INTEGER, false, TimeEncoding.NATURAL)));
        IntStream.range(0, keys.width()).mapToObj(this::sinkColumn).forEach(columns::add);
        RowWriter writer = new RowWriter(numbered, columns, session.encoding(), session.bindsUtf8());
        RowBatch all = numbered(batch, numbered);
        int[] storable = IntStream.range(0, all.size()).filter(row -> IntStream.range(0, all.type().width())
                .allMatch(column -> all.isNull(row, column) ? isWholeRows()
                        : writer.stored(all, row, column).isPresent()))
                .toArray();
        String sql = "INSERT INTO temp.tidemark_named VALUES (" + IntStream.range(0, numbered.width())
                .mapToObj(writer::placeholder).collect(Collectors.joining(", ")) + ", NULL, NULL)";
        try (SqliteBatch insert = new SqliteBatch(session, writer, sql,
                IntStream.range(0, numbered.width()).toArray())) {
            insert.run(all, storable, SqliteBatch.ROWS_AT_ONCE);
        } catch (SqliteBatch.WouldChange e) {
            throw new IllegalStateException("row " + e.row() + " was storable", e);
        }
    }

    private static RowBatch numbered(RowBatch batch, RowType type) {
        RowBatch.Builder numbered = new RowBatch.Builder(type, batch.size());
        for (int row = 0; row < batch.size(); row++) {
            numbered.add(new Value.Int64(row));
            for (int column = 0; column < batch.type().width(); column++) {
                numbered.addCell(batch, row, column);
            }
            numbered.endRow();
        }
        return numbered.build();
    }

    private SinkColumn sinkColumn(int column) {
        return stored(column)
                .written(plan.times().getOrDefault(keys.names().get(column), TimeEncoding.NATURAL));
    }

    private SqliteColumn stored(int column) {
        String name = keys.names().get(column);
        return table.column(name).orElseThrow(() -> SqliteErrors.noColumn(session, table, name));
    }

    private void find() throws SQLException {
        if (isWholeRows()) {
            findWholeRows();
        } else {
            session.run(
                    "INSERT INTO temp.tidemark_going SELECT n.i, " + row("t") + ", 0 FROM temp.tidemark_named AS n, "
                            + SqliteSql.quote(table.name()) + " AS t WHERE "
                            + each(i -> SqliteSql.column(stored(i).name()) + " = n." + cell(i) + " AND "
                                    + SqliteSql.column(stored(i).name()) + " = n." + cell(i) + " COLLATE BINARY"));
        }
    }

    /** Of equal rows as many as were named. Equal means the same value of the same storage class; NULL equals NULL. */
    private void findWholeRows() throws SQLException {
        String same = IntStream.range(0, keys.width()).mapToObj(i -> "typeof(" + cell(i) + "), " + cell(i))
                .collect(Collectors.joining(", "));
        session.run(
                "UPDATE temp.tidemark_named AS n SET part = o.part, place = o.place FROM (SELECT i, min(i) OVER w AS part,"
                        + " row_number() OVER (w ORDER BY i) AS place FROM temp.tidemark_named WINDOW w AS (PARTITION BY "
                        + same
                        + ")) AS o WHERE o.i = n.i");
        session.run("CREATE INDEX temp.tidemark_named_cells ON tidemark_named (" + IntStream.range(0, keys.width())
                .mapToObj(SqliteDeletion::cell).collect(Collectors.joining(", ")) + ") WHERE place = 1");
        session.run("CREATE INDEX temp.tidemark_named_places ON tidemark_named (part, place)");
        session.run("INSERT INTO temp.tidemark_going SELECT n.i, " + IntStream.range(0, identity.size())
                .mapToObj(i -> "found.r" + i).collect(Collectors.joining(", "))
                + ", 0 FROM (SELECT n.part, " + IntStream.range(0, identity.size())
                        .mapToObj(i -> "t." + identity.get(i) + " AS r" + i).collect(Collectors.joining(", "))
                + ", row_number() OVER (PARTITION BY n.part ORDER BY " + row("t") + ") AS place FROM "
                + SqliteSql.quote(table.name()) + " AS t CROSS JOIN temp.tidemark_named AS n WHERE n.place = 1 AND "
                + each(i -> "n." + cell(i) + " IS " + SqliteSql.column(stored(i).name()) + " AND typeof(n." + cell(i)
                        + ") = typeof(" + SqliteSql.column(stored(i).name()) + ")")
                + ") AS found CROSS JOIN temp.tidemark_named AS n WHERE n.part = found.part AND n.place = found.place");
    }

    private void keepReferenced(List<Reference> known) throws SQLException {
        if (known.isEmpty()) {
            return;
        }
        session.run(
                "CREATE INDEX temp.tidemark_going_rows ON tidemark_going (" + String.join(", ", rowColumns()) + ")");
        long kept;
        do {
            kept = 0;
            for (Reference reference : known) {
                kept += session.change(keepReferenced(reference));
            }
        } while (kept > 0);
    }

    /** A row that refers to itself, or is about to go as well, is no reason for another to stay. */
    private String keepReferenced(Reference reference) {
        String goesToo = reference.from().equals(table.name())
                ? " AND NOT EXISTS (SELECT 1 FROM temp.tidemark_going AS o WHERE NOT o.stays AND " + isRow("o", "c")
                        + ")"
                : "";
        // Without statistics SQLite takes all tables for equally large; a CROSS JOIN begins with what is named first.
        String join = reference.indexed() ? " CROSS JOIN " : " JOIN ";
        return "UPDATE temp.tidemark_going SET stays = 1 WHERE NOT stays AND rowid IN (SELECT g.rowid FROM"
                + " temp.tidemark_going AS g" + join + SqliteSql.quote(table.name()) + " AS t" + join
                + SqliteSql.quote(reference.from()) + " AS c WHERE NOT g.stays AND " + isRow("g", "t") + " AND "
                + matches(reference.key()) + goesToo + ")";
    }

    /** The parent's column comes first: its collation holds. */
    private static String matches(ForeignKey key) {
        return IntStream.range(0, key.columns().size())
                .mapToObj(i -> SqliteSql.column(key.targetColumns().get(i)) + " = c."
                        + SqliteSql.quote(key.columns().get(i)))
                .collect(Collectors.joining(" AND "));
    }

    /**
     * Where references are enforced, RESTRICT keeps a row that another refers to even if that one goes as well: so those go
     * first to which none refers.
     */
    private void delete(List<Reference> known, boolean enforced) throws SQLException {
        String delete = "DELETE FROM " + SqliteSql.quote(table.name()) + " WHERE " + isGoing();
        List<ForeignKey> restricting = known.stream()
                .filter(reference -> enforced && reference.from().equals(table.name()))
                .map(Reference::key).filter(key -> key.onDelete().equalsIgnoreCase("RESTRICT")).toList();
        if (!restricting.isEmpty()) {
            String leaves = restricting.stream().map(this::isLeaf).collect(Collectors.joining());
            long now;
            do {
                now = session.change(delete + leaves + ")");
            } while (now > 0);
        }
        session.change(delete + ")");
    }

    private String isLeaf(ForeignKey key) {
        String itself = identity.stream().map(name -> "c." + name + " = t." + name)
                .collect(Collectors.joining(" AND "));
        return " AND NOT EXISTS (SELECT 1 FROM " + SqliteSql.quote(table.name()) + " AS t, "
                + SqliteSql.quote(table.name()) + " AS c WHERE " + isRow("g", "t") + " AND " + matches(key)
                + " AND NOT (" + itself + "))";
    }

    /** A condition for rows of the table, open at its end for more conditions of {@code g}. */
    private String isGoing() {
        return "(" + String.join(", ", identity) + ") IN (SELECT " + String.join(", ", rowColumns())
                + " FROM temp.tidemark_going AS g WHERE NOT g.stays";
    }

    /** How many of the rows to delete are still there: exact whatever a trigger or a reference does. */
    private long there() throws SQLException {
        return session.number("SELECT count(*) FROM " + SqliteSql.quote(table.name()) + " WHERE " + isGoing() + ")");
    }

    private List<String> rowColumns() {
        return IntStream.range(0, identity.size()).mapToObj(i -> "r" + i).toList();
    }

    private String row(String alias) {
        return identity.stream().map(name -> alias + "." + name).collect(Collectors.joining(", "));
    }

    private String isRow(String going, String alias) {
        return IntStream.range(0, identity.size())
                .mapToObj(i -> alias + "." + identity.get(i) + " = " + going + ".r" + i)
                .collect(Collectors.joining(" AND "));
    }

    private static String cell(int column) {
        return "k" + column;
    }

    private String each(IntFunction<String> condition) {
        return IntStream.range(0, keys.width()).mapToObj(condition).collect(Collectors.joining(" AND "));
    }
}
