package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows looked up by keys that can be written in several ways: none that is there is missed, however often one asks. */
final class SqliteFetchTest {
    private static final String ID = "0a1b2c3d-4e5f-6789-abcd-ef012345678";

    private static ReadPlan plan(ValueType type) {
        return SqliteReading.plan("t",
                List.of(new ReadColumn.Stored("v", ValueType.TEXT), new ReadColumn.Stored("id", type)),
                List.of("id"), 10);
    }

    private static List<String> fetch(Source source, ValueType type, Value... keys) throws InterruptedException {
        RowBatch.Builder batch = new RowBatch.Builder(new RowType(List.of("id"), List.of(type)), keys.length);
        for (Value key : keys) {
            batch.add(key);
            batch.endRow();
        }
        Page page = source.fetch(plan(type), batch.build());
        return IntStream.range(0, page.rows().size()).mapToObj(row -> page.rows().value(row, 0).text()).sorted()
                .toList();
    }

    private static Value uuid(int last) {
        return new Value.Uuid(UUID.fromString(ID + last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void rule5_aKeyThatIsWrittenAnotherWayMeanwhileIsNotMissed(String mode) throws InterruptedException {
        try (SqliteFixture file = new SqliteFixture("pragma journal_mode = " + mode)) {
            file.execute("create table t (id uuid primary key, v text)",
                    "insert into t values ('" + ID + "1', 'a'), ('" + ID
                            + "2', 'b'), (null, 'n'), ('not one', 'x')");
            try (Source source = file.store().openSource()) {
                for (int again = 0; again < 3; again++) {
                    assertEquals(List.of("a", "b"), fetch(source, ValueType.UUID, uuid(2), uuid(9), uuid(1)));
                }
                file.execute("update t set id = upper(id) where v = 'a'",
                        "insert into t values (x'0a1b2c3d4e5f6789abcdef0123456783', 'c')");
                assertEquals(mode.equals("wal") ? List.of("a") : List.of("a", "c"),
                        fetch(source, ValueType.UUID, uuid(1), uuid(3)), "a snapshot does not see the new row");
            }
            try (Source source = file.store().openSource()) {
                for (int again = 0; again < 3; again++) {
                    assertEquals(List.of("a", "b", "c"), fetch(source, ValueType.UUID, uuid(1), uuid(2), uuid(3)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"text collate nocase | 'abc' | 'ABD'", "text collate rtrim | 'abc' | 'abc  x'",
                    "blob | 'abc' | x'616263'"})
    void aColumnThatComparesLooselyGivesNoOtherKeys(String declared, String stored, String other)
            throws InterruptedException {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id " + declared + " primary key, v text)",
                    "insert into t values (" + stored + ", 'a'), (" + other + ", 'b')");
            try (Source source = file.store().openSource()) {
                for (int again = 0; again < 3; again++) {
                    assertEquals(List.of("a"),
                            fetch(source, ValueType.TEXT, new Value.Text("abc"), new Value.Text("abd"),
                                    new Value.Text("ABC"), new Value.Text("abc ")));
                }
            }
        }
    }

    @Test
    void decimalsOfAnotherScaleAreTheSame() throws InterruptedException {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id decimal_text primary key, v text)",
                    "insert into t values ('1.50', 'a'), ('2', 'b')");
            try (Source source = file.store().openSource()) {
                for (int again = 0; again < 3; again++) {
                    assertEquals(List.of("a", "b"), fetch(source, ValueType.DECIMAL, new Value.Decimal("1.5"),
                            new Value.Decimal("2.00"), new Value.Decimal("3")));
                }
            }
        }
    }
}
