package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.Value;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StorageClass;
import dev.tidemark.sqlite.driver.StoredRow;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far a column has come, if the order of its values is that of time. SQLite holds any value in any column, so every one
 * is looked at: one scan, of an index where one begins with the column.
 */
final class SqliteWatermark {
    /** More shapes than these are named to nobody. */
    private static final int SHAPES_TO_NAME = 6;

    private final SqliteSession session;
    private final SqliteTable table;
    private final String column;
    private final SqliteRows rows;

    /**
     * @param plan the table and its {@code where}
     */
    SqliteWatermark(SqliteSession session, SqliteCatalog catalog, SqliteTable table, ReadPlan plan, String column)
            throws SQLException {
        this.session = session;
        this.table = table;
        this.column = table.column(column).orElseThrow(() -> SqliteErrors.noColumn(session, table, column)).name();
        ReadPlan all = new ReadPlan(plan.table(), plan.columns(), plan.keyset(), plan.where(),
                Optional.of(new Watermark(this.column, Optional.empty(), Optional.empty())), plan.limit(), plan.slice(),
                Optional.empty(), KeyOrder.OWN);
        this.rows = SqliteRows.of(session, catalog, table, all);
    }

    /**
     * The highest value. All up to it is settled as far as SQLite can tell: it has one writer at a time, and no snapshot
     * shows what is not committed. A writer may take a time stamp, wait for its turn and commit after our snapshot, though;
     * that is what the lookback is for.
     */
    WatermarkBounds bounds() throws SQLException {
        Optional<Value> highest = highest();
        if (highest.isEmpty() || areAllLike(highest.get())) {
            return new WatermarkBounds(highest, highest, List.of());
        }
        List<TextShape> shapes = shapes();
        Optional<String> disorder = TextShape.disorder(shapes);
        if (disorder.isPresent()) {
            throw new StoreException.Permanent("the watermark " + column + " of " + table.name() + " in "
                    + session.store() + " has values with no one order in time: " + disorder.get() + ": "
                    + examples(shapes), "",
                    "Bring its values into one form, name another column, or use changes: compare.", null);
        }
        return new WatermarkBounds(highest, highest, List.of());
    }

    /** Whether one quick look shows that all values are numbers, or times written alike: nearly always they are. */
    private boolean areAllLike(Value highest) throws SQLException {
        Optional<String> unlike = switch (highest) {
            case Value.Int64 _, Value.Float64 _ -> Optional.of(" NOT IN ('integer', 'real')");
            case Value.Text(String text) -> TextShape.pattern(text)
                    .map(pattern -> " <> 'text' OR " + SqliteSql.column(column) + " NOT GLOB '" + pattern + "'");
            default -> Optional.empty();
        };
        if (unlike.isEmpty()) {
            return false;
        }
        List<String> conditions = new ArrayList<>(rows.conditions());
        conditions.add(SqliteSql.column(column) + " IS NOT NULL");
        conditions.add("(typeof(" + SqliteSql.column(column) + ")" + unlike.get() + ")");
        String sql = SqliteSql.selectFrom(List.of(), rows.from(), conditions, List.of()) + " LIMIT 1";
        try (SqliteStatement statement = session.prepare(sql)) {
            rows.keyset().bind(statement, 1, rows.values());
            return !statement.next();
        }
    }

    /** What the column's values look like; NULLs are left out. */
    List<TextShape> shapes() throws SQLException {
        String value = SqliteSql.column(column);
        List<String> conditions = new ArrayList<>(rows.conditions());
        conditions.add(value + " IS NOT NULL");
        String sql = SqliteSql.selectFrom(
                List.of(TextShape.sql(value) + " AS shape", "count(*)", "CAST(min(" + value + ") AS TEXT)",
                        "CAST(max(" + value + ") AS TEXT)"),
                rows.from(), conditions, List.of()) + " GROUP BY shape ORDER BY 2 DESC";
        List<TextShape> shapes = new ArrayList<>();
        try (SqliteStatement statement = session.prepare(sql)) {
            rows.keyset().bind(statement, 1, rows.values());
            while (statement.next()) {
                shapes.add(TextShape.of(word(statement, 0), statement.integer(1), word(statement, 2),
                        word(statement, 3)));
            }
        }
        return shapes;
    }

    private static String word(StoredRow row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.text(column), "");
    }

    /** How many rows have none. */
    long nulls() throws SQLException {
        List<String> conditions = new ArrayList<>(rows.conditions());
        conditions.add(SqliteSql.column(column) + " IS NULL");
        return new SqliteRows(rows.keyset(), rows.collations(), rows.from(), conditions, rows.values()).count(session);
    }

    static String examples(List<TextShape> shapes) {
        String more = shapes.size() > SHAPES_TO_NAME ? ", ..." : "";
        return shapes.stream().limit(SHAPES_TO_NAME)
                .map(shape -> shape.shown() + " (" + shape.rows() + (shape.rows() == 1 ? " row)" : " rows)"))
                .collect(Collectors.joining(", ")) + more;
    }

    private Optional<Value> highest() throws SQLException {
        String sql = SqliteSql.selectFrom(List.of("max(" + rows.watermarkTerm(column) + ")"), rows.from(),
                rows.conditions(), List.of());
        try (SqliteStatement statement = session.prepare(sql)) {
            rows.keyset().bind(statement, 1, rows.values());
            statement.next();
            return value(statement);
        }
    }

    private Optional<Value> value(StoredRow row) throws SQLException {
        return switch (row.storageClass(0)) {
            case StorageClass.INTEGER -> Optional.of(new Value.Int64(row.integer(0)));
            case StorageClass.REAL -> Optional.of(new Value.Float64(row.real(0)));
            case StorageClass.BLOB -> Optional.of(new Value.Bytes(row.bytes(0)));
            case StorageClass.TEXT -> {
                byte[] utf8 = session.encoding().toUtf8(row.bytes(0));
                if (utf8 == null) {
                    throw new StoreException.Permanent("the watermark " + column + " of " + table.name() + " in "
                            + session.store() + " has a text that is not valid in the file's encoding", "",
                            "Mend the text, name another column, or use changes: compare.", null);
                }
                yield Optional.of(new Value.Text(new String(utf8, StandardCharsets.UTF_8)));
            }
            default -> Optional.empty();
        };
    }
}
