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
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StorageClass;
import dev.tidemark.sqlite.driver.StoredRow;
import dev.tidemark.sqlite.wire.RowReader;
import dev.tidemark.sqlite.wire.RowWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks rows up by key. Where each key value stands in the table in one form only, SQLite searches for it; where one value
 * can be written in several ways (a date, a UUID, a number in a column without affinity), every row is read and its key
 * compared by value, for a row that is there must never be missed. Reading them all shows whether any is written in another
 * way than the usual one; if none is, SQLite searches from then on, until somebody writes to the file.
 */
final class SqliteFetch {
    private static final int KEYS_AT_ONCE = 500;

    private final SqliteSession session;
    private final SqliteTable table;
    private final ReadPlan plan;
    private final RowBatch keys;
    private final List<ReadColumn.Stored> keyColumns;
    private final RowReader keyReader;
    private final RowReader reader;
    private final RowWriter writer;
    private final SqliteForms forms;
    private final List<Reject> rejects = new ArrayList<>();

    /**
     * @param forms what earlier look-ups saw
     */
    SqliteFetch(SqliteSession session, SqliteTable table, ReadPlan plan, RowBatch keys, SqliteForms forms) {
        this.session = session;
        this.forms = forms;
        this.table = table;
        this.plan = plan;
        this.keys = keys;
        this.keyColumns = IntStream.range(0, keys.type().width()).mapToObj(this::keyColumn).toList();
        this.writer = new RowWriter(keys.type(), keyColumns.stream()
                .map(column -> table.column(column.name())
                        .orElseThrow(() -> SqliteErrors.noColumn(session, table, column.name()))
                        .written(column.encoding()))
                .toList(), session.encoding(), session.bindsUtf8());
        // Behind the number of the key stand the key's columns, and behind these the plan's.
        this.keyReader = new RowReader(List.copyOf(keyColumns), 1, session.encoding());
        this.reader = new RowReader(plan.columns(), 1 + keyColumns.size(), session.encoding());
    }

    private ReadColumn.Stored keyColumn(int index) {
        String name = keys.type().names().get(index);
        TimeEncoding times = plan.columns().stream()
                .filter(column -> column.name().equals(name) && column instanceof ReadColumn.Stored)
                .map(column -> ((ReadColumn.Stored) column).encoding()).findFirst().orElse(TimeEncoding.NATURAL);
        return new ReadColumn.Stored(name, keys.type().types().get(index), times);
    }

    Page page() throws SQLException {
        RowBatch.Builder rows = new RowBatch.Builder(reader.type(), keys.size());
        if (!keys.isEmpty()) {
            find(rows);
        }
        return new Page(rows.build(), rejects, new Cursor.Start());
    }

    private void find(RowBatch.Builder rows) throws SQLException {
        boolean indexed = keys.type().names().stream().anyMatch(table::isIndexed);
        if (indexed && isOneToOne()) {
            search(rows);
            return;
        }
        Set<List<Value>> wanted = new HashSet<>();
        for (int row = 0; row < keys.size(); row++) {
            wanted.add(canonical(keys.row(row)));
        }
        long version = SqliteForms.version(session);
        if (indexed && forms.areOne(table.name(), keys.type(), version)) {
            search(rows);
            if (SqliteForms.version(session) == version) {
                return;
            }
            rows.build();
            rejects.clear();
        }
        if (scan(rows, wanted) && SqliteForms.version(session) == version) {
            forms.note(table.name(), keys.type(), version);
        }
    }

    private boolean isOneToOne() {
        return IntStream.range(0, keys.type().width()).allMatch(index -> {
            ValueType type = keys.type().types().get(index);
            return table.column(keys.type().names().get(index)).filter(column -> table.isOneToOne(column, type))
                    .isPresent();
        });
    }

    /** A column may compare loosely and find other keys as well, so each is held against the one that it was found for. */
    private void search(RowBatch.Builder rows) throws SQLException {
        List<String> placeholders = IntStream.range(0, keyColumns.size())
                .mapToObj(column -> SqliteSql.compared(writer.placeholder(column))).toList();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            RowBatch some = keys.slice(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            String sql = SqliteSql.lookup(selected(), table.name(), keys.type().names(), placeholders, some.size(),
                    true) + plan.where().map(where -> " AND (" + where + "\n)").orElse("");
            try (SqliteStatement statement = session.prepare(sql)) {
                int parameter = 1;
                for (int row = 0; row < some.size(); row++) {
                    for (int column = 0; column < keyColumns.size(); column++) {
                        if (!writer.bind(some, row, column, statement, parameter++)) {
                            // A value that the column cannot hold is in no row.
                            statement.bindNull(parameter - 1);
                        }
                    }
                }
                read(statement, rows, (key, number) -> key.equals(canonical(some.row(number))));
            }
        }
    }

    /** Reads the whole table; whether all its keys stand there as they are usually written. */
    private boolean scan(RowBatch.Builder rows, Set<List<Value>> wanted) throws SQLException {
        List<String> columns = new ArrayList<>(List.of("0"));
        columns.addAll(selected());
        try (SqliteStatement statement = session
                .prepare(SqliteSql.select(columns, table.name(),
                        plan.where().map(where -> "(" + where + "\n)").stream().toList(), List.of()))) {
            boolean usual = read(statement, rows, (key, _) -> wanted.contains(key));
            return usual && plan.where().isEmpty();
        }
    }

    private List<String> selected() {
        List<String> names = new ArrayList<>(keys.type().names());
        plan.columns().stream().filter(ReadColumn.Stored.class::isInstance).map(ReadColumn::name).forEach(names::add);
        return names.stream().map(SqliteSql::column).toList();
    }

    /** Whether a row is one of those asked for. */
    @FunctionalInterface
    private interface Wanted {
        boolean isWanted(List<Value> key, int number);
    }

    /** Whether all keys that were met stand there as they are usually written. */
    private boolean read(SqliteStatement row, RowBatch.Builder rows, Wanted wanted) throws SQLException {
        RowBatch.Builder key = new RowBatch.Builder(keyReader.type(), 1);
        boolean usual = keys.type().types().stream().allMatch(SqliteForms::canBeOne);
        while (row.next()) {
            if (!keyReader.read(row, key)) {
                continue;
            }
            RowBatch found = key.build();
            usual = usual && isUsual(row, found);
            if (wanted.isWanted(canonical(found.row(0)), (int) row.integer(0)) && !reader.read(row, rows)) {
                rejects.add(new Reject(Reason.of(Reason.Kind.NOT_EXACT, reader.refusal(row)),
                        keyReader.found(row).describe(), Optional.of(reader.found(row))));
            }
        }
        return usual;
    }

    /** Whether the key stands in the row as the sink would write it. A key with a NULL is none. */
    private boolean isUsual(StoredRow row, RowBatch key) throws SQLException {
        for (int column = 0; column < keyColumns.size(); column++) {
            if (!key.isNull(0, column)
                    && !isUsual(row, column, writer.stored(key, 0, column).orElse(Value.Null.NULL))) {
                return false;
            }
        }
        return true;
    }

    private boolean isUsual(StoredRow row, int column, Value usual) throws SQLException {
        int found = row.storageClass(1 + column);
        return switch (usual) {
            case Value.Int64(long number) -> found == StorageClass.INTEGER && row.integer(1 + column) == number;
            case Value.Float64(double number) -> found == StorageClass.REAL && row.real(1 + column) == number;
            case Value.Text(String text) -> found == StorageClass.TEXT && Arrays.equals(
                    session.encoding().toUtf8(row.bytes(1 + column)), text.getBytes(StandardCharsets.UTF_8));
            case Value.Bytes(byte[] bytes) -> found == StorageClass.BLOB && Arrays.equals(row.bytes(1 + column), bytes);
            default -> false;
        };
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
