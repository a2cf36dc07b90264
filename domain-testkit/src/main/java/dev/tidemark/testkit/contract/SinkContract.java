package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.StoreFixture.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Sink} promises for rows: all of a batch or none, exact counts, and the reason of a refusal. */
public abstract class SinkContract extends StoreContract {
    private static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64)
            .column("name", ValueType.TEXT).column("age", ValueType.INT64).key("id");
    private static final TableSpec STRICT = table("strict").required("id", ValueType.INT64)
            .required("name", ValueType.TEXT).column("qty", ValueType.INT64).column("code", ValueType.TEXT)
            .column("friend", ValueType.INT64).key("id").unique("code").positive("qty")
            .references("friend", "people", "id");

    @Test
    void rule10_insertedUpdatedAndUnchangedAreExact() throws InterruptedException {
        given(PEOPLE, List.of());
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            List<Row> first = List.of(PEOPLE.row(1, "Al", 10), PEOPLE.row(2, "Bo", null), PEOPLE.row(3, null, 30));
            assertCounts(3, 0, 0, upserter.upsert(batch(PEOPLE, first)));
            assertCounts(0, 0, 3, upserter.upsert(batch(PEOPLE, first)));
            List<Row> second = List.of(PEOPLE.row(4, "Di", 40), PEOPLE.row(2, "Bo", 20), PEOPLE.row(3, null, 30),
                    PEOPLE.row(1, null, 10));
            assertCounts(1, 2, 1, upserter.upsert(batch(PEOPLE, second)));
            assertCounts(0, 0, 4, upserter.upsert(batch(PEOPLE, second)));
            assertSameRows(second, fixture().read(PEOPLE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 249, 251, 2_500})
    void rule10_countsAreExactWhateverTheSizeOfTheBatch(int size) throws InterruptedException {
        given(PEOPLE, people(0, size));
        List<Row> rows = new ArrayList<>(people(0, 2 * size));
        int changed = Math.max(1, size / 10);
        for (int i = 0; i < changed; i++) {
            rows.set(i, PEOPLE.row(i, "changed", i));
        }
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            assertCounts(size, changed, size - changed, upserter.upsert(batch(PEOPLE, rows)));
            assertCounts(0, 0, 2 * size, upserter.upsert(batch(PEOPLE, rows)));
            assertSameRows(rows, fixture().read(PEOPLE));
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeyShape.class,
            names = {"INTEGER", "TEXT", "COMPOSITE", "KEY_IN_OTHER_ORDER", "UUIDS", "BYTES", "TIMES"})
    void rowsAreFoundByEveryKindOfKey(KeyShape shape) throws InterruptedException {
        given(shape.spec(), shape.rows().subList(0, 3));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(shape.spec()))) {
            assertCounts(shape.rows().size() - 3, 0, 3, upserter.upsert(batch(shape.spec(), shape.rows())));
            assertCounts(0, 0, shape.rows().size(), upserter.upsert(batch(shape.spec(), shape.rows())));
            assertSameRows(shape.rows(), fixture().read(shape.spec()));
        }
    }

    @Test
    void aTableOfKeysAloneHasNothingToUpdate() throws InterruptedException {
        TableSpec pairs = table("pairs").required("a", ValueType.INT64).required("b", ValueType.TEXT).key("a", "b");
        given(pairs, List.of(pairs.row(1, "x")));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(pairs))) {
            RowBatch batch = batch(pairs, List.of(pairs.row(1, "x"), pairs.row(1, "y"), pairs.row(2, "x")));
            assertCounts(2, 0, 1, upserter.upsert(batch));
            assertCounts(0, 0, 3, upserter.upsert(batch));
        }
    }

    @Test
    void minusZeroIsAnotherValueThanZeroAndNotANumberIsOneValue() throws InterruptedException {
        TableSpec reals = table("reals").required("id", ValueType.INT64).column("v", ValueType.FLOAT64).key("id");
        given(reals, List.of(reals.row(1, 0.0)));
        Row minusZero = reals.row(1, -0.0);
        Row notANumber = reals.row(2, Double.NaN);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(reals))) {
            if (!fixture().mayRefuse(new Value.Float64(-0.0))) {
                assertCounts(0, 1, 0, upserter.upsert(batch(reals, List.of(minusZero))));
                assertCounts(0, 0, 1, upserter.upsert(batch(reals, List.of(minusZero))));
                assertSameRows(List.of(minusZero), fixture().read(reals));
            } else {
                assertRefused(Reason.Kind.WOULD_CHANGE, upserter.upsert(batch(reals, List.of(minusZero))));
            }
            if (!fixture().mayRefuse(new Value.Float64(Double.NaN))) {
                assertCounts(1, 0, 0, upserter.upsert(batch(reals, List.of(notANumber))));
                assertCounts(0, 0, 1, upserter.upsert(batch(reals, List.of(notANumber))));
            }
        }
    }

    @Test
    void rule19_insertOnlyLeavesExistingRowsAloneAndCountsThemUnchanged() throws InterruptedException {
        given(PEOPLE, List.of(PEOPLE.row(1, "Al", 10)));
        WritePlan plan = Plans.write(PEOPLE, WriteMode.INSERT_ONLY, KeyCollisions.IMPOSSIBLE);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            RowBatch batch = batch(PEOPLE, List.of(PEOPLE.row(1, "other", 99), PEOPLE.row(2, "Bo", 20)));
            assertCounts(1, 0, 1, upserter.upsert(batch));
            assertCounts(0, 0, 2, upserter.upsert(batch));
            assertSameRows(List.of(PEOPLE.row(1, "Al", 10), PEOPLE.row(2, "Bo", 20)), fixture().read(PEOPLE));
        }
    }

    @Test
    void appendInsertsEveryRowAlsoOneThatIsThere() throws InterruptedException {
        TableSpec log = table("log").column("n", ValueType.INT64).column("v", ValueType.TEXT);
        given(log, List.of(log.row(1, "a")));
        if (!fixture().has(Ability.KEYLESS)) {
            assertRefusesToAppend(log);
            return;
        }
        WritePlan plan = Plans.write(log, WriteMode.APPEND, KeyCollisions.IMPOSSIBLE);
        List<Row> rows = List.of(log.row(1, "a"), log.row(1, "a"), log.row(null, null), log.row(null, null));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            assertCounts(4, 0, 0, upserter.upsert(batch(log, rows)));
            assertSameRows(List.of(rows.get(0), rows.get(0), rows.get(0), rows.get(2), rows.get(2)),
                    fixture().read(log));
        }
    }

    private void assertRefusesToAppend(TableSpec log) {
        try (Sink sink = store().openSink()) {
            Finding objection = sink.objection(Plans.table(log, sink.describe(log.tableName()), SchemaPolicy.MATCH))
                    .orElseThrow();
            assertEquals(Finding.Severity.ERROR, objection.severity());
            assertTrue(objection.message().contains("key"), objection::toString);
            assertFalse(objection.advice().isEmpty(), "what a person can do");
        }
    }

    @Test
    void rule14_aSinkSaysWhetherAllThatAnUpserterDoesCanBeOneTransaction() {
        try (Sink sink = store().openSink()) {
            assertEquals(fixture().has(Ability.TRANSACTIONS), sink.hasTransactions());
        }
    }

    @Test
    void anEmptyBatchChangesNothing() throws InterruptedException {
        given(PEOPLE, people(0, 2));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            assertCounts(0, 0, 0, upserter.upsert(RowBatch.empty(PEOPLE.rowType())));
            assertCounts(0, 0, 0, upserter.upsert(batch(PEOPLE, people(0, 2)).slice(1, 1)));
            assertSameRows(people(0, 2), fixture().read(PEOPLE));
        }
    }

    @Test
    void aSliceIsWrittenAndNothingAroundIt() throws InterruptedException {
        given(PEOPLE, List.of());
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            assertCounts(3, 0, 0, upserter.upsert(batch(PEOPLE, people(0, 10)).slice(4, 7)));
            assertSameRows(people(4, 7), fixture().read(PEOPLE));
        }
    }

    @Test
    void columnsOutsideThePlanKeepTheirValuesOrGetTheirDefaults() throws InterruptedException {
        TableSpec wide = table("wide").required("id", ValueType.INT64).column("name", ValueType.TEXT)
                .defaulted("state", ValueType.TEXT, "'new'").column("note", ValueType.TEXT).key("id");
        given(wide, List.of(wide.row(1, "Al", "old", "kept")));
        TableSpec narrow = table("wide").column("name", ValueType.TEXT).required("id", ValueType.INT64).key("id");
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(narrow))) {
            RowBatch batch = batch(narrow, List.of(narrow.row("Alice", 1), narrow.row("Bo", 2)));
            assertCounts(1, 1, 0, upserter.upsert(batch));
            assertCounts(0, 0, 2, upserter.upsert(batch));
            assertSameRows(List.of(wide.row(1, "Alice", "old", "kept"), wide.row(2, "Bo", "new", null)),
                    fixture().read(wide));
        }
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void aRefusedBatchWritesNothingAndHalvingFindsTheBadRows(Flaw flaw) throws InterruptedException {
        given(PEOPLE, people(1, 2));
        given(STRICT, List.of(STRICT.row(100, "there", 1, "taken", 1)));
        List<Row> rows = new ArrayList<>(
                LongStream.range(0, 40).mapToObj(id -> STRICT.row(id, "n" + id, 1, "c" + id, 1)).toList());
        rows.set(7, flaw.at(7));
        rows.set(23, flaw.at(23));
        WritePlan plan = Plans.write(STRICT);
        List<Integer> bad = new ArrayList<>();
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            RowBatch batch = batch(STRICT, rows);
            Refused whole = assertInstanceOf(Refused.class, upserter.upsert(batch));
            assertEquals(flaw.kind, whole.reason().kind(), whole.reason()::toString);
            assertTrue(whole.row().isEmpty() || List.of(7, 23).contains(whole.row().getAsInt()),
                    "the row to blame, or none");
            assertEquals(1, fixture().read(STRICT).size(), "nothing of the batch was written");
            writeHalves(upserter, batch, 0, flaw.kind, bad);
        }
        assertEquals(List.of(7, 23), bad);
        List<Row> expected = new ArrayList<>(rows);
        expected.remove(23);
        expected.remove(7);
        expected.add(STRICT.row(100, "there", 1, "taken", 1));
        assertSameRows(expected, fixture().read(STRICT));
    }

    @Test
    void aFlawInAnUpdateIsRefusedLikeOneInAnInsert() throws InterruptedException {
        given(PEOPLE, people(1, 2));
        List<Row> there = List.of(STRICT.row(1, "a", 1, "c1", 1), STRICT.row(2, "b", 1, "c2", 1));
        given(STRICT, there);
        for (Flaw flaw : List.of(Flaw.NOT_NULL, Flaw.CHECK, Flaw.FOREIGN_KEY)) {
            try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(STRICT))) {
                assertRefused(flaw.kind,
                        upserter.upsert(batch(STRICT, List.of(STRICT.row(1, "changed", 5, "c1", 1), flaw.at(2)))));
                assertSameRows(there, fixture().read(STRICT));
            }
        }
    }

    @Test
    void rule16_valuesOfAUniqueColumnThatTwoRowsSwapAreOneTransaction() throws InterruptedException {
        TableSpec seats = table("seats").required("id", ValueType.INT64).column("seat", ValueType.TEXT).key("id")
                .unique("seat");
        List<Row> there = List.of(seats.row(1, "a"), seats.row(2, "b"), seats.row(3, "c"));
        given(seats, there);
        List<Row> swapped = List.of(seats.row(1, "b"), seats.row(2, "a"), seats.row(3, "c"));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(seats))) {
            UpsertOutcome outcome = upserter.upsert(batch(seats, swapped));
            if (fixture().has(Ability.SWAPS)) {
                assertCounts(0, 2, 1, outcome);
                assertSameRows(swapped, fixture().read(seats));
            } else {
                assertRefused(Reason.Kind.UNIQUE, outcome);
                assertSameRows(there, fixture().read(seats));
            }
        }
    }

    @Test
    void aRowMayReferToAnotherOfItsBatch() throws InterruptedException {
        TableSpec staff = table("staff").required("id", ValueType.INT64).column("boss", ValueType.INT64).key("id")
                .references("boss", "staff", "id");
        given(staff, List.of());
        List<Row> rows = List.of(staff.row(1, 3), staff.row(2, 2), staff.row(3, null), staff.row(4, 1));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(staff))) {
            assertCounts(4, 0, 0, upserter.upsert(batch(staff, rows)));
            assertSameRows(rows, fixture().read(staff));
        }
    }

    @ParameterizedTest
    @EnumSource(value = WriteMode.class, names = {"UPSERT", "INSERT_ONLY"})
    void rule4_nullInAKeyIsRefused(WriteMode mode) throws InterruptedException {
        TableSpec pairs = table("pairs").column("a", ValueType.INT64).column("b", ValueType.TEXT)
                .column("v", ValueType.INT64).unique("a", "b");
        given(pairs, List.of());
        WritePlan plan = Plans.write(
                new TableSpec("pairs", pairs.columns(), List.of("a", "b"), List.of(), List.of(), List.of()),
                mode, KeyCollisions.IMPOSSIBLE);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            RowBatch batch = batch(pairs, List.of(pairs.row(1, "x", 1), pairs.row(1, null, 2)));
            Refused refused = assertRefused(Reason.Kind.NULL_KEY, upserter.upsert(batch));
            assertTrue(refused.row().isEmpty() || refused.row().getAsInt() == 1);
            assertSameRows(List.of(), fixture().read(pairs));
            assertCounts(1, 0, 0, upserter.upsert(batch.slice(0, 1)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = WriteMode.class, names = {"UPSERT", "INSERT_ONLY"})
    void rule6_theSecondRowOfAKeyIsRefusedInOneBatchAndAcrossBatches(WriteMode mode) throws InterruptedException {
        given(PEOPLE, List.of(PEOPLE.row(9, "there", 1)));
        WritePlan plan = Plans.write(PEOPLE, mode, KeyCollisions.POSSIBLE);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            RowBatch batch = batch(PEOPLE,
                    List.of(PEOPLE.row(1, "first", 1), PEOPLE.row(2, "b", 2), PEOPLE.row(1, "second", 3),
                            PEOPLE.row(9, "there", 1)));
            Refused within = assertRefused(Reason.Kind.SAME_KEY, upserter.upsert(batch));
            assertTrue(within.row().isEmpty() || within.row().getAsInt() == 2,
                    "the first lands, the other is to blame");
            assertSameRows(List.of(PEOPLE.row(9, "there", 1)), fixture().read(PEOPLE));
            assertCounts(2, 0, 0, upserter.upsert(batch.slice(0, 2)));
            assertRefused(Reason.Kind.SAME_KEY, upserter.upsert(batch.slice(2, 3)));
            assertCounts(0, 0, 1, upserter.upsert(batch.slice(3, 4)));
            assertRefused(Reason.Kind.SAME_KEY,
                    upserter.upsert(batch(PEOPLE, List.of(PEOPLE.row(5, "e", 5), PEOPLE.row(2, "z", 0)))));
            assertCounts(1, 0, 0, upserter.upsert(batch(PEOPLE, List.of(PEOPLE.row(5, "e", 5)))));
        }
        assertSameRows(
                List.of(PEOPLE.row(1, "first", 1), PEOPLE.row(2, "b", 2), PEOPLE.row(5, "e", 5),
                        PEOPLE.row(9, "there", 1)),
                fixture().read(PEOPLE));
    }

    @Test
    void aVeryLargeCellArrivesWhole() throws InterruptedException {
        TableSpec blobs = table("blobs").required("id", ValueType.INT64).column("v", ValueType.BYTES).key("id");
        given(blobs, List.of());
        byte[] large = new byte[fixture().largeCell()];
        for (int i = 0; i < large.length; i += 997) {
            large[i] = (byte) i;
        }
        Row row = blobs.row(1, large);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(blobs))) {
            RowBatch batch = batch(blobs, List.of(row));
            assertCounts(1, 0, 0, upserter.upsert(batch));
            assertCounts(0, 0, 1, upserter.upsert(batch));
        }
        try (Source source = store().openSource();
                SourcePager pager = source.open(plan(blobs, 1), new Cursor.Start())) {
            assertTrue(row.equals(pager.next().orElseThrow().rows().row(0)), "the cell differs");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "a b", "a.b", "a\"b", "it's", "Mixed", "größe", "表", "a;--b", "1st", "%s", "?",
            ":x", "a\\b"})
    void oddNamesAreNamesLikeAnyOther(String name) throws InterruptedException {
        TableSpec odd = table(name).required(name + "1", ValueType.INT64).column(name, ValueType.TEXT).key(name + "1");
        given(odd, List.of(odd.row(1, "a")));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(odd))) {
            assertEquals(odd.columnNames(), sink.describe(odd.tableName()).orElseThrow().columns().stream()
                    .map(column -> column.name()).toList());
            assertCounts(1, 1, 0, upserter.upsert(batch(odd, List.of(odd.row(1, name), odd.row(2, null)))));
            assertSameRows(List.of(odd.row(1, name), odd.row(2, null)), fixture().read(odd));
        }
    }

    @Test
    void aMissingTableIsNotDescribed() {
        try (Sink sink = store().openSink()) {
            assertEquals(Optional.empty(), sink.describe(new TableName("nowhere")));
        }
    }

    @Test
    void sinkAndSourceDescribeATableAlike() {
        given(PEOPLE, List.of());
        given(STRICT, List.of());
        try (Source source = store().openSource(); Sink sink = store().openSink()) {
            assertEquals(source.describe(STRICT.tableName()), sink.describe(STRICT.tableName()).orElseThrow());
        }
    }

    @Test
    void aCancelledBatchIsAppliedOrNotAsAWhole() throws InterruptedException {
        given(PEOPLE, List.of());
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            Thread.currentThread().interrupt();
            boolean applied;
            try {
                assertCounts(100, 0, 0, upserter.upsert(batch(PEOPLE, people(0, 100))));
                applied = true;
            } catch (InterruptedException _) {
                applied = false;
            }
            boolean flag = Thread.interrupted();
            int rows = fixture().read(PEOPLE).size();
            assertTrue(applied && flag && rows == 100 || !applied && (rows == 0 || rows == 100), () -> rows + " rows");
        }
    }

    @Test
    void closingTwiceIsClosingOnce() throws InterruptedException {
        given(PEOPLE, List.of());
        Sink sink = store().openSink();
        SinkUpserter upserter = sink.open(Plans.write(PEOPLE));
        upserter.upsert(batch(PEOPLE, people(0, 1)));
        upserter.close();
        upserter.close();
        sink.close();
        sink.close();
        fixture().insert(PEOPLE, people(1, 2));
        assertSameRows(people(0, 2), fixture().read(PEOPLE));
    }

    /** Writes what was refused in halves, down to the single rows. */
    private static void writeHalves(SinkUpserter upserter, RowBatch batch, int offset, Reason.Kind kind,
            List<Integer> bad)
            throws InterruptedException {
        int middle = batch.size() / 2;
        for (int[] half : new int[][] {{0, middle}, {middle, batch.size()}}) {
            RowBatch part = batch.slice(half[0], half[1]);
            switch (upserter.upsert(part)) {
                case Applied applied -> assertEquals(part.size(), applied.inserted());
                case Refused refused when part.size() == 1 -> {
                    assertEquals(kind, refused.reason().kind());
                    bad.add(offset + half[0]);
                }
                case Refused _ -> writeHalves(upserter, part, offset + half[0], kind, bad);
            }
        }
    }

    private static void assertCounts(long inserted, long updated, long unchanged, UpsertOutcome outcome) {
        Applied applied = assertInstanceOf(Applied.class, outcome, outcome::toString);
        assertEquals(List.of(inserted, updated, unchanged),
                List.of(applied.inserted(), applied.updated(), applied.unchanged()),
                "inserted, updated, unchanged");
        assertEquals(List.of(), applied.skipped());
    }

    private static Refused assertRefused(Reason.Kind kind, UpsertOutcome outcome) {
        Refused refused = assertInstanceOf(Refused.class, outcome, outcome::toString);
        assertEquals(kind, refused.reason().kind(), refused.reason()::toString);
        return refused;
    }

    private static List<Row> people(int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> PEOPLE.row(id, "name " + id, id % 3 == 0 ? null : id))
                .toList();
    }

    /** What can be wrong with a row of the strict table. */
    enum Flaw {
        NOT_NULL(Reason.Kind.CONSTRAINT), CHECK(Reason.Kind.CONSTRAINT), UNIQUE(Reason.Kind.UNIQUE), FOREIGN_KEY(
                Reason.Kind.FOREIGN_KEY);

        private final Reason.Kind kind;

        Flaw(Reason.Kind kind) {
            this.kind = kind;
        }

        Row at(int id) {
            return switch (this) {
                case NOT_NULL -> STRICT.row(id, null, 1, "c" + id, 1);
                case CHECK -> STRICT.row(id, "n" + id, -1, "c" + id, 1);
                case UNIQUE -> STRICT.row(id, "n" + id, 1, "taken", 1);
                case FOREIGN_KEY -> STRICT.row(id, "n" + id, 1, "c" + id, 999);
            };
        }
    }
}
