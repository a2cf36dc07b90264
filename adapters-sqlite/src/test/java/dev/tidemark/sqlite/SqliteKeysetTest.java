package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Value;
import dev.tidemark.sqlite.SqliteKeyset.Range;
import dev.tidemark.sqlite.driver.SqliteStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A later page is found by index, without reading what lies before it and without sorting what lies behind. */
final class SqliteKeysetTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"id integer primary key, v | id | i5", "a text primary key, v | a | tx,i7",
            "a text, b integer, c text, v, primary key (a, b, c) | a,b,c | tx,i1,ty,i7",
            "a text, b integer, v, primary key (a, b) | a,b | tx,n,i7",
            "a text, b integer, v, primary key (a, b) | a,b | n,n,i7",
            "a, b, v, primary key (a, b) | a,b | tx,i1,i7", "a real primary key, v | a | f1.5,i7",
            "a blob primary key, v | a | bff,i7",
            "a text collate nocase primary key, v | a | tx,i7", "n integer, v | | i7",
            "a integer not null unique, v | a | i3,i7"})
    void pagesAreFoundByIndex(String columns, String keyset, String place) throws SQLException {
        assertIndexed("create table t (" + columns + ")", keyset, place);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a text, b integer, v, primary key (a, b) | a,b | tx,i1",
            "a integer primary key, v | a | i1", "a text collate nocase, b, v, primary key (b, a) | b,a | i1,tx"})
    void pagesOfTablesWithoutRowidAreFoundByIndex(String columns, String keyset, String place) throws SQLException {
        assertIndexed("create table t (" + columns + ") without rowid", keyset, place);
    }

    private static void assertIndexed(String ddl, String keyset, String place) throws SQLException {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute(ddl);
            try (SqliteSession session = SqliteSession.openToRead(file.config())) {
                SqliteTable table = new SqliteCatalog(session, file.file()).find(SqliteReading.name("t")).orElseThrow();
                List<String> columns = keyset == null ? List.of() : List.of(keyset.split(","));
                SqliteKeyset order = SqliteKeyset.of(table, columns, Map.of(), session.encoding());
                List<Value> values = new ArrayList<>();
                for (String value : place.split(",")) {
                    values.add(value(value));
                }
                for (Range range : order.after(new Cursor.After(values))) {
                    String sql = SqliteSql.select(List.of("t.v"), "t", range.conditions(), order.terms());
                    String plan = plan(session, order, range, sql);
                    assertTrue(plan.contains("SEARCH"), () -> sql + "\n" + plan);
                    assertFalse(plan.contains("SCAN") || plan.contains("TEMP B-TREE"), () -> sql + "\n" + plan);
                }
            }
        }
    }

    private static Value value(String text) {
        String rest = text.substring(1);
        return switch (text.charAt(0)) {
            case 'i' -> new Value.Int64(Long.parseLong(rest));
            case 'f' -> new Value.Float64(Double.parseDouble(rest));
            case 't' -> new Value.Text(rest);
            case 'b' -> new Value.Bytes(new byte[] {-1});
            default -> Value.Null.NULL;
        };
    }

    private static String plan(SqliteSession session, SqliteKeyset order, Range range, String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (SqliteStatement statement = session.prepare("EXPLAIN QUERY PLAN " + sql)) {
            order.bind(statement, 1, range.values());
            while (statement.next()) {
                plan.append(statement.text(3)).append('\n');
            }
        }
        return plan.toString();
    }
}
