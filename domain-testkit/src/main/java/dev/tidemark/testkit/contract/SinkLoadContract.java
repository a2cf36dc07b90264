package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link BulkLoad} promises. */
public abstract class SinkLoadContract extends StoreContract {
    private static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64)
            .required("name", ValueType.TEXT).column("code", ValueType.TEXT).key("id").unique("code");

    @Test
    void nothingIsSeenBeforeTheCommitAndAllOfItAfter() throws InterruptedException {
        loading((_, load) -> {
            add(load, people(0, 3));
            add(load, people(3, 3));
            add(load, people(3, 5));
            assertSeen(List.of());
            assertEquals(Optional.empty(), load.flush());
            assertSeen(List.of());
            assertEquals(5, inserted(load.commit()));
            assertSeen(people(0, 5));
        });
    }

    @Test
    void aLoadGoesOnAfterACommit() throws InterruptedException {
        loading((_, load) -> {
            for (int from = 0; from < 9_000; from += 3_000) {
                add(load, people(from, from + 1_500));
                add(load, people(from + 1_500, from + 3_000));
                assertEquals(Optional.empty(), load.flush());
                assertEquals(3_000, inserted(load.commit()));
            }
            assertSeen(people(0, 9_000));
        });
    }

    @Test
    void aCommitOfNothingIsNothing() throws InterruptedException {
        loading((_, load) -> {
            assertEquals(Optional.empty(), load.flush());
            assertEquals(0, inserted(load.commit()));
            add(load, people(0, 1));
            assertEquals(Optional.empty(), load.flush());
            assertEquals(1, inserted(load.commit()));
            assertEquals(Optional.empty(), load.flush());
            assertEquals(0, inserted(load.commit()));
            assertSeen(people(0, 1));
        });
    }

    @Test
    void whatIsNotCommittedHasNotHappened() throws InterruptedException {
        loading((sink, load) -> {
            add(load, people(0, 2));
            assertEquals(Optional.empty(), load.flush());
            load.commit();
            add(load, people(2, 1_000));
            load.close();
            load.close();
            assertSeen(people(0, 2));
            try (BulkLoad next = open(sink)) {
                add(next, people(2, 4));
                assertEquals(Optional.empty(), next.flush());
                next.close();
            }
            assertSeen(people(0, 2));
        });
    }

    @ParameterizedTest
    @MethodSource("rowsThatDoNotFit")
    void aRefusalKeepsWhatWasCommittedAndNothingElse(Row bad) throws InterruptedException {
        loading((_, load) -> {
            add(load, people(0, 20));
            assertEquals(Optional.empty(), load.flush());
            load.commit();
            add(load, people(20, 40));
            Refused refused = firstRefusal(load, List.of(bad), people(40, 60)).orElseThrow();
            assertFalse(refused.reason().message().isBlank(), refused::toString);
            load.close();
            assertSeen(people(0, 20));
        });
    }

    static List<Row> rowsThatDoNotFit() {
        return List.of(PEOPLE.row(1, "a key that is there", "x"), PEOPLE.row(77, null, "y"),
                PEOPLE.row(78, "a value that is there", "c0"), PEOPLE.row(21, "a key of the same window", "z"));
    }

    @Test
    void aKeyThatIsNullIsRefused() throws InterruptedException {
        loading((_, load) -> assertTrue(firstRefusal(load, List.of(PEOPLE.row(null, "n", "c"))).isPresent()));
    }

    @Test
    void aCancelledRunLeavesWhatWasSentBefore() throws InterruptedException {
        loading((_, load) -> {
            add(load, people(0, 5));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> load.add(batch(PEOPLE, people(5, 9))));
            assertEquals(Optional.empty(), load.flush());
            assertEquals(5, inserted(load.commit()));
            assertSeen(people(0, 5));
        });
    }

    @Test
    void edgeValuesArriveAsTheyAre() throws InterruptedException {
        List<Row> rows = new ArrayList<>(people(0, 2));
        rows.add(PEOPLE.row(Long.MIN_VALUE, "", null));
        rows.add(PEOPLE.row(Long.MAX_VALUE, "tab\tquote' back\\slash\nnewline \ud83d\ude00", "\\N"));
        loading((_, load) -> {
            add(load, rows);
            assertEquals(Optional.empty(), load.flush());
            assertEquals(rows.size(), inserted(load.commit()));
            assertSeen(rows);
        });
    }

    /** What a test does with an open load. */
    @FunctionalInterface
    private interface Loading {
        void run(Sink sink, BulkLoad load) throws InterruptedException;
    }

    private void loading(Loading test) throws InterruptedException {
        given(PEOPLE, List.of());
        try (Sink sink = store().openSink(); BulkLoad load = open(sink)) {
            test.run(sink, load);
        }
    }

    private static BulkLoad open(Sink sink) {
        return sink.load(Plans.write(PEOPLE)).orElseThrow();
    }

    private static void add(BulkLoad load, List<Row> rows) throws InterruptedException {
        assertEquals(Optional.empty(), load.add(batch(PEOPLE, rows)));
    }

    /** A store may tell at once, or when it has looked at all of the rows. */
    @SafeVarargs
    private static Optional<Refused> firstRefusal(BulkLoad load, List<Row>... pages) throws InterruptedException {
        for (List<Row> page : pages) {
            Optional<Refused> refused = load.add(batch(PEOPLE, page));
            if (refused.isPresent()) {
                return refused;
            }
        }
        return load.flush();
    }

    private static long inserted(Applied applied) {
        assertEquals(List.of(0L, 0L), List.of(applied.updated(), applied.unchanged()));
        return applied.inserted();
    }

    private void assertSeen(List<Row> rows) {
        assertSameRows(rows, fixture().read(PEOPLE));
    }

    private static List<Row> people(int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> PEOPLE.row(id, "name " + id, "c" + id)).toList();
    }
}
