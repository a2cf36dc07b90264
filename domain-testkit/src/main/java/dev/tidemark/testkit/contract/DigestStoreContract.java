package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.DigestStore.Size;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link DigestStore} promises: ranges as they were added, in order, each pass for itself. */
public abstract class DigestStoreContract extends StateContract {
    private static final Scope ORDERS = new Scope("shop", "push", "orders");
    private static final long FIRST_PAGE = -1;

    @Test
    void rangesAreKeptAsTheyAreAlsoForTheNextRun() throws Exception {
        byte[] large = new byte[100_000];
        new Random(7).nextBytes(large);
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        List<DigestRange> ranges = List.of(range(4_096, large), range(8_192, all), range(8_193, new byte[0]),
                range(Long.MAX_VALUE, new byte[] {0}));
        state().digests().add(ORDERS, "p1", ranges);
        assertSame(ranges, state().digests().page(ORDERS, "p1", FIRST_PAGE, 10));
        assertSame(ranges, reopened().digests().page(ORDERS, "p1", FIRST_PAGE, 10));
    }

    @Test
    void keysOfEveryKindOfValueAreKept() {
        List<Value> values = new ArrayList<>(StateValues.present());
        values.add(Value.Null.NULL);
        List<DigestRange> ranges = List.of(new DigestRange(1, 1, values, values.reversed(), new byte[] {1}),
                new DigestRange(2, 0, List.of(), List.of(), new byte[0]));
        state().digests().add(ORDERS, "p1", ranges);
        assertSame(ranges, state().digests().page(ORDERS, "p1", FIRST_PAGE, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000})
    void rangesComeInTheOrderOfTheirEndsPageByPage(int limit) {
        List<DigestRange> ranges = LongStream.of(1, 9, 10, 100, 1_000, 4_096, 1L << 33)
                .mapToObj(end -> range(end, new byte[] {(byte) end})).toList();
        DigestStore digests = state().digests();
        digests.add(ORDERS, "p1", ranges.subList(0, 3));
        digests.add(ORDERS, "p1", List.of());
        digests.add(ORDERS, "p1", ranges.subList(3, 7));
        List<DigestRange> read = new ArrayList<>();
        List<DigestRange> page = digests.page(ORDERS, "p1", 0, limit);
        while (!page.isEmpty()) {
            assertEquals(true, page.size() <= limit);
            read.addAll(page);
            page = digests.page(ORDERS, "p1", page.getLast().end(), limit);
        }
        assertSame(ranges, read);
    }

    @Test
    void addingARangeAgainAsAfterALostAnswerKeepsItOnce() {
        DigestStore digests = state().digests();
        List<DigestRange> ranges = List.of(range(1, new byte[] {1}), range(2, new byte[] {2}));
        digests.add(ORDERS, "p1", ranges);
        digests.add(ORDERS, "p1", ranges);
        assertSame(ranges, digests.page(ORDERS, "p1", FIRST_PAGE, 10));
    }

    @Test
    void rule13_whatLiesBehindTheCheckpointIsRemovedAndTheRestStays() {
        DigestStore digests = state().digests();
        List<DigestRange> ranges = LongStream.rangeClosed(1, 5).mapToObj(end -> range(10 * end, new byte[] {1}))
                .toList();
        digests.add(ORDERS, "p1", ranges);
        digests.add(ORDERS, "p2", ranges);
        digests.removeAfter(ORDERS, "p1", 30);
        digests.removeAfter(ORDERS, "p1", 30);
        assertSame(ranges.subList(0, 3), digests.page(ORDERS, "p1", FIRST_PAGE, 10));
        assertSame(ranges, digests.page(ORDERS, "p2", FIRST_PAGE, 10));
        digests.removeAfter(ORDERS, "p1", 29);
        assertSame(ranges.subList(0, 2), digests.page(ORDERS, "p1", FIRST_PAGE, 10));
        digests.add(ORDERS, "p1", ranges.subList(2, 4));
        assertSame(ranges.subList(0, 4), digests.page(ORDERS, "p1", FIRST_PAGE, 10));
        digests.removeAfter(ORDERS, "p1", 0);
        assertSame(List.of(), digests.page(ORDERS, "p1", FIRST_PAGE, 10));
        digests.removeAfter(ORDERS, "no such pass", 0);
    }

    @Test
    void aPassTakesTheFirstRangesOfAnotherAsTheyAre() throws Exception {
        DigestStore digests = state().digests();
        List<DigestRange> ranges = LongStream.rangeClosed(1, 5).mapToObj(end -> range(10 * end, new byte[(int) end]))
                .toList();
        digests.add(ORDERS, "p1", ranges);
        digests.adopt(ORDERS, "p1", 30, "p2");
        assertSame(ranges.subList(0, 3), digests.page(ORDERS, "p2", FIRST_PAGE, 10));
        assertSame(ranges.subList(3, 5), digests.page(ORDERS, "p1", FIRST_PAGE, 10));
        assertEquals(new Size(5 * 17, 15), digests.size(ORDERS));
        digests.adopt(ORDERS, "p1", 30, "p2");
        digests.adopt(ORDERS, "no such pass", 30, "p2");
        assertSame(ranges.subList(0, 3), reopened().digests().page(ORDERS, "p2", FIRST_PAGE, 10));
    }

    @Test
    void theFirstRangesOfAPassAreRemovedAndTheRestStays() {
        DigestStore digests = state().digests();
        List<DigestRange> ranges = LongStream.rangeClosed(1, 5).mapToObj(end -> range(10 * end, new byte[] {1}))
                .toList();
        digests.add(ORDERS, "p1", ranges);
        digests.add(ORDERS, "p2", ranges);
        digests.removeUpTo(ORDERS, "p1", 30);
        digests.removeUpTo(ORDERS, "p1", 30);
        assertSame(ranges.subList(3, 5), digests.page(ORDERS, "p1", FIRST_PAGE, 10));
        assertSame(ranges, digests.page(ORDERS, "p2", FIRST_PAGE, 10));
    }

    @Test
    void otherPassesAreRemovedAndWithoutANameEveryPassIs() {
        DigestStore digests = state().digests();
        List<DigestRange> ranges = List.of(range(1, new byte[] {1}));
        for (String pass : List.of("p1", "p2", "P2", "p2 ")) {
            digests.add(ORDERS, pass, ranges);
        }
        digests.removeOtherPasses(ORDERS, "p2");
        assertSame(ranges, digests.page(ORDERS, "p2", FIRST_PAGE, 10));
        for (String pass : List.of("p1", "P2", "p2 ")) {
            assertSame(List.of(), digests.page(ORDERS, pass, FIRST_PAGE, 10));
        }
        digests.removeOtherPasses(ORDERS, "");
        assertSame(List.of(), digests.page(ORDERS, "p2", FIRST_PAGE, 10));
        assertEquals(new Size(0, 0), digests.size(ORDERS));
    }

    @Test
    void theSizeIsOfAllPassesTogether() {
        DigestStore digests = state().digests();
        assertEquals(new Size(0, 0), digests.size(ORDERS));
        digests.add(ORDERS, "p1", List.of(range(1, new byte[100_000]), range(2, new byte[3])));
        digests.add(ORDERS, "p2", List.of(range(1, new byte[0]), range(3, new byte[40])));
        assertEquals(new Size(4 * 17, 100_043), digests.size(ORDERS));
    }

    @Test
    void rule1_scopesDoNotServeEachOtherWhateverTheirNames() {
        DigestStore digests = state().digests();
        List<Scope> scopes = StateValues.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            assertSame(List.of(), digests.page(scopes.get(i), "p1", FIRST_PAGE, 10));
            digests.add(scopes.get(i), "p1", List.of(range(1, new byte[i])));
        }
        digests.removeOtherPasses(scopes.getFirst(), "");
        digests.removeAfter(scopes.get(1), "p1", 0);
        for (int i = 0; i < scopes.size(); i++) {
            assertSame(i < 2 ? List.of() : List.of(range(1, new byte[i])),
                    digests.page(scopes.get(i), "p1", FIRST_PAGE, 10));
            assertEquals(i < 2 ? new Size(0, 0) : new Size(17, i), digests.size(scopes.get(i)));
        }
    }

    @Test
    void severalTablesAddAtOnceAndAnotherProcessSeesIt() throws Exception {
        DigestStore digests = state().digests();
        List<Thread> threads = IntStream.range(0, 4).mapToObj(table -> Thread.ofVirtual().start(() -> {
            for (int end = 1; end <= 10; end++) {
                digests.add(new Scope("shop", "push", "t" + table), "p1", List.of(range(end, new byte[1_000])));
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        try (var other = openState()) {
            for (int table = 0; table < 4; table++) {
                assertEquals(new Size(170, 10_000), other.digests().size(new Scope("shop", "push", "t" + table)));
            }
        }
    }

    private static DigestRange range(long end, byte[] digests) {
        return new DigestRange(end, 17, List.of(new Value.Int64(end)), List.of(new Value.Text("größe"),
                Value.Null.NULL), digests);
    }

    private static void assertSame(List<DigestRange> expected, List<DigestRange> actual) {
        assertEquals(expected.stream().map(DigestStoreContract::content).toList(),
                actual.stream().map(DigestStoreContract::content).toList());
    }

    private static List<Object> content(DigestRange range) {
        return List.of(range.end(), range.rows(), range.first(), range.last(), new Value.Bytes(range.digests()));
    }
}
