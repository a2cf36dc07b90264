package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Source} promises of a part of a table: a slice, the first rows, what changed, and how many rows it has. */
public abstract class SourceSelectionContract extends StoreContract {
    private static final TableSpec SCORES = table("scores").required("id", ValueType.INT64)
            .required("score", ValueType.INT64).column("device", ValueType.TEXT).key("id");
    private static final List<Row> SCORE_ROWS = List.of(SCORES.row(1, 10, "a"), SCORES.row(2, 30, "b"),
            SCORES.row(3, 20, "a"), SCORES.row(4, 30, "a"), SCORES.row(5, 30, null), SCORES.row(6, 5, "b"),
            SCORES.row(7, 20, "b"));

    /** Parts of the scores; their conditions in SQL. */
    static Stream<ReadPlan> parts() {
        ReadPlan all = plan(SCORES, 2);
        ReadPlan sliced = sliced(all, Map.of("device", new Value.Text("a")));
        return Stream.of(all, inSql(all, "score > 10"), sliced, inSql(sliced, "score > 10"),
                sliced(all, Map.of("device", new Value.Text("nobody's"))), top(all, "score desc", 3),
                top(sliced, "score", 2), top(all, "score desc", 100), all.ordered(List.of("id"), KeyOrder.BINARY),
                all.withWatermark(changed("score", 20L, 29L)), inSql(sliced, "score > 10")
                        .withWatermark(changed("score", 20L, 30L)));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void theCountIsOfTheRowsThatAreDelivered(ReadPlan part) throws InterruptedException {
        given(SCORES, SCORE_ROWS);
        ReadPlan plan = part.where().map(sql -> where(part, sql)).orElse(part);
        try (Source source = store().openSource()) {
            assertEquals(readAll(source, plan).size(), source.count(plan));
        }
    }

    @Test
    void theCountIsExactAndHasTheRejectsInIt() {
        TableSpec texts = table("texts").required("id", ValueType.INT64).column("v", ValueType.TEXT).key("id");
        given(texts, List.of(texts.row(1, "12"), texts.row(2, "abc"), texts.row(3, null)));
        TableSpec numbers = table("texts").required("id", ValueType.INT64).column("v", ValueType.INT64).key("id");
        given(SCORES, SCORE_ROWS);
        given(SCORES.named("nothing"), List.of());
        try (Source source = store().openSource()) {
            assertEquals(3, source.count(plan(numbers, 1)));
            assertEquals(7, source.count(plan(SCORES, 1)));
            assertEquals(5, source.count(where(plan(SCORES, 1), "score > 10")));
            assertEquals(0, source.count(plan(SCORES.named("nothing"), 1)));
        }
    }

    static Stream<Arguments> constants() {
        return Stream.of(
                Arguments.of(ValueType.TEXT, new Value.Text("d'1"), new Value.Text("D'1")),
                Arguments.of(ValueType.TEXT, new Value.Text("d"), new Value.Text("d ")),
                Arguments.of(ValueType.TEXT, new Value.Text("7"), new Value.Text("07")),
                Arguments.of(ValueType.TEXT, new Value.Text(""), new Value.Text(" ")),
                Arguments.of(ValueType.TEXT, new Value.Text("a\\b"), new Value.Text("a\\\\b")),
                Arguments.of(ValueType.TEXT, new Value.Text("größe \uD83D\uDE00"), new Value.Text("groesse")),
                Arguments.of(ValueType.INT64, new Value.Int64(Long.MAX_VALUE), new Value.Int64(Long.MAX_VALUE - 1)),
                Arguments.of(ValueType.DECIMAL, new Value.Decimal("9007199254740993.5"),
                        new Value.Decimal("9007199254740993.4")),
                Arguments.of(ValueType.BOOLEAN, new Value.Bool(true), new Value.Bool(false)),
                Arguments.of(ValueType.DATE, new Value.Date(20_000), new Value.Date(20_001)),
                Arguments.of(ValueType.TIMESTAMPTZ, new Value.TimestampTz(1_700_000_000_000_000L),
                        new Value.TimestampTz(1_700_000_000_000_001L)));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void rule3_aSliceIsTheRowsWithExactlyTheseValues(ValueType type, Value wanted, Value other)
            throws InterruptedException {
        TableSpec slices = table("slices").required("id", ValueType.INT64).column("s", type).key("id");
        List<Row> rows = List.of(slices.row(1, wanted), slices.row(2, other), slices.row(3, Value.Null.NULL),
                slices.row(4, wanted), slices.row(5, other), slices.row(6, wanted));
        given(slices, rows);
        ReadPlan plan = sliced(plan(slices, 1), Map.of("s", wanted));
        try (Source source = store().openSource()) {
            assertEquals(List.of(rows.get(0), rows.get(3), rows.get(5)), readAll(source, plan));
            assertEquals(3, source.count(plan));
            assertResumable(source, plan);
        }
    }

    @Test
    void rule3_aSliceMayHaveSeveralColumnsAndNeedNotBeRead() throws InterruptedException {
        TableSpec slices = table("slices").required("id", ValueType.INT64).required("device", ValueType.TEXT)
                .required("year", ValueType.INT64).column("v", ValueType.TEXT).key("device", "year", "id");
        given(slices, List.of(slices.row(1, "a", 1, "w"), slices.row(1, "b", 1, "x"), slices.row(1, "a", 2, "y"),
                slices.row(2, "a", 1, "z"), slices.row(3, "b", 2, "-")));
        TableSpec seen = table("slices").required("id", ValueType.INT64).column("v", ValueType.TEXT).key("id");
        ReadPlan plan = sliced(plan(seen, 1), Map.of("device", new Value.Text("a"), "year", new Value.Int64(1)));
        try (Source source = store().openSource()) {
            assertEquals(List.of(seen.row(1, "w"), seen.row(2, "z")), readAll(source, plan));
            assertResumable(source, plan);
        }
    }

    @Test
    void fetchAsksForNoPart() throws InterruptedException {
        given(SCORES, SCORE_ROWS);
        ReadPlan plan = top(sliced(plan(SCORES, 2), Map.of("device", new Value.Text("b"))), "score desc", 1)
                .withWatermark(changed("score", 99L, 99L));
        List<Row> keys = List.of(SCORE_ROWS.get(0).select(List.of("id")), SCORE_ROWS.get(4).select(List.of("id")));
        try (Source source = store().openSource()) {
            Page found = source.fetch(plan, batch(SCORES.rowType().select(List.of("id")), keys));
            assertSameRows(List.of(SCORE_ROWS.get(0), SCORE_ROWS.get(4)), rows(found.rows()));
        }
    }

    @Test
    void fetchFindsOnlyWhatMeetsTheCondition() throws InterruptedException {
        given(SCORES, SCORE_ROWS);
        List<Row> keys = SCORE_ROWS.stream().map(row -> row.select(List.of("id"))).toList();
        try (Source source = store().openSource()) {
            Page found = source.fetch(where(plan(SCORES, 2), "id < 3"),
                    batch(SCORES.rowType().select(List.of("id")), keys));
            assertSameRows(SCORE_ROWS.subList(0, 2), rows(found.rows()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000})
    void theFirstRowsComeInTheOrderOfTheKeyAndTheKeySettlesTies(int size) throws InterruptedException {
        given(SCORES, SCORE_ROWS);
        ReadPlan plan = plan(SCORES, size);
        try (Source source = store().openSource()) {
            assertEquals(List.of(2L, 4L), ids(readAll(source, top(plan, "score desc", 2))));
            assertEquals(List.of(2L, 3L, 4L, 5L), ids(readAll(source, top(plan, "score desc", 4))));
            assertEquals(List.of(1L, 3L, 6L), ids(readAll(source, top(plan, "score", 3))));
            assertEquals(SCORE_ROWS, readAll(source, top(plan, "score desc", 7)));
            assertEquals(SCORE_ROWS, readAll(source, top(plan, "score desc", Long.MAX_VALUE)));
            assertResumable(source, top(plan, "score desc", 4));
        }
    }

    @Test
    void theFirstRowsOfNoOrderAreThoseOfTheKey() throws InterruptedException {
        given(SCORES, SCORE_ROWS);
        ReadPlan plan = withTop(plan(SCORES, 2), new Top(Optional.empty(), 3));
        try (Source source = store().openSource()) {
            assertEquals(List.of(1L, 2L, 3L), ids(readAll(source, plan)));
            assertEquals(3, source.count(plan));
            assertResumable(source, plan);
        }
    }

    @Test
    void theFirstRowsAreTakenOfTheSliceAndTheConditionButNotOfTheChangedRows() throws InterruptedException {
        given(SCORES, SCORE_ROWS);
        ReadPlan plan = plan(SCORES, 1);
        ReadPlan sliced = sliced(plan, Map.of("device", new Value.Text("b")));
        try (Source source = store().openSource()) {
            assertEquals(List.of(2L, 7L), ids(readAll(source, top(sliced, "score desc", 2))));
            assertEquals(List.of(3L, 7L),
                    ids(readAll(source, top(where(plan, "score < 30"), "score desc", 2))));
            ReadPlan both = top(where(sliced, "score < 30"), "score desc", 1);
            assertEquals(List.of(7L), ids(readAll(source, both)));
            assertEquals(1, source.count(both));
            ReadPlan changed = top(plan, "score desc", 4).withWatermark(changed("score", 0L, 20L));
            assertEquals(List.of(3L), ids(readAll(source, changed)), "3 is among the first four and changed");
            assertEquals(1, source.count(changed));
        }
    }

    @Test
    void theFirstRowsAreTheSameWhateverTheOrderOfReading() throws InterruptedException {
        TableSpec shape = KeyShape.TEXT.spec();
        given(shape, KeyShape.TEXT.rows());
        ReadPlan plan = withTop(plan(shape, 3), new Top(Optional.empty(), 7));
        try (Source source = store().openSource()) {
            List<Row> own = readAll(source, plan);
            assertEquals(7, own.size());
            List<Row> byBytes = readAll(source, plan.ordered(shape.key(), KeyOrder.BINARY));
            assertSameRows(own, byBytes);
            assertEquals(own.stream().sorted(byBytes(shape.key())).toList(), byBytes);
        }
    }

    @Test
    void anOrderThatTheStoreDoesNotUnderstandIsPermanent() {
        given(SCORES, SCORE_ROWS);
        ReadPlan plan = top(plan(SCORES, 2), "score >>>> nonsense(", 2);
        try (Source source = store().openSource()) {
            assertThrows(StoreException.Permanent.class, () -> readAll(source, plan));
        }
    }

    static Stream<Arguments> comparableShapesAndPageSizes() {
        return Stream
                .of(KeyShape.INTEGER, KeyShape.TEXT, KeyShape.COMPOSITE, KeyShape.KEY_IN_OTHER_ORDER, KeyShape.UUIDS,
                        KeyShape.BYTES, KeyShape.TIMES)
                .flatMap(shape -> Stream.of(1, 3, 1000).map(size -> Arguments.of(shape, size)));
    }

    @ParameterizedTest
    @MethodSource("comparableShapesAndPageSizes")
    void rule12_theBinaryOrderIsThatOfTheUtf8Bytes(KeyShape shape, int size) throws InterruptedException {
        given(shape.spec(), shape.rows());
        ReadPlan plan = plan(shape.spec(), shape.keyset(), size).ordered(shape.keyset(), KeyOrder.BINARY);
        List<Row> expected = shape.rows().stream().sorted(byBytes(shape.keyset())).toList();
        try (Source source = store().openSource()) {
            assertEquals(expected, readAll(source, plan));
            assertResumable(source, plan);
        }
    }

    @Test
    void rule12_theBinaryOrderHoldsInASliceAndAnotherRunGoesOnInIt() throws InterruptedException {
        TableSpec names = table("names").required("device", ValueType.TEXT).required("name", ValueType.TEXT)
                .column("v", ValueType.INT64).key("device", "name");
        List<Row> rows = Stream.of("a", "B", "ä", "Z", "z", "a ", "A", "", "\uD83D\uDE00", "\uFFFD", "é", "e\u0301",
                "_", "-", "a-b", "ab", "aB").map(name -> names.row("d", name, 1)).toList();
        given(names, rows);
        fixture().insert(names, rows.stream().map(row -> names.row("other", row.get("name").text(), 2)).toList());
        ReadPlan plan = sliced(plan(names, 1), Map.of("device", new Value.Text("d"))).ordered(List.of("name"),
                KeyOrder.BINARY);
        List<Row> expected = rows.stream().sorted(byBytes(List.of("name"))).toList();
        List<Row> read = new ArrayList<>();
        Cursor at = new Cursor.Start();
        for (int run = 0; run < expected.size(); run++) {
            try (Source source = store().openSource(); var pager = source.open(plan, at)) {
                Page page = pager.next().orElseThrow();
                read.addAll(rows(page.rows()));
                at = CursorCodec.decode(CursorCodec.encode(page.end()));
            }
        }
        assertEquals(expected, read);
    }

    @ParameterizedTest
    @EnumSource(value = Clock.class)
    void equalWatermarksAndNullsComeOnceWhereverAPageEnds(Clock clock) throws InterruptedException {
        TableSpec events = clock.spec();
        List<Row> rows = clock.rows();
        given(events, rows);
        for (int size : List.of(1, 3, 1_000)) {
            try (Source source = store().openSource()) {
                ReadPlan plan = plan(events, List.of("at", "id"), size);
                assertSameRows(rows, readAll(source, plan));
                assertResumable(source, plan);
                ReadPlan some = plan.withWatermark(new Watermark("at", bound(source, plan, 2), bound(source, plan, 5)));
                assertSameRows(clock.between(2, 5), readAll(source, some));
                assertEquals(readAll(source, some).size(), source.count(some));
                assertResumable(source, some);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Clock.class)
    void bothBoundsAreInclusiveEitherMayBeMissingAndNullIsAlwaysWithin(Clock clock) throws InterruptedException {
        TableSpec events = clock.spec();
        given(events, clock.rows());
        try (Source source = store().openSource()) {
            ReadPlan plan = plan(events, List.of("at", "id"), 2);
            for (int step = 0; step < Clock.STEPS; step++) {
                Optional<Value> bound = bound(source, plan, step);
                Watermark since = new Watermark("at", bound, Optional.empty());
                assertSameRows(clock.between(step, Clock.STEPS), readAll(source, plan.withWatermark(since)));
                Watermark until = new Watermark("at", Optional.empty(), bound);
                assertSameRows(clock.between(0, step), readAll(source, plan.withWatermark(until)));
                Watermark just = new Watermark("at", bound, bound);
                assertSameRows(clock.between(step, step), readAll(source, plan.withWatermark(just)));
            }
        }
    }

    @Test
    void theChangedRowsMayBeReadInTheOrderOfTheKeyAndWithoutTheirWatermark() throws InterruptedException {
        given(SCORES, SCORE_ROWS);
        TableSpec seen = table("scores").required("id", ValueType.INT64).key("id");
        try (Source source = store().openSource()) {
            ReadPlan plan = plan(seen, 1).withWatermark(changed("score", 20L, 29L));
            assertEquals(List.of(seen.row(3), seen.row(7)), readAll(source, plan));
            ReadPlan other = plan.ordered(List.of("score", "id"), KeyOrder.OWN);
            assertEquals(List.of(seen.row(3), seen.row(7)), readAll(source, other));
            assertResumable(source, other);
        }
    }

    @Test
    void theBoundsOfNothingButNullAreEmpty() {
        TableSpec events = table("events").required("id", ValueType.INT64).column("at", ValueType.TIMESTAMP)
                .column("n", ValueType.INT64).key("id");
        given(events, List.of());
        try (Source source = store().openSource()) {
            assertNoBounds(source.bounds(plan(events, 1), "at"));
            assertNoBounds(source.bounds(plan(events, 1), "n"));
        }
        fixture().insert(events, List.of(events.row(1, null, null), events.row(2, null, null)));
        try (Source source = store().openSource()) {
            assertNoBounds(source.bounds(plan(events, 1), "at"));
            assertNoBounds(source.bounds(plan(events, 1), "n"));
        }
    }

    @Test
    void theHighestIntegerIsTheHighestOfTheCondition() {
        TableSpec events = table("events").required("id", ValueType.INT64).column("n", ValueType.INT64).key("id");
        given(events, List.of(events.row(1, Long.MIN_VALUE), events.row(2, 9), events.row(3, 10),
                events.row(4, Value.Null.NULL), events.row(5, (1L << 53) + 1), events.row(6, 1L << 53)));
        try (Source source = store().openSource()) {
            assertEquals(Optional.of(new Value.Int64((1L << 53) + 1)), source.bounds(plan(events, 1), "n").highest());
            assertEquals(Optional.of(new Value.Int64(10)),
                    source.bounds(where(plan(events, 1), "id < 5"), "n").highest());
            assertEquals(Optional.of(new Value.Int64(Long.MIN_VALUE)),
                    source.bounds(where(plan(events, 1), "id < 2"), "n").highest());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Clock.class)
    void theHighestValueHasThePrecisionOfTheSource(Clock clock) throws InterruptedException {
        TableSpec events = clock.spec();
        given(events, clock.rows());
        try (Source source = store().openSource()) {
            ReadPlan plan = plan(events, List.of("at", "id"), 2);
            WatermarkBounds bounds = source.bounds(plan, "at");
            assertSameRows(clock.between(Clock.STEPS - 1, Clock.STEPS),
                    readAll(source, plan.withWatermark(new Watermark("at", bounds.highest(), Optional.empty()))));
            assertSameRows(clock.rows(),
                    readAll(source, plan.withWatermark(new Watermark("at", Optional.empty(), bounds.highest()))));
            assertTrue(bounds.settled().isEmpty() || readAll(source,
                    plan.withWatermark(new Watermark("at", bounds.settled(), bounds.highest()))).size() >= 2,
                    "what is settled is not above the highest");
        }
    }

    @Test
    void aCheckFindsNothingWrongWhereNothingIsAndWritesNothing() {
        given(SCORES, SCORE_ROWS);
        try (Source source = store().openSource()) {
            var schema = source.describe(SCORES.tableName());
            List<Finding> findings = source.check(Plans.table(schema, Optional.of(schema), SchemaPolicy.MATCH));
            assertEquals(List.of(), findings.stream()
                    .filter(finding -> finding.severity().compareTo(Finding.Severity.NOTE) > 0).toList());
        }
        assertSameRows(SCORE_ROWS, fixture().read(SCORES));
    }

    /** From the end of every page a new pager delivers just what the first one did after it. */
    private static void assertResumable(Source source, ReadPlan plan) throws InterruptedException {
        List<Page> pages = pagesAfter(source, plan, new Cursor.Start());
        List<Row> all = pages.stream().flatMap(page -> rows(page.rows()).stream()).toList();
        int seen = 0;
        for (Page page : pages) {
            seen += page.rows().size();
            Cursor kept = CursorCodec.decode(CursorCodec.encode(page.end()));
            assertEquals(all.subList(seen, all.size()), readAfter(source, plan, kept));
        }
    }

    /** The step of a clock as the source itself holds it. */
    private Optional<Value> bound(Source source, ReadPlan plan, int step) {
        Optional<Value> bound = source.bounds(where(plan, "id = " + (100 - step)), "at").highest();
        assertTrue(bound.isPresent());
        return bound;
    }

    private static void assertNoBounds(WatermarkBounds bounds) {
        assertEquals(Optional.empty(), bounds.highest());
        assertEquals(Optional.empty(), bounds.settled());
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(row -> row.get("id")).map(id -> id instanceof Value.Int64(long number) ? number : -1L)
                .toList();
    }

    private static ReadPlan inSql(ReadPlan plan, String condition) {
        return new ReadPlan(plan.table(), plan.columns(), plan.keyset(), Optional.of(condition), plan.watermark(),
                plan.limit(), plan.slice(), plan.top(), plan.order());
    }

    private static ReadPlan sliced(ReadPlan plan, Map<String, Value> slice) {
        return new ReadPlan(plan.table(), plan.columns(), plan.keyset(), plan.where(), plan.watermark(), plan.limit(),
                slice, plan.top(), plan.order());
    }

    private static ReadPlan top(ReadPlan plan, String order, long rows) {
        return withTop(plan, new Top(Optional.of(order), rows));
    }

    private static ReadPlan withTop(ReadPlan plan, Top top) {
        return new ReadPlan(plan.table(), plan.columns(), plan.keyset(), plan.where(), plan.watermark(), plan.limit(),
                plan.slice(), Optional.of(top), plan.order());
    }

    private static Watermark changed(String column, long from, long upTo) {
        return new Watermark(column, Optional.of(new Value.Int64(from)), Optional.of(new Value.Int64(upTo)));
    }

    /** Numbers and times by value, everything else by its bytes, a UUID by its canonical text. */
    private static Comparator<Row> byBytes(List<String> keyset) {
        return (left, right) -> {
            for (String column : keyset) {
                int order = compare(left.get(column), right.get(column));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(Value left, Value right) {
        if (left instanceof Value.Int64(long one) && right instanceof Value.Int64(long other)) {
            return Long.compare(one, other);
        }
        if (left instanceof Value.Timestamp(long one) && right instanceof Value.Timestamp(long other)) {
            return Long.compare(one, other);
        }
        if (left instanceof Value.Date(long one) && right instanceof Value.Date(long other)) {
            return Long.compare(one, other);
        }
        if (left instanceof Value.Bytes(byte[] one) && right instanceof Value.Bytes(byte[] other)) {
            return Arrays.compareUnsigned(one, other);
        }
        return Arrays.compareUnsigned(left.text().getBytes(StandardCharsets.UTF_8),
                right.text().getBytes(StandardCharsets.UTF_8));
    }

    /** What a column may hold that grows with each change. Steps are as small as the type can tell apart. */
    enum Clock {
        NUMBER(ValueType.INT64), ON_THE_WALL(ValueType.TIMESTAMP), IN_THE_WORLD(ValueType.TIMESTAMPTZ);

        private static final int STEPS = 7;
        private static final long START = 1_700_000_000_999_997L;

        private final ValueType type;

        Clock(ValueType type) {
            this.type = type;
        }

        TableSpec spec() {
            return table("events").required("id", ValueType.INT64).column("at", type).key("id");
        }

        /** Two rows of each step, four of one, and three of none. */
        List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 2 * STEPS; i++) {
                rows.add(spec().row(100 - i, at(i % STEPS)));
            }
            rows.add(spec().row(1, at(3)));
            rows.add(spec().row(200, at(3)));
            for (int id : List.of(2, 50, 201)) {
                rows.add(spec().row(id, Value.Null.NULL));
            }
            return rows;
        }

        /** The rows of these steps and those of none. */
        List<Row> between(int from, int upTo) {
            return rows().stream().filter(row -> isBetween(row, from, upTo)).toList();
        }

        private boolean isBetween(Row row, int from, int upTo) {
            return row.get("at") instanceof Value.Null
                    || IntStream.rangeClosed(from, upTo).anyMatch(step -> row.get("at").equals(at(step)));
        }

        private Value at(int step) {
            return switch (this) {
                case NUMBER -> new Value.Int64(START + step);
                case ON_THE_WALL -> new Value.Timestamp(START + step);
                case IN_THE_WORLD -> new Value.TimestampTz(START + step);
            };
        }
    }
}
