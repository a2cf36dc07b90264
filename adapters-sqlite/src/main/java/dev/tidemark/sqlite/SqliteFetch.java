package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import dev.tidemark.sqlite.wire.JdbcRow;
import dev.tidemark.sqlite.wire.RowReader;
import dev.tidemark.sqlite.wire.RowWriter;
import dev.tidemark.sqlite.wire.SinkColumn;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks rows up by key. Where each key value stands in the table in one form only, SQLite searches for it; where one value
 * can be written in several ways (a date, a UUID, a number in a column without affinity), every row is read and its key
 * compared by value, for a row that is there must never be missed.
 */
final class SqliteFetch {
    private static final int KEYS_AT_ONCE = 500;

    private final SqliteSession session;
    private final SqliteTable table;
    private final ReadPlan plan;
    private final RowBatch keys;
    private final List<ReadColumn> keyColumns;
    private final RowReader keyReader;
    private final RowReader reader;
    private final List<Reject> rejects = new ArrayList<>();

    SqliteFetch(SqliteSession session, SqliteTable table, ReadPlan plan, RowBatch keys) {
        this.session = session;
        this.table = table;
        this.plan = plan;
        this.keys = keys;
        this.keyColumns = IntStream.range(0, keys.type().width()).mapToObj(this::keyColumn).toList();
        // Behind the number of the key stand the key's columns, and behind these the plan's.
        this.keyReader = new RowReader(keyColumns, 1, session.encoding());
        this.reader = new RowReader(plan.columns(), 1 + keyColumns.size(), session.encoding());
    }

    private ReadColumn keyColumn(int index) {
        String name = keys.type().names().get(index);
        TimeEncoding times = plan.columns().stream()
                .filter(column -> column.name().equals(name) && column instanceof ReadColumn.Stored)
                .map(column -> ((ReadColumn.Stored) column).encoding()).findFirst().orElse(TimeEncoding.NATURAL);
        return new ReadColumn.Stored(name, keys.type().types().get(index), times);
    }

    Page page() throws SQLException {
        RowBatch.Builder rows = new RowBatch.Builder(reader.type(), keys.size());
        if (!keys.isEmpty()) {
            if (canSearch()) {
                search(rows);
            } else {
                scan(rows);
            }
        }
        return new Page(rows.build(), rejects, new Cursor.Start());
    }

    private boolean canSearch() {
        return IntStream.range(0, keys.type().width()).allMatch(index -> {
            ValueType type = keys.type().types().get(index);
            return table.column(keys.type().names().get(index)).filter(column -> table.isOneToOne(column, type))
                    .isPresent();
        });
    }

    private void search(RowBatch.Builder rows) throws SQLException {
        List<SinkColumn> columns = keyColumns.stream().map(column -> {
            SqliteColumn stored = table.column(column.name()).orElseThrow();
            return new SinkColumn(stored.name(), stored.affinity(), false, TimeEncoding.NATURAL);
        }).toList();
        RowWriter writer = new RowWriter(keys.type(), columns, session.encoding());
        List<String> placeholders = IntStream.range(0, columns.size())
                .mapToObj(column -> SqliteSql.compared(writer.placeholder(column))).toList();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            RowBatch some = keys.slice(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            String sql = SqliteSql.lookup(selected(), table.name(), keys.type().names(), placeholders, some.size(),
                    true);
            try (PreparedStatement statement = session.prepare(sql)) {
                int parameter = 1;
                for (int row = 0; row < some.size(); row++) {
                    for (int column = 0; column < columns.size(); column++) {
                        if (!writer.bind(some, row, column, statement, parameter++)) {
                            // A value that the column cannot hold is in no row.
                            statement.setObject(parameter - 1, null);
                        }
                    }
                }
                read(statement, rows, null);
            }
        }
    }

    private void scan(RowBatch.Builder rows) throws SQLException {
        Set<List<Value>> wanted = new HashSet<>();
        for (int row = 0; row < keys.size(); row++) {
            wanted.add(canonical(keys.row(row)));
        }
        List<String> columns = new ArrayList<>(List.of("0"));
        columns.addAll(selected());
        try (PreparedStatement statement = session
                .prepare(SqliteSql.select(columns, table.name(), List.of(), List.of()))) {
            read(statement, rows, wanted);
        }
    }

    private List<String> selected() {
        List<String> names = new ArrayList<>(keys.type().names());
        plan.columns().stream().filter(ReadColumn.Stored.class::isInstance).map(ReadColumn::name).forEach(names::add);
        return names.stream().map(SqliteSql::column).toList();
    }

    private void read(PreparedStatement statement, RowBatch.Builder rows,
            @org.jspecify.annotations.Nullable Set<List<Value>> wanted) throws SQLException {
        RowBatch.Builder key = new RowBatch.Builder(keyReader.type(), 1);
        try (ResultSet result = statement.executeQuery()) {
            JdbcRow row = new JdbcRow(statement);
            while (result.next()) {
                if (wanted != null && !(keyReader.read(row, key) && wanted.contains(canonical(key.build().row(0))))) {
                    continue;
                }
                if (!reader.read(row, rows)) {
                    Row found = reader.found(row);
                    rejects.add(new Reject(Reason.of(Reason.Kind.NOT_EXACT, reader.refusal(row)),
                            keyReader.found(row).describe(), java.util.Optional.of(found)));
                }
            }
        }
    }

    /** Values that are equal, such as 1.0 and 1.00, have one canonical form. */
    private static List<Value> canonical(Row row) {
        return row.values().stream().map(SqliteFetch::canonical).toList();
    }

    private static Value canonical(Value value) {
        if (value instanceof Value.Decimal(String digits) && !digits.isEmpty()
                && !Character.isLetter(digits.charAt(digits.length() - 1))) {
            return new Value.Decimal(new BigDecimal(digits).stripTrailingZeros().toPlainString());
        }
        return value;
    }
}
