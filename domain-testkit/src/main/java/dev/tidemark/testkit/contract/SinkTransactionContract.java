package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link Sink} promises where all that an upserter does is one transaction: readers see all of it, or none. */
public abstract class SinkTransactionContract extends StoreContract {
    private static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64)
            .required("name", ValueType.TEXT).column("code", ValueType.TEXT).key("id").unique("code");

    @Test
    void rule14_nothingIsSeenBeforeTheCommitAndAllOfItAfter() throws InterruptedException {
        given(PEOPLE, people(0, 3));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
            assertCounts(2, 1, 2, upserter.upsert(batch(PEOPLE,
                    List.of(PEOPLE.row(0, "changed", "c0"), people(1, 2).getFirst(), people(2, 3).getFirst(),
                            people(3, 4).getFirst(), people(4, 5).getFirst()))));
            assertSeen(people(0, 3));
            assertEquals(new Deletion(2, List.of()), upserter.delete(keys(people(1, 3))));
            assertSeen(people(0, 3));
            upserter.commit();
            List<Row> after = new ArrayList<>(people(3, 5));
            after.add(PEOPLE.row(0, "changed", "c0"));
            assertSeen(after);
        }
    }

    @Test
    void rule14_whatIsNotCommittedHasNotHappened() throws InterruptedException {
        given(PEOPLE, people(0, 3));
        try (Sink sink = store().openSink()) {
            try (SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
                assertCounts(3, 0, 0, upserter.upsert(batch(PEOPLE, people(3, 6))));
                assertEquals(new Deletion(3, List.of()), upserter.delete(keys(people(0, 3))));
            }
            assertSeen(people(0, 3));
            try (SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
                assertCounts(1, 0, 2, upserter.upsert(batch(PEOPLE, people(1, 4))));
                upserter.commit();
                assertEquals(new Deletion(4, List.of()), upserter.delete(keys(people(0, 4))));
            }
            assertSeen(people(0, 4));
        }
    }

    @Test
    void theTransactionSeesItsOwnRows() throws InterruptedException {
        given(PEOPLE, List.of());
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
            assertCounts(5, 0, 0, upserter.upsert(batch(PEOPLE, people(0, 5))));
            assertCounts(0, 0, 5, upserter.upsert(batch(PEOPLE, people(0, 5))));
            assertEquals(new Deletion(1, List.of()), upserter.delete(keys(people(2, 3))));
            assertCounts(1, 0, 4, upserter.upsert(batch(PEOPLE, people(0, 5))));
            upserter.commit();
            assertSeen(people(0, 5));
        }
    }

    @Test
    void aRefusedBatchLeavesTheOthersAsTheyAre() throws InterruptedException {
        given(PEOPLE, people(0, 1));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
            assertCounts(2, 0, 0, upserter.upsert(batch(PEOPLE, people(1, 3))));
            List<Row> bad = List.of(PEOPLE.row(7, "seven", "c7"), PEOPLE.row(8, null, "c8"));
            assertInstanceOf(Refused.class, upserter.upsert(batch(PEOPLE, bad)));
            assertInstanceOf(Refused.class,
                    upserter.upsert(batch(PEOPLE, List.of(PEOPLE.row(9, "nine", "c1")))));
            assertCounts(2, 0, 0, upserter.upsert(batch(PEOPLE, people(3, 5))));
            assertSeen(people(0, 1));
            upserter.commit();
            assertSeen(people(0, 5));
        }
    }

    @Test
    void whatADeletedRowHeldIsFreeForAnother() throws InterruptedException {
        given(PEOPLE, people(0, 2));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
            assertEquals(new Deletion(1, List.of()), upserter.delete(keys(people(0, 1))));
            assertCounts(1, 0, 0, upserter.upsert(batch(PEOPLE, List.of(PEOPLE.row(5, "five", "c0")))));
            upserter.commit();
            assertSeen(List.of(people(1, 2).getFirst(), PEOPLE.row(5, "five", "c0")));
        }
    }

    @Test
    void rule5_aRowThatAnotherTableRefersToStaysHereToo() throws InterruptedException {
        given(PEOPLE, people(0, 3));
        TableSpec pets = table("pets").required("id", ValueType.INT64).column("owner", ValueType.INT64).key("id")
                .references(List.of("owner"), "people", List.of("id"), "CASCADE");
        given(pets, List.of(pets.row(1, 1)));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
            assertEquals(new Deletion(2, List.of(1)), upserter.delete(keys(people(0, 3))));
            upserter.commit();
            assertSeen(people(1, 2));
            assertSameRows(List.of(pets.row(1, 1)), fixture().read(pets));
        }
    }

    @Test
    void manyBatchesAreOneTransaction() throws InterruptedException {
        given(PEOPLE, people(0, 100));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(atCommit(PEOPLE))) {
            for (int from = 50; from < 9_050; from += 3_000) {
                assertInstanceOf(Applied.class, upserter.upsert(batch(PEOPLE, people(from, from + 3_000))));
            }
            assertSeen(people(0, 100));
            assertEquals(new Deletion(50, List.of()), upserter.delete(keys(people(0, 50))));
            upserter.commit();
            assertSeen(people(50, 9_050));
        }
    }

    @Test
    void rule4_rowsWithoutAKeyAreReplacedInOneTransaction() throws InterruptedException {
        TableSpec log = table("log").column("n", ValueType.INT64).column("v", ValueType.TEXT);
        List<Row> before = List.of(log.row(1, "a"), log.row(1, "a"), log.row(null, null));
        given(log, before);
        WritePlan plan = atCommit(Plans.write(log, WriteMode.APPEND, KeyCollisions.IMPOSSIBLE));
        try (Sink sink = store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            assertCounts(1, 0, 0, upserter.upsert(batch(log, List.of(log.row(2, "b")))));
            assertEquals(new Deletion(2, List.of()),
                    upserter.delete(batch(log, List.of(log.row(1, "a"), log.row(null, null)))));
            assertSameRows(before, fixture().read(log));
            upserter.commit();
            assertSameRows(List.of(log.row(1, "a"), log.row(2, "b")), fixture().read(log));
        }
    }

    @Test
    void aCommitOfNothingIsNothingAndWhereEachBatchIsSeenThereIsNoneToMake() throws InterruptedException {
        given(PEOPLE, people(0, 2));
        try (Sink sink = store().openSink()) {
            try (SinkUpserter transaction = sink.open(atCommit(PEOPLE))) {
                transaction.commit();
                transaction.commit();
            }
            assertSeen(people(0, 2));
            try (SinkUpserter batches = sink.open(Plans.write(PEOPLE))) {
                assertCounts(1, 0, 0, batches.upsert(batch(PEOPLE, people(2, 3))));
                assertSeen(people(0, 3));
                batches.commit();
                assertSeen(people(0, 3));
            }
        }
    }

    /** What a new reader sees, by the adapter's own source and without it. */
    private void assertSeen(List<Row> rows) throws InterruptedException {
        assertSameRows(rows, fixture().read(PEOPLE));
        try (Source source = store().openSource()) {
            assertSameRows(rows, readAll(source, plan(PEOPLE, 1_000)));
        }
    }

    private static void assertCounts(long inserted, long updated, long unchanged, UpsertOutcome outcome) {
        Applied applied = assertInstanceOf(Applied.class, outcome, outcome::toString);
        assertEquals(List.of(inserted, updated, unchanged),
                List.of(applied.inserted(), applied.updated(), applied.unchanged()), "inserted, updated, unchanged");
    }

    private static WritePlan atCommit(TableSpec table) {
        return atCommit(Plans.write(table));
    }

    private static WritePlan atCommit(WritePlan plan) {
        return new WritePlan(plan.table(), plan.rows(), plan.key(), plan.mode(), plan.collisions(), plan.times(),
                Visibility.AT_COMMIT);
    }

    private static RowBatch keys(List<Row> rows) {
        return batch(PEOPLE.rowType().select(PEOPLE.key()),
                rows.stream().map(row -> row.select(PEOPLE.key())).toList());
    }

    private static List<Row> people(int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> PEOPLE.row(id, "name " + id, "c" + id)).toList();
    }
}
