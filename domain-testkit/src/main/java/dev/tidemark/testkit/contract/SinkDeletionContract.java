package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.StoreFixture.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Sink} promises of deletions: the rows that were named and no other, and none that is referred to. */
public abstract class SinkDeletionContract extends StoreContract {
    private static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64)
            .column("name", ValueType.TEXT).column("age", ValueType.INT64).key("id");
    private static final TableSpec LOG = table("log").column("n", ValueType.INT64).column("v", ValueType.TEXT);

    @ParameterizedTest
    @EnumSource(value = KeyShape.class,
            names = {"INTEGER", "TEXT", "COMPOSITE", "KEY_IN_OTHER_ORDER", "UUIDS", "BYTES", "TIMES"})
    void theRowsOfTheseKeysGoAndMissingOnesCountNowhere(KeyShape shape) throws InterruptedException {
        int last = shape.rows().size() - 1;
        List<Row> there = shape.rows().subList(0, last);
        given(shape.spec(), there);
        RowBatch keys = keys(shape.spec(), List.of(shape.rows().get(last), there.get(1), there.get(4)));
        List<Row> left = new ArrayList<>(there);
        left.remove(4);
        left.remove(1);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(shape.spec()))) {
            assertEquals(new Deletion(2, List.of()), upserter.delete(keys));
            assertSameRows(left, fixture().read(shape.spec()));
            assertEquals(new Deletion(0, List.of()), upserter.delete(keys), "nothing is left to delete");
            assertSameRows(left, fixture().read(shape.spec()));
        }
    }

    @Test
    void noKeysAreNothing() throws InterruptedException {
        given(PEOPLE, people(0, 3));
        given(LOG, List.of(LOG.row(1, "a")));
        try (Sink sink = store().openSink(); SinkUpserter keyed = sink.open(Plans.write(PEOPLE))) {
            assertEquals(new Deletion(0, List.of()), keyed.delete(keys(PEOPLE, List.of())));
            assertSameRows(people(0, 3), fixture().read(PEOPLE));
            if (fixture().has(Ability.KEYLESS)) {
                try (SinkUpserter loose = sink.open(append())) {
                    assertEquals(new Deletion(0, List.of()), loose.delete(batch(LOG, List.of())));
                }
            } else {
                assertRefusesToOpen(append());
            }
            assertSameRows(List.of(LOG.row(1, "a")), fixture().read(LOG));
        }
    }

    @Test
    void aSliceOfKeysIsDeletedAndNothingAroundIt() throws InterruptedException {
        given(PEOPLE, people(0, 10));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            assertEquals(new Deletion(3, List.of()), upserter.delete(keys(PEOPLE, people(0, 10)).slice(4, 7)));
            List<Row> left = new ArrayList<>(people(0, 4));
            left.addAll(people(7, 10));
            assertSameRows(left, fixture().read(PEOPLE));
        }
    }

    @Test
    void thousandsOfKeysAreOneDeletionAndTheUpserterGoesOn() throws InterruptedException {
        given(PEOPLE, people(0, 6_000));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            assertEquals(new Deletion(4_000, List.of()), upserter.delete(keys(PEOPLE, people(2_000, 9_000))));
            assertSameRows(people(0, 2_000), fixture().read(PEOPLE));
            Applied applied = assertInstanceOf(Applied.class, upserter.upsert(batch(PEOPLE, people(1_990, 2_010))));
            assertEquals(List.of(10L, 10L), List.of(applied.inserted(), applied.unchanged()));
            assertEquals(new Deletion(2_010, List.of()), upserter.delete(keys(PEOPLE, people(0, 2_010))));
            assertSameRows(List.of(), fixture().read(PEOPLE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO ACTION", "RESTRICT", "CASCADE", "SET NULL"})
    void rule5_aRowThatAnotherRefersToStaysWhateverItsOnDeleteSays(String onDelete) throws InterruptedException {
        given(PEOPLE, people(1, 6));
        TableSpec pets = table("pets").required("id", ValueType.INT64).column("owner", ValueType.INT64).key("id")
                .references(List.of("owner"), "people", List.of("id"), onDelete);
        List<Row> animals = List.of(pets.row(1, 2), pets.row(2, 2), pets.row(3, null), pets.row(4, 5));
        given(pets, animals);
        List<Row> keys = List.of(PEOPLE.row(1, null, null), PEOPLE.row(2, null, null), PEOPLE.row(99, null, null),
                PEOPLE.row(3, null, null), PEOPLE.row(5, null, null));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            assertEquals(new Deletion(2, List.of(1, 4)), upserter.delete(keys(PEOPLE, keys)));
            List<Row> left = new ArrayList<>(people(2, 3));
            left.addAll(people(4, 6));
            assertSameRows(left, fixture().read(PEOPLE));
            assertSameRows(animals, fixture().read(pets));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO ACTION", "CASCADE", "SET NULL"})
    void rule5_aReferenceToAnotherUniqueKeyOfSeveralColumnsCountsToo(String onDelete) throws InterruptedException {
        TableSpec rooms = table("rooms").required("id", ValueType.INT64).column("house", ValueType.TEXT)
                .column("door", ValueType.INT64).key("id").unique("house", "door");
        List<Row> all = List.of(rooms.row(1, "a", 1), rooms.row(2, "a", 2), rooms.row(3, "b", 1),
                rooms.row(4, "b", null), rooms.row(5, null, 2));
        given(rooms, all);
        TableSpec beds = table("beds").required("id", ValueType.INT64).column("door", ValueType.INT64)
                .column("house", ValueType.TEXT).key("id")
                .references(List.of("house", "door"), "rooms", List.of("house", "door"), onDelete);
        List<Row> slept = List.of(beds.row(1, 1, "a"), beds.row(2, null, "b"), beds.row(3, 2, null));
        given(beds, slept);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(rooms))) {
            assertEquals(new Deletion(4, List.of(0)), upserter.delete(keys(rooms, all)),
                    "a reference with a NULL in it refers to nothing");
            assertSameRows(all.subList(0, 1), fixture().read(rooms));
            assertSameRows(slept, fixture().read(beds));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO ACTION", "RESTRICT", "CASCADE", "SET NULL"})
    void rule5_aTreeIsDeletedWholly(String onDelete) throws InterruptedException {
        TableSpec staff = staff(onDelete);
        List<Row> all = List.of(staff.row(1, null), staff.row(2, 1), staff.row(3, 2), staff.row(4, 3), staff.row(5, 5),
                staff.row(8, null), staff.row(9, 8));
        given(staff, all);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(staff))) {
            List<Row> tree = List.of(all.get(2), all.get(0), all.get(4), all.get(3), all.get(1));
            assertEquals(new Deletion(5, List.of()), upserter.delete(keys(staff, tree)));
            assertSameRows(all.subList(5, 7), fixture().read(staff));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO ACTION", "RESTRICT", "CASCADE", "SET NULL"})
    void rule5_aRowThatStaysKeepsTheWholeChainThatItHangsOn(String onDelete) throws InterruptedException {
        TableSpec staff = staff(onDelete);
        List<Row> all = List.of(staff.row(1, null), staff.row(2, 1), staff.row(3, 2), staff.row(4, 3), staff.row(5, 1),
                staff.row(6, null));
        given(staff, all);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(staff))) {
            List<Row> allButTheLast = List.of(all.get(0), all.get(4), all.get(1), all.get(5), all.get(2));
            assertEquals(new Deletion(2, List.of(0, 2, 4)), upserter.delete(keys(staff, allButTheLast)));
            assertSameRows(all.subList(0, 4), fixture().read(staff));
        }
    }

    @Test
    void rule5_rowsThatReferToEachOtherInACircleGoTogether() throws InterruptedException {
        TableSpec staff = staff("NO ACTION");
        List<Row> all = List.of(staff.row(1, null), staff.row(2, 1), staff.row(3, 2));
        given(staff, all);
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(staff))) {
            upserter.upsert(batch(staff, List.of(staff.row(1, 3))));
            assertEquals(new Deletion(0, List.of(0, 1)), upserter.delete(keys(staff, all.subList(0, 2))));
            assertEquals(new Deletion(3, List.of()), upserter.delete(keys(staff, all)));
            assertSameRows(List.of(), fixture().read(staff));
        }
    }

    @Test
    void rule4_ofEqualRowsAsManyAreDeletedAsTheBatchHas() throws InterruptedException {
        Row nothing = LOG.row(null, null);
        given(LOG, List.of(LOG.row(1, "a"), LOG.row(1, "a"), LOG.row(1, "a"), nothing, nothing, LOG.row(2, null),
                LOG.row(null, "a"), LOG.row(1, "A")));
        RowBatch rows = batch(LOG, List.of(LOG.row(1, "a"), nothing, LOG.row(9, "z"), LOG.row(1, "a"),
                LOG.row(null, "a")));
        if (!fixture().has(Ability.KEYLESS)) {
            assertRefusesToOpen(append());
            return;
        }
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(append())) {
            assertEquals(new Deletion(4, List.of()), upserter.delete(rows));
            assertSameRows(List.of(LOG.row(1, "a"), nothing, LOG.row(2, null), LOG.row(1, "A")), fixture().read(LOG));
            assertEquals(new Deletion(2, List.of()), upserter.delete(rows), "fewer are there than the batch has");
            assertSameRows(List.of(LOG.row(2, null), LOG.row(1, "A")), fixture().read(LOG));
        }
    }

    @Test
    void rule4_wholeRowsOfEveryTypeAreFoundAgain() throws InterruptedException {
        TableSpec wide = table("wide");
        List<Value> values = new ArrayList<>();
        List<Value> others = new ArrayList<>();
        for (ValueType type : EdgeValues.types().toList()) {
            wide = wide.column("c_" + type.kind().name().toLowerCase(Locale.ROOT), type);
            List<Value> edges = EdgeValues.of(type);
            values.add(edges.get(Math.min(2, edges.size() - 2)));
            others.add(edges.getFirst());
        }
        given(wide, List.of());
        Row row = wide.row(values.toArray());
        Row other = wide.row(others.toArray());
        Row none = wide.row(values.stream().map(_ -> Value.Null.NULL).toArray());
        WritePlan plan = Plans.write(wide, WriteMode.APPEND, KeyCollisions.IMPOSSIBLE);
        if (!fixture().has(Ability.KEYLESS)) {
            assertRefusesToOpen(plan);
            return;
        }
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            upserter.upsert(batch(wide, List.of(row, row, other, none, none)));
            List<Row> there = fixture().read(wide);
            assertEquals(new Deletion(3, List.of()), upserter.delete(batch(wide, List.of(none, row, other))));
            assertEquals(2, fixture().read(wide).size());
            assertTrue(there.containsAll(fixture().read(wide)));
            assertEquals(new Deletion(2, List.of()), upserter.delete(batch(wide, List.of(row, row, none, none))));
            assertSameRows(List.of(), fixture().read(wide));
        }
    }

    @Test
    void aCancelledDeletionIsDoneOrNotAsAWhole() throws InterruptedException {
        given(PEOPLE, people(0, 100));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(Plans.write(PEOPLE))) {
            Thread.currentThread().interrupt();
            boolean done;
            try {
                assertEquals(100, upserter.delete(keys(PEOPLE, people(0, 100))).deleted());
                done = true;
            } catch (InterruptedException _) {
                done = false;
            }
            boolean flag = Thread.interrupted();
            int rows = fixture().read(PEOPLE).size();
            assertTrue(done && flag && rows == 0 || !done && (rows == 0 || rows == 100), () -> rows + " rows");
        }
    }

    private void assertRefusesToOpen(WritePlan plan) {
        try (Sink sink = store().openSink()) {
            assertThrows(StoreException.Permanent.class, () -> sink.open(plan));
        }
    }

    private static TableSpec staff(String onDelete) {
        return table("staff").required("id", ValueType.INT64).column("boss", ValueType.INT64).key("id")
                .references(List.of("boss"), "staff", List.of("id"), onDelete);
    }

    private static WritePlan append() {
        return Plans.write(LOG, WriteMode.APPEND, KeyCollisions.IMPOSSIBLE);
    }

    private static RowBatch keys(TableSpec table, List<Row> rows) {
        return batch(table.rowType().select(table.key()), rows.stream().map(row -> row.select(table.key())).toList());
    }

    private static List<Row> people(int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> PEOPLE.row(id, "name " + id, id % 3 == 0 ? null : id))
                .toList();
    }
}
