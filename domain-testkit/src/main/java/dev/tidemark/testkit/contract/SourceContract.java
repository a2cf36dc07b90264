package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.StoreFixture.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Source} promises: each row once, from any place on, as of one moment, exactly as it is stored. */
public abstract class SourceContract extends StoreContract {
    private static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64)
            .column("name", ValueType.TEXT).column("age", ValueType.INT64).key("id");

    static Stream<Arguments> shapesAndPageSizes() {
        return Stream.of(KeyShape.values())
                .flatMap(shape -> Stream.of(1, 2, 3, 7, 1000).map(size -> Arguments.of(shape, size)));
    }

    @ParameterizedTest
    @MethodSource("shapesAndPageSizes")
    void readsEveryRowOnceWhateverThePageSize(KeyShape shape, int size) throws InterruptedException {
        given(shape.spec(), shape.rows());
        try (Source source = store().openSource()) {
            ReadPlan plan = plan(shape.spec(), shape.keyset(), size);
            List<Page> pages = pagesAfter(source, plan, new Cursor.Start());
            pages.forEach(
                    page -> assertTrue(page.read() >= 1 && page.read() <= size, () -> "a page of " + page.read()));
            List<Row> all = pages.stream().flatMap(page -> rows(page.rows()).stream()).toList();
            assertSameRows(shape.rows(), all);
            assertEquals(all, readAll(source, plan.withLimit(new PageLimit(1000, 1 << 20))),
                    "the order of larger pages");
        }
    }

    @ParameterizedTest
    @MethodSource("shapesAndPageSizes")
    void aNewPagerGoesOnFromTheEndOfEveryPage(KeyShape shape, int size) throws InterruptedException {
        given(shape.spec(), shape.rows());
        try (Source source = store().openSource()) {
            ReadPlan plan = plan(shape.spec(), shape.keyset(), size);
            List<Page> pages = pagesAfter(source, plan, new Cursor.Start());
            List<Row> all = pages.stream().flatMap(page -> rows(page.rows()).stream()).toList();
            int seen = 0;
            for (Page page : pages) {
                seen += page.rows().size();
                Cursor kept = CursorCodec.decode(CursorCodec.encode(page.end()));
                assertEquals(all.subList(seen, all.size()), readAfter(source, plan, kept));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeyShape.class, mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "NOT_UNIQUE_AND_NO_KEY", "NULLABLE"})
    void anotherRunGoesOnFromTheEndOfAPage(KeyShape shape) throws InterruptedException {
        given(shape.spec(), shape.rows());
        ReadPlan plan = plan(shape.spec(), shape.keyset(), 2);
        List<Row> rows = new ArrayList<>();
        Cursor at = new Cursor.Start();
        for (int run = 0; run <= shape.rows().size(); run++) {
            try (Source source = store().openSource(); SourcePager pager = source.open(plan, at)) {
                Optional<Page> page = pager.next();
                if (page.isEmpty()) {
                    break;
                }
                rows.addAll(rows(page.get().rows()));
                at = page.get().end();
            }
        }
        assertSameRows(shape.rows(), rows);
    }

    @Test
    void integersComeInAscendingOrder() throws InterruptedException {
        given(PEOPLE, people(10, 9, 100, -5, 0));
        try (Source source = store().openSource()) {
            assertEquals(people(-5, 0, 9, 10, 100), readAll(source, plan(PEOPLE, 2)));
        }
    }

    @Test
    void anEmptyTableHasNoPage() throws InterruptedException {
        given(PEOPLE, List.of());
        try (Source source = store().openSource();
                SourcePager pager = source.open(plan(PEOPLE, 7), new Cursor.Start())) {
            assertEquals(Optional.empty(), pager.next());
            assertEquals(Optional.empty(), pager.next());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 2_500, 10_000})
    void aPageEndsWhenItsBytesAreReachedButHoldsOneRowAtLeast(int bytes) throws InterruptedException {
        List<Row> rows = LongStream.range(0, 20).mapToObj(id -> PEOPLE.row(id, "x".repeat(1_000), null)).toList();
        given(PEOPLE, rows);
        try (Source source = store().openSource()) {
            ReadPlan plan = plan(PEOPLE, 1_000).withLimit(new PageLimit(1_000, bytes));
            List<Page> pages = pagesAfter(source, plan, new Cursor.Start());
            assertSameRows(rows, pages.stream().flatMap(page -> rows(page.rows()).stream()).toList());
            for (Page page : pages) {
                int size = page.rows().size();
                assertTrue(size >= 1 && page.rows().slice(0, size - 1).bytes() < bytes,
                        () -> "a page of " + size + " rows");
            }
        }
    }

    @Test
    void aRowLargerThanThePageStandsAlone() throws InterruptedException {
        List<Row> rows = List.of(PEOPLE.row(1, "small", 1), PEOPLE.row(2, "é".repeat(3 << 20), 2),
                PEOPLE.row(3, "small", 3));
        given(PEOPLE, rows);
        try (Source source = store().openSource()) {
            assertEquals(rows, readAll(source, plan(PEOPLE, 100).withLimit(new PageLimit(100, 1_000))));
        }
    }

    @Test
    void nullTheEmptyTextAndTheWordNullAreThreeThings() throws InterruptedException {
        List<Row> rows = List.of(PEOPLE.row(1, null, null), PEOPLE.row(2, "", 0), PEOPLE.row(3, "NULL", null),
                PEOPLE.row(4, "\\N", 1), PEOPLE.row(5, " ", null));
        given(PEOPLE, rows);
        try (Source source = store().openSource()) {
            assertEquals(rows, readAll(source, plan(PEOPLE, 2)));
        }
    }

    @Test
    void columnsComeInTheOrderOfThePlanAndTheKeyNeedNotBeAmongThem() throws InterruptedException {
        given(PEOPLE, List.of(PEOPLE.row(2, "Bo", 20), PEOPLE.row(1, "Al", 10), PEOPLE.row(3, "Cy", 30)));
        TableSpec seen = table("people").column("age", ValueType.INT64).column("name", ValueType.TEXT);
        try (Source source = store().openSource()) {
            assertEquals(List.of(seen.row(10, "Al"), seen.row(20, "Bo"), seen.row(30, "Cy")),
                    readAll(source, plan(seen, List.of("id"), 1)));
        }
    }

    @Test
    void aConditionBoundsTheRows() throws InterruptedException {
        given(PEOPLE, people(1, 2, 3, 4, 5));
        try (Source source = store().openSource()) {
            ReadPlan plan = where(plan(PEOPLE, 2), "id > 2");
            assertEquals(people(3, 4, 5), readAll(source, plan));
            Cursor afterFour = pagesAfter(source, plan, new Cursor.Start()).getFirst().end();
            assertEquals(people(5), readAfter(source, plan, afterFour));
            assertEquals(people(1, 5), readAll(source, where(plan(PEOPLE, 2), "id < 2 or id > 4")));
        }
    }

    @Test
    void aConditionThatTheStoreDoesNotUnderstandIsPermanent() {
        given(PEOPLE, people(1));
        ReadPlan all = plan(PEOPLE, 2);
        ReadPlan plan = new ReadPlan(all.table(), all.columns(), all.keyset(), Optional.of("id >>>> nonsense("),
                all.watermark(), all.limit());
        try (Source source = store().openSource()) {
            assertThrows(StoreException.Permanent.class, () -> readAll(source, plan));
        }
    }

    @Test
    void aConstantStandsInEveryRow() throws InterruptedException {
        given(PEOPLE, people(1, 2, 3));
        ReadPlan stored = plan(PEOPLE, 2);
        List<ReadColumn> columns = new ArrayList<>(stored.columns());
        columns.add(1, new ReadColumn.Constant("device", ValueType.TEXT, new Value.Text("d'1")));
        ReadPlan plan = new ReadPlan(stored.table(), columns, stored.keyset(), stored.where(), stored.watermark(),
                stored.limit());
        try (Source source = store().openSource()) {
            List<Row> rows = readAll(source, plan);
            assertEquals(List.of("d'1", "d'1", "d'1"), rows.stream().map(row -> row.get("device").text()).toList());
            assertSameRows(people(1, 2, 3), rows.stream().map(row -> row.select(PEOPLE.columnNames())).toList());
        }
    }

    @Test
    void aValueThatFitsAnotherTypeExactlyIsConvertedAndAnyOtherIsARejectWithItsRow() throws InterruptedException {
        TableSpec texts = table("texts").required("id", ValueType.INT64).column("v", ValueType.TEXT).key("id");
        given(texts, List.of(texts.row(1, "12"), texts.row(2, "abc"), texts.row(3, null), texts.row(4, "3.7"),
                texts.row(5, "-7")));
        TableSpec numbers = table("texts").required("id", ValueType.INT64).column("v", ValueType.INT64).key("id");
        try (Source source = store().openSource()) {
            for (int size : List.of(1, 2, 1_000)) {
                List<Page> pages = pagesAfter(source, plan(numbers, size), new Cursor.Start());
                assertEquals(List.of(numbers.row(1, 12), numbers.row(3, null), numbers.row(5, -7)),
                        pages.stream().flatMap(page -> rows(page.rows()).stream()).toList());
                List<Reject> rejects = pages.stream().flatMap(page -> page.rejects().stream()).toList();
                assertEquals(List.of("abc", "3.7"), rejects.stream().map(reject -> cell(reject, "v")).toList());
                rejects.forEach(reject -> assertEquals(Reason.Kind.NOT_EXACT, reject.reason().kind()));
                assertEquals("id=2", rejects.getFirst().key());
                assertTrue(rejects.getFirst().reason().message().contains("v"), "the message names the column");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeyShape.class,
            names = {"INTEGER", "TEXT", "COMPOSITE", "KEY_IN_OTHER_ORDER", "UUIDS", "BYTES", "TIMES"})
    void fetchFindsTheRowsOfTheseKeysAndLeavesMissingOnesOut(KeyShape shape) throws InterruptedException {
        List<Row> there = shape.rows().subList(0, shape.rows().size() - 2);
        given(shape.spec(), there);
        List<Row> wanted = shape.rows().subList(2, shape.rows().size());
        try (Source source = store().openSource()) {
            ReadPlan plan = plan(shape.spec(), shape.keyset(), 2);
            List<Row> keys = wanted.stream().map(row -> row.select(shape.keyset())).toList();
            Page found = source.fetch(plan, batch(shape.spec().rowType().select(shape.keyset()), keys));
            assertEquals(List.of(), found.rejects());
            assertSameRows(there.subList(2, there.size()), rows(found.rows()));
            Page none = source.fetch(plan, batch(shape.spec().rowType().select(shape.keyset()), List.of()));
            assertEquals(0, none.read());
        }
    }

    @Test
    void fetchTakesThousandsOfKeys() throws InterruptedException {
        List<Row> rows = LongStream.range(0, 5_000).mapToObj(id -> PEOPLE.row(id, "n" + id, null)).toList();
        given(PEOPLE, rows);
        List<Row> keys = LongStream.range(2_000, 7_000).mapToObj(id -> PEOPLE.row(id, null, null).select(List.of("id")))
                .toList();
        try (Source source = store().openSource()) {
            Page found = source.fetch(plan(PEOPLE, 10),
                    batch(PEOPLE.rowType().select(List.of("id")), keys));
            assertSameRows(rows.subList(2_000, 5_000), rows(found.rows()));
        }
    }

    @Test
    void theTablesComeInOrderOfName() {
        given(PEOPLE.named("b_second"), List.of());
        given(PEOPLE.named("a_first"), List.of());
        given(PEOPLE.named("c_third"), List.of());
        try (Source source = store().openSource()) {
            assertEquals(Stream.of("a_first", "b_second", "c_third").map(TableName::new).toList(), source.tables());
        }
    }

    @Test
    void aTableIsDescribedAsItsStoreDeclaresIt() {
        given(PEOPLE, List.of());
        TableSpec orders = table("orders").required("region", ValueType.TEXT).required("number", ValueType.INT64)
                .column("person", ValueType.INT64).column("total", ValueType.FLOAT64)
                .defaulted("state", ValueType.TEXT, "'new'")
                .key("number", "region").unique("person", "total").references("person", "people", "id");
        given(orders, List.of());
        try (Source source = store().openSource()) {
            TableSchema schema = source.describe(orders.tableName());
            assertEquals(orders.tableName(), schema.name());
            assertEquals(fixture().dialect(), schema.dialect());
            assertEquals(TableSchema.Relation.TABLE, schema.relation());
            assertEquals(orders.columnNames(), schema.columns().stream().map(column -> column.name()).toList());
            boolean told = fixture().has(Ability.CONSTRAINTS);
            assertEquals(told ? List.of("number", "region") : List.of("region", "number"), schema.key(),
                    "the columns of the key, in the table's order where that of the key is not told");
            assertTrue(schema.isUnique(List.of("number", "region")));
            assertEquals(told, schema.isUnique(List.of("person", "total")), "what is not told is not guessed");
            assertEquals(orders.foreignKeys().getFirst().target(), schema.foreignKeys().getFirst().target());
            assertEquals(List.of("person"), schema.foreignKeys().getFirst().columns());
            assertEquals(List.of("id"), schema.foreignKeys().getFirst().targetColumns());
            assertEquals(List.of(true, true, false, false, false), schema.columns().stream()
                    .map(column -> column.nullability() == dev.tidemark.domain.schema.Column.Nullability.NOT_NULL)
                    .toList());
            assertTrue(schema.columns().get(4).defaultExpression().orElse("").contains("new"));
            assertNotEquals(schema.identity(), source.describe(PEOPLE.tableName()).identity());
            try (Source other = store().openSource()) {
                assertEquals(schema, other.describe(orders.tableName()));
            }
        }
    }

    @Test
    void aUniqueIndexOverColumnsThatAreNotNullServesAsKey() {
        TableSpec unique = table("badges").column("note", ValueType.TEXT).required("badge", ValueType.INT64)
                .unique("badge");
        given(unique, List.of());
        TableSpec none = table("loose").column("badge", ValueType.INT64).unique("badge");
        given(none, List.of());
        try (Source source = store().openSource()) {
            assertEquals(fixture().has(Ability.CONSTRAINTS) ? List.of("badge") : List.of(),
                    source.describe(unique.tableName()).key());
            assertEquals(List.of(), source.describe(none.tableName()).key());
        }
    }

    @Test
    void aMissingTableIsPermanentAndNamed() {
        try (Source source = store().openSource()) {
            StoreException trouble = assertThrows(StoreException.Permanent.class,
                    () -> source.describe(new TableName("nowhere")));
            assertTrue(String.valueOf(trouble.getMessage()).contains("nowhere"));
        }
    }

    @Test
    void theSurveyedTypesCarryEveryValue() throws InterruptedException {
        List<Row> rows = List.of(PEOPLE.row(1, "12", Long.MAX_VALUE), PEOPLE.row(2, "x", null),
                PEOPLE.row(3, null, -1));
        given(PEOPLE, rows);
        try (Source source = store().openSource()) {
            TableSchema schema = source.survey(PEOPLE.tableName());
            assertEquals(List.of("id"), schema.key());
            assertEquals(List.of(ValueType.INT64, ValueType.TEXT, ValueType.INT64),
                    schema.columns().stream().map(column -> column.type()).toList());
            assertEquals(rows, readAll(source, new ReadPlan(schema.name(), stored(schema.columns()), schema.key(),
                    Optional.empty(), Optional.empty(), new PageLimit(2, 1_000))));
        }
    }

    @Test
    void rule15_laterPagersSeeTheRowsAsTheyWereWhenTheSourceWasOpened() throws InterruptedException {
        given(PEOPLE, people(1, 2));
        try (Source source = store().openSource()) {
            assertEquals(people(1, 2), readAll(source, plan(PEOPLE, 1)));
            fixture().insert(PEOPLE, people(3));
            List<Row> later = readAll(source, plan(PEOPLE, 1));
            assertEquals(fixture().has(Ability.SNAPSHOT) ? people(1, 2) : people(1, 2, 3), later);
        }
        try (Source source = store().openSource()) {
            assertEquals(people(1, 2, 3), readAll(source, plan(PEOPLE, 1)));
        }
    }

    @Test
    void aRowWrittenBetweenTwoPagesCostsNoOther() throws InterruptedException {
        given(PEOPLE, people(10, 20, 30, 40));
        try (Source source = store().openSource();
                SourcePager pager = source.open(plan(PEOPLE, 2), new Cursor.Start())) {
            List<Row> seen = new ArrayList<>(rows(pager.next().orElseThrow().rows()));
            fixture().insert(PEOPLE, people(5, 25));
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                seen.addAll(rows(page.get().rows()));
            }
            assertEquals(fixture().has(Ability.SNAPSHOT) ? people(10, 20, 30, 40) : people(10, 20, 25, 30, 40), seen);
        }
    }

    @Test
    void twoPagersOfOneSourceDoNotDisturbEachOther() throws InterruptedException {
        given(PEOPLE, people(1, 2, 3));
        given(PEOPLE.named("others"), people(4, 5, 6));
        try (Source source = store().openSource();
                SourcePager first = source.open(plan(PEOPLE, 1), new Cursor.Start());
                SourcePager second = source.open(plan(PEOPLE.named("others"), 1), new Cursor.Start())) {
            List<Row> mixed = new ArrayList<>();
            for (int page = 0; page < 3; page++) {
                mixed.addAll(rows(first.next().orElseThrow().rows()));
                mixed.addAll(rows(second.next().orElseThrow().rows()));
            }
            assertEquals(people(1, 4, 2, 5, 3, 6), mixed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "a b", "a.b", "a\"b", "it's", "Mixed", "mixed", "größe", "表", "a;--b", "1st", "%s",
            "?", ":x", "a\\b", "\uD83D\uDE00"})
    void oddNamesAreNamesLikeAnyOther(String name) throws InterruptedException {
        TableSpec odd = table(name).required(name + "1", ValueType.INT64).column(name, ValueType.TEXT)
                .column(name + " 2", ValueType.INT64).key(name + "1");
        List<Row> rows = List.of(odd.row(1, "a", 1), odd.row(2, name, null), odd.row(3, null, 3));
        given(odd, rows);
        try (Source source = store().openSource()) {
            assertEquals(List.of(odd.tableName()), source.tables());
            assertEquals(odd.columnNames(),
                    source.describe(odd.tableName()).columns().stream().map(column -> column.name()).toList());
            assertEquals(odd.key(), source.survey(odd.tableName()).key());
            assertEquals(rows, readAll(source, plan(odd, 1)));
            assertEquals(1, source
                    .fetch(plan(odd, 1), batch(odd.rowType().select(odd.key()), List.of(rows.get(1).select(odd.key()))))
                    .read());
        }
    }

    @Test
    void interruptionIsHonouredBetweenPagesAndAnotherPagerGoesOn() throws InterruptedException {
        given(PEOPLE, people(1, 2, 3));
        Cursor end;
        try (Source source = store().openSource();
                SourcePager pager = source.open(plan(PEOPLE, 1), new Cursor.Start())) {
            end = pager.next().orElseThrow().end();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, pager::next);
            assertFalse(Thread.interrupted(), "whoever throws InterruptedException has cleared the flag");
        }
        try (Source source = store().openSource()) {
            assertEquals(people(2, 3), readAfter(source, plan(PEOPLE, 1), end));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() throws InterruptedException {
        given(PEOPLE, people(1, 2));
        Source source = store().openSource();
        SourcePager pager = source.open(plan(PEOPLE, 1), new Cursor.Start());
        pager.next();
        pager.close();
        pager.close();
        source.close();
        source.close();
        fixture().insert(PEOPLE, people(3));
        assertSameRows(people(1, 2, 3), fixture().read(PEOPLE));
    }

    private static String cell(Reject reject, String column) {
        return reject.row().orElseThrow().get(column).text();
    }

    private static List<Row> people(long... ids) {
        return LongStream.of(ids).mapToObj(id -> PEOPLE.row(id, "name " + id, id % 3 == 0 ? null : id)).toList();
    }
}
