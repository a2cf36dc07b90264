package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Correctness rule 8 in a store that takes any value: an order that is not that of time is refused, never followed. */
final class SqliteWatermarkTest {
    private static final ReadPlan PLAN = SqliteReading.plan("t", List.of(new ReadColumn.Stored("id", ValueType.INT64)),
            List.of("id"), 2);

    private final SqliteFixture file = new SqliteFixture();

    @AfterEach
    void close() {
        file.close();
    }

    private void given(String declared, String values) {
        file.execute("create table t (id integer primary key, at " + declared + ")", "insert into t (at) values "
                + Stream.of(values.split(" \\| ")).map(value -> "(" + value + ")").collect(Collectors.joining(", ")));
    }

    private WatermarkBounds bounds() {
        try (Source source = file.store().openSource()) {
            return source.bounds(PLAN, "at");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'2024-01-01 10:00:00' | '2024-01-02 10:00:00.25' | '2024-01-02 10:00:00.5' | null",
            "'2024-01-01T10:00:00Z' | '2024-01-02T10:00:00Z'",
            "'2024-01-01T10:00:00.123Z' | '2024-01-02T10:00:00.500Z'",
            "'2024-01-01 10:00:00+00:00' | '2024-01-01 10:00:00.5+00:00' | '2024-01-01 10:00:01+00:00'",
            "'2024-01-01 10:00:00-05:00' | '2024-01-01 10:00:00.25-05:00'",
            "'2024-01-01T10:00' | '2024-01-01T10:01'", "'2024-01-01' | '2024-02-01'",
            "'01HV0000000000000000000000' | '01HVZZZZZZZZZZZZZZZZZZZZZZ'", "'v1.2.3' | 'v1.2.4'",
            "'20240101' | '20240102'", "'00af' | '0100' | 'ff00'", "'2024/01/01 10:00' | '2024/01/02 10:00'",
            "1 | 2.5 | 3", "x'00' | x'01'", "9 | 10"})
    void rule8_valuesInOneOrderAreFollowed(String values) throws InterruptedException {
        given("", values);
        String last = file.texts("select at from t where at is not null order by id desc").getFirst();
        assertEquals(Optional.of(last), bounds().highest()
                .map(value -> value instanceof Value.Bytes ? "\u0001" : value.text()));
        assertEquals(bounds().highest(), bounds().settled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1700000000 | '2024-01-01'", "x'00' | 'a'", "'2024-01-01 10:00:00' | '2024-01-01T10:00:00'",
            "'2024-01-01T10:00:00Z' | '2024-01-01T10:00:00.5Z'", "'2024-01-01T10:00:00.5Z' | '2024-01-01T10:00:00.25Z'",
            "'2024-01-01 10:00:00Z' | '2024-01-01 10:00:00'",
            "'2024-01-01 10:00:00+02:00' | '2024-01-01 10:00:00+01:00'",
            "'2024-01-01' | '2024-01-01 10:00:00'", "'2024-01-01T10:00' | '2024-01-01T10:00:00'",
            "'2024-01-01T10:00:00z' | '2024-01-01T10:00:00Z'", "'12024-01-01' | '2024-01-01'", "'24-01-01'",
            "'21.11.2026' | '22.11.2026'", "'11/21/2026'", "'9' | '10'", "'-5' | '-6'", "'1.5' | '1.25'",
            "'2024-01-01 10:00:00 PM'", "'Nov 21, 2026'", "'Sat, 21 Nov 2026 10:00:00 GMT'",
            "'2024-01-01 10:00:00' | 'never'", "'2024-01-01 10:00:00' | ''", "'2024-1-2' | '2024-01-02'"})
    void rule8_valuesOfSeveralShapesAreRefusedAndShown(String values) {
        given("", values);
        StoreException.Permanent refused = assertThrows(StoreException.Permanent.class, this::bounds);
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("at of t"), message);
        assertTrue(Stream.of(values.split(" \\| ")).anyMatch(message::contains), message);
        assertTrue(refused.advice().contains("compare"));
    }

    @Test
    void rule9_aFileInUtf16HasItsShapesToo() {
        try (SqliteFixture utf16 = new SqliteFixture("pragma encoding = 'UTF-16le'")) {
            utf16.execute("create table t (id integer primary key, at text)",
                    "insert into t (at) values ('2024-01-01 10:00:00'), ('2024-01-02 10:00:00.5')");
            try (Source source = utf16.store().openSource()) {
                assertEquals(Optional.of(new Value.Text("2024-01-02 10:00:00.5")),
                        source.bounds(PLAN, "at").highest());
            }
            utf16.execute("insert into t (at) values ('2024-01-02T10:00:00')");
            try (Source source = utf16.store().openSource()) {
                assertThrows(StoreException.Permanent.class, () -> source.bounds(PLAN, "at"));
            }
        }
    }

    @Test
    void aColumnOfAnotherCollationIsFollowedByItsBytes() throws InterruptedException {
        given("text collate nocase", "'a' | 'B' | 'b' | 'C' | null");
        try (Source source = file.store().openSource()) {
            assertEquals(Optional.of(new Value.Text("b")), source.bounds(PLAN, "at").highest());
            ReadPlan changed = PLAN.ordered(List.of("at", "id"), PLAN.order())
                    .withWatermark(
                            new Watermark("at", Optional.of(new Value.Text("C")), Optional.of(new Value.Text("b"))));
            assertEquals(List.of("5", "4", "1", "3"), SqliteReading.of(source, changed).texts("id"));
        }
    }

    @Test
    void aColumnThatIsNotThereIsNamed() {
        given("", "1");
        try (Source source = file.store().openSource()) {
            StoreException.Permanent refused = assertThrows(StoreException.Permanent.class,
                    () -> source.bounds(PLAN, "changed"));
            assertTrue(String.valueOf(refused.getMessage()).contains("changed") && refused.advice().contains("id, at"));
        }
    }
}
