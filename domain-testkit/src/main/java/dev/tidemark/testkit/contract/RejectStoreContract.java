package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RejectStore.Count;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RejectStore} promises: whole rows, in order, until they are removed. */
public abstract class RejectStoreContract extends StateContract {
    private static final Scope ORDERS = new Scope("shop", "push", "orders");
    private static final Scope PULLED = new Scope("shop", "pull", "orders");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

    @Test
    void aRejectIsKeptWithItsWholeRowAlsoForTheNextRun() throws Exception {
        List<Reject> rejects = new ArrayList<>(
                List.of(reject(1), new Reject(new Reason(Reason.Kind.UNREADABLE, "SQLITE_CORRUPT", "page 7"),
                        "id=7..id=9", Optional.empty())));
        List<String> names = new ArrayList<>();
        List<ValueType> types = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        EdgeValues.types().forEach(type -> EdgeValues.of(type).forEach(value -> {
            names.add("column \"" + names.size());
            types.add(type);
            values.add(value);
        }));
        rejects.add(new Reject(Reason.of(Reason.Kind.NOT_EXACT, "größe: 'abc' is no number"), "id=\u0000'x'",
                Optional.of(new Row(new RowType(names, types), values))));
        state().rejects().add(ORDERS, "pass-1", NOON, rejects);
        List<Stored> stored = reopened().rejects().page(ORDERS, 0, 10);
        assertEquals(rejects, stored.stream().map(Stored::reject).toList());
        stored.forEach(
                one -> assertEquals(List.of(ORDERS, "pass-1", NOON), List.of(one.scope(), one.pass(), one.at())));
    }

    @Test
    void everyKindOfReasonIsKept() {
        List<Reject> rejects = IntStream.range(0, Reason.Kind.values().length)
                .mapToObj(i -> new Reject(new Reason(Reason.Kind.values()[i], "2350" + i, "why " + i), "id=" + i,
                        Optional.empty()))
                .toList();
        state().rejects().add(ORDERS, "pass-1", NOON, rejects);
        assertEquals(rejects, state().rejects().page(ORDERS, 0, 100).stream().map(Stored::reject).toList());
    }

    @Test
    void pagesShowEveryRejectOnceInTheOrderOfAdding() {
        RejectStore store = state().rejects();
        store.add(ORDERS, "pass-1", NOON, rejects(0, 5));
        store.add(PULLED, "pass-1", NOON, rejects(100, 103));
        store.add(ORDERS, "pass-2", NOON, rejects(5, 8));
        store.add(ORDERS, "pass-2", NOON, List.of());
        List<Reject> seen = new ArrayList<>();
        long last = 0;
        for (List<Stored> page = store.page(ORDERS, last, 3); !page.isEmpty(); page = store.page(ORDERS, last, 3)) {
            assertTrue(page.size() <= 3);
            for (Stored one : page) {
                assertTrue(one.number() > last, "numbers grow");
                last = one.number();
                seen.add(one.reject());
            }
        }
        assertEquals(rejects(0, 8), seen);
    }

    @Test
    void rejectsAreCountedByScope() {
        RejectStore store = state().rejects();
        assertEquals(List.of(), store.count("shop"));
        store.add(ORDERS, "pass-1", NOON, rejects(0, 5));
        store.add(PULLED, "pass-1", NOON, rejects(0, 2));
        store.add(new Scope("other", "push", "orders"), "pass-1", NOON, rejects(0, 1));
        List<Count> counts = store.count("shop");
        assertEquals(2, counts.size());
        assertTrue(counts.containsAll(List.of(new Count(ORDERS, 5), new Count(PULLED, 2))), counts::toString);
    }

    @Test
    void whatIsRemovedIsGoneAndNothingElse() {
        RejectStore store = state().rejects();
        store.add(ORDERS, "pass-1", NOON, rejects(0, 5));
        List<Long> numbers = store.page(ORDERS, 0, 10).stream().map(Stored::number).toList();
        store.remove(List.of());
        store.remove(List.of(numbers.get(1), numbers.get(3), 999_999L));
        assertEquals(List.of(reject(0), reject(2), reject(4)),
                store.page(ORDERS, 0, 10).stream().map(Stored::reject).toList());
        store.remove(numbers);
        assertEquals(List.of(), store.count("shop"));
    }

    @Test
    void thousandsAreKeptAndRemovedAtOnce() {
        RejectStore store = state().rejects();
        store.add(ORDERS, "pass-1", NOON, rejects(0, 5_000));
        assertEquals(List.of(new Count(ORDERS, 5_000)), store.count("shop"));
        store.remove(store.page(ORDERS, 0, 5_000).stream().map(Stored::number).toList());
        assertEquals(List.of(), store.count("shop"));
    }

    @Test
    void aCompletedPassRemovesTheRejectsOfOthers() {
        RejectStore store = state().rejects();
        store.add(ORDERS, "pass-1", NOON, rejects(0, 3));
        store.add(PULLED, "pass-1", NOON, rejects(0, 1));
        store.add(ORDERS, "pass-2", NOON, rejects(3, 5));
        store.removeOtherPasses(ORDERS, "pass-2");
        assertEquals(rejects(3, 5), store.page(ORDERS, 0, 10).stream().map(Stored::reject).toList());
        assertEquals(rejects(0, 1), store.page(PULLED, 0, 10).stream().map(Stored::reject).toList());
    }

    private static List<Reject> rejects(int from, int to) {
        return IntStream.range(from, to).mapToObj(RejectStoreContract::reject).toList();
    }

    private static Reject reject(int id) {
        RowType type = new RowType(List.of("id", "name"), List.of(ValueType.INT64, ValueType.TEXT));
        return new Reject(new Reason(Reason.Kind.CONSTRAINT, "23502", "name is NULL"), "id=" + id,
                Optional.of(new Row(type, List.of(new Value.Int64(id), Value.Null.NULL))));
    }
}
