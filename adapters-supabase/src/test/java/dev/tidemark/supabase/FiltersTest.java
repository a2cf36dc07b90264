package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.supabase.KeyChunks.Chunk;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiltersTest {

    @Test
    void namesAndTextsAreQuotedAndTheirQuotesEscaped() {
        assertEquals("\"a.b\".eq.\"x,y\"", decoded(Filters.equal("a.b", new Value.Text("x,y"))));
        assertEquals("\"q\\\"x\".gt.\"\\\\\\\"\"", decoded(Filters.compare("q\"x", "gt", new Value.Text("\\\""))));
        assertEquals("a.eq.\" +%& \"", decoded(Filters.equal("a", new Value.Text(" +%& "))));
        assertEquals("a.eq.%22%20%2B%25%26%20%22", Filters.equal("a", new Value.Text(" +%& ")));
        assertEquals("/uni%E8%A1%A8%2Fx", Filters.path(new TableName("uni表/x")));
    }

    @Test
    void aNameIsQuotedWhereItCouldBeTakenForSomethingElse() {
        for (String name : List.of("id", "_x1", "CamelCase", "order_id")) {
            assertEquals(name, Filters.name(name));
        }
        for (String name : List.of("a.b", "1x", "full name", "and", "Or", "NOT", "select", "order", "limit", "é", "a-b",
                "null", "")) {
            assertEquals('"' + name + '"', decoded(Filters.name(name)));
        }
    }

    @Test
    void whatCannotHoldAMarkIsLeftBare() {
        assertEquals("a.eq.-7", Filters.equal("a", new Value.Int64(-7)));
        assertEquals("a.eq.\"1.50\"", decoded(Filters.equal("a", new Value.Decimal("1.50"))));
    }

    @Test
    void nullIsNoValue() {
        assertEquals("a.is.null", decoded(Filters.equal("a", Value.Null.NULL)));
        assertEquals("or(a.eq.\"null\",a.is.null)",
                decoded(Filters.in("a", List.of(Value.Null.NULL, new Value.Text("null")))));
    }

    @Test
    void aListOfNothingButAnEmptyTextIsAnEquation() {
        assertEquals("a.eq.\"\"", decoded(Filters.in("a", List.of(new Value.Text("")))));
        assertEquals("a.in.(\"\",\"b\")",
                decoded(Filters.in("a", List.of(new Value.Text(""), new Value.Text("b")))));
    }

    @Test
    void yearsBeforeChristAreWrittenAsTheServerReadsThem() {
        assertEquals("0044-03-15 BC", Filters.text(new Value.Date(LocalDate.of(-43, 3, 15).toEpochDay())));
        assertEquals("12345-06-07", Filters.text(new Value.Date(LocalDate.of(12_345, 6, 7).toEpochDay())));
        assertEquals("-infinity", Filters.text(new Value.TimestampTz(Long.MIN_VALUE)));
    }

    @Test
    void keysAreCutSoThatEachPieceFits() {
        RowType type = new RowType(List.of("id"), List.of(ValueType.INT64));
        RowBatch keys = keys(type, LongStream.range(0, 5_000).mapToObj(id -> List.<Value>of(new Value.Int64(id)))
                .toList());
        List<Chunk> chunks = KeyChunks.of(keys, 1_000);
        assertWhole(keys, chunks, 1_000);
        assertTrue(chunks.size() < 35, () -> chunks.size() + " pieces");
    }

    @Test
    void keysOfSeveralColumnsAreCutSoThatEachPieceFits() {
        RowType type = new RowType(List.of("a", "b", "c"), List.of(ValueType.TEXT, ValueType.INT64, ValueType.TEXT));
        RowBatch keys = keys(type, LongStream.range(0, 500).mapToObj(id -> List.<Value>of(new Value.Text("same"),
                id % 7 == 0 ? Value.Null.NULL : new Value.Int64(id), new Value.Text("ä".repeat((int) id % 50))))
                .toList());
        assertWhole(keys, KeyChunks.of(keys, 1_000), 1_000);
        assertEquals(List.of("a.eq.\"same\"",
                "or(and(b.is.null,c.eq.\"\"),and(b.eq.1,c.eq.\"ä\"))"),
                conditions(keys.slice(0, 2)));
        assertEquals(List.of("a.eq.\"same\"", "b.eq.1", "c.eq.\"ä\""), conditions(keys.slice(1, 2)));
    }

    @Test
    void keysThatAreEqualButForOneColumnAreAListForEach() {
        RowType type = new RowType(List.of("a", "b"), List.of(ValueType.INT64, ValueType.INT64));
        RowBatch keys = keys(type, LongStream.range(0, 6)
                .mapToObj(id -> List.<Value>of(new Value.Int64(id % 2), new Value.Int64(id))).toList());
        assertEquals(List.of("or(and(a.eq.0,b.in.(0,2,4)),and(a.eq.1,b.in.(1,3,5)))"),
                conditions(keys));
    }

    @Test
    void aKeyOfNothingButNullIsFound() {
        RowType type = new RowType(List.of("a"), List.of(ValueType.TEXT));
        List<List<Value>> values = List.of(List.of(Value.Null.NULL), List.of(new Value.Text("")));
        assertEquals(List.of("a.is.null"), conditions(keys(type, values.subList(0, 1))));
        assertEquals(List.of("or(a.eq.\"\",a.is.null)"), conditions(keys(type, values)));
    }

    private static List<String> conditions(RowBatch keys) {
        return KeyChunks.of(keys, 1_000).getFirst().conditions().stream().map(FiltersTest::decoded).toList();
    }

    private static void assertWhole(RowBatch keys, List<Chunk> chunks, int bytes) {
        int row = 0;
        for (Chunk chunk : chunks) {
            assertEquals(row, chunk.from());
            row = chunk.to();
            int length = new RestQuery().where(chunk.conditions()).length();
            assertTrue(length <= bytes, () -> length + " bytes");
        }
        assertEquals(keys.size(), row);
    }

    private static RowBatch keys(RowType type, List<List<Value>> rows) {
        RowBatch.Builder builder = new RowBatch.Builder(type, rows.size());
        for (List<Value> row : new ArrayList<>(rows)) {
            row.forEach(builder::add);
            builder.endRow();
        }
        return builder.build();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
