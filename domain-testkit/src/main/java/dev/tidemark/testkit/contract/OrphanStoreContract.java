package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.OrphanStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link OrphanStore} promises: keys in the order in which they were added, until they are forgotten. */
public abstract class OrphanStoreContract extends StateContract {
    private static final Scope ORDERS = new Scope("shop", "push", "orders");

    @Test
    void keysOfEveryKindOfValueAreKeptAlsoForTheNextRun() throws Exception {
        List<Value> values = new ArrayList<>(StateValues.present());
        values.add(Value.Null.NULL);
        List<List<Value>> keys = List.of(values, List.of(new Value.Int64(7)), List.of(),
                List.of(new Value.Text("a"), new Value.Text("")), List.of(new Value.Text(""), new Value.Text("a")));
        state().orphans().add(ORDERS, keys);
        assertEquals(keys, keys(state().orphans().page(ORDERS, 0, 10)));
        assertEquals(keys, keys(reopened().orphans().page(ORDERS, 0, 10)));
    }

    @Test
    void rule5_aHundredThousandKeysPageThroughInTheOrderOfTheirComing() {
        OrphanStore orphans = state().orphans();
        for (int from = 0; from < 100_000; from += 12_500) {
            orphans.add(ORDERS, LongStream.range(from, from + 12_500).mapToObj(OrphanStoreContract::key).toList());
        }
        assertEquals(100_000, orphans.count(ORDERS));
        long expected = 0;
        long last = 0;
        List<Stored> page = orphans.page(ORDERS, 0, 7_000);
        while (!page.isEmpty()) {
            for (Stored stored : page) {
                assertTrue(stored.number() > last, "numbers grow");
                last = stored.number();
                assertEquals(key(expected++), stored.key());
            }
            page = orphans.page(ORDERS, last, 7_000);
        }
        assertEquals(100_000, expected);
        orphans.clear(ORDERS);
        assertEquals(0, orphans.count(ORDERS));
        assertEquals(List.of(), orphans.page(ORDERS, 0, 10));
    }

    @Test
    void theSameKeyMayComeTwiceAndWhatComesLaterStandsBehind() {
        OrphanStore orphans = state().orphans();
        orphans.add(ORDERS, List.of(key(2), key(1)));
        orphans.add(ORDERS, List.of());
        List<Stored> first = orphans.page(ORDERS, 0, 1);
        assertEquals(List.of(key(2)), keys(first));
        orphans.add(ORDERS, List.of(key(2)));
        assertEquals(List.of(key(1), key(2)), keys(orphans.page(ORDERS, first.getFirst().number(), 10)));
        assertEquals(3, orphans.count(ORDERS));
    }

    @Test
    void rule1_scopesDoNotServeEachOtherWhateverTheirNames() {
        OrphanStore orphans = state().orphans();
        List<Scope> scopes = StateValues.scopes();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < scopes.size(); i++) {
                assertEquals(round, orphans.count(scopes.get(i)));
                orphans.add(scopes.get(i), List.of(key(i)));
            }
        }
        orphans.clear(scopes.getFirst());
        orphans.clear(scopes.getFirst());
        for (int i = 0; i < scopes.size(); i++) {
            assertEquals(i == 0 ? List.of() : List.of(key(i), key(i)), keys(orphans.page(scopes.get(i), 0, 10)));
            assertEquals(i == 0 ? 0 : 2, orphans.count(scopes.get(i)));
        }
        orphans.add(scopes.getFirst(), List.of(key(99)));
        assertEquals(List.of(key(99)), keys(orphans.page(scopes.getFirst(), 0, 10)));
    }

    @Test
    void threadsAddToOneScopeAndToOthersAtOnce() throws Exception {
        OrphanStore orphans = state().orphans();
        List<Thread> threads = IntStream.range(0, 4).mapToObj(thread -> Thread.ofVirtual().start(() -> {
            for (int key = 0; key < 10; key++) {
                orphans.add(ORDERS, List.of(key(key), key(-key)));
                orphans.add(new Scope("shop", "push", "t" + thread), List.of(key(key)));
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        try (var other = openState()) {
            assertEquals(80, other.orphans().count(ORDERS));
            assertEquals(80, other.orphans().page(ORDERS, 0, 1_000).stream().map(Stored::number).distinct().count());
            for (int thread = 0; thread < 4; thread++) {
                assertEquals(LongStream.range(0, 10).mapToObj(OrphanStoreContract::key).toList(),
                        keys(other.orphans().page(new Scope("shop", "push", "t" + thread), 0, 1_000)));
            }
        }
    }

    private static List<Value> key(long number) {
        return List.of(new Value.Int64(number), new Value.Text("k" + number));
    }

    private static List<List<Value>> keys(List<Stored> page) {
        return page.stream().map(Stored::key).toList();
    }
}
