package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link SyncPointStore} promises: one sync point a scope, exactly as saved, still there the next time. */
public abstract class SyncPointStoreContract extends StateContract {
    private static final Scope ORDERS = new Scope("shop", "push", "orders");

    @Test
    void aSavedSyncPointIsFoundExactlyAlsoByTheNextRun() throws Exception {
        SyncPoint saved = point(ORDERS, Optional.of(new Value.TimestampTz(1_700_000_000_123_456L)), true, 1L << 40);
        state().syncPoints().save(saved);
        assertEquals(Optional.of(saved), state().syncPoints().find(ORDERS));
        assertEquals(Optional.of(saved), reopened().syncPoints().find(ORDERS));
    }

    @Test
    void severalAreSavedAtOnceEachInPlaceOfItsFormerOne() {
        SyncPointStore points = state().syncPoints();
        Scope lines = new Scope("shop", "push", "lines");
        points.save(point(ORDERS, Optional.empty(), false, 1));
        SyncPoint orders = point(ORDERS, Optional.of(new Value.Int64(5)), true, 2);
        points.save(List.of(orders, point(lines, Optional.empty(), true, 3)));
        points.save(List.of());
        assertEquals(Optional.of(orders), points.find(ORDERS));
        assertEquals(Optional.of(point(lines, Optional.empty(), true, 3)), points.find(lines));
    }

    @Test
    void aWatermarkOfEveryKindIsKeptAndSoIsItsLack() {
        SyncPointStore points = state().syncPoints();
        for (Value value : StateValues.present()) {
            SyncPoint saved = point(ORDERS, Optional.of(value), false, 7);
            points.save(saved);
            assertEquals(Optional.of(saved), points.find(ORDERS));
        }
        points.save(point(ORDERS, Optional.empty(), true, 0));
        assertEquals(Optional.of(point(ORDERS, Optional.empty(), true, 0)), points.find(ORDERS));
    }

    @Test
    void aLaterSyncPointReplacesTheFormerOneWholly() {
        SyncPointStore points = state().syncPoints();
        points.save(point(ORDERS, Optional.of(new Value.Int64(5)), true, 100));
        SyncPoint later = new SyncPoint(ORDERS, "pass-2", "sqlite:other", "postgresql:other",
                SchemaFingerprint.of("other"), Optional.empty(), false, 3, Instant.parse("2026-02-03T04:05:06.789Z"));
        points.save(later);
        assertEquals(Optional.of(later), points.find(ORDERS));
        assertEquals(List.of(later), points.list("shop"));
    }

    @Test
    void rule1_scopesDoNotServeEachOtherWhateverTheirNames() {
        SyncPointStore points = state().syncPoints();
        List<Scope> scopes = StateValues.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            assertEquals(Optional.empty(), points.find(scopes.get(i)));
            points.save(point(scopes.get(i), Optional.empty(), false, i));
        }
        for (int i = 0; i < scopes.size(); i++) {
            assertEquals(Optional.of(point(scopes.get(i), Optional.empty(), false, i)), points.find(scopes.get(i)));
        }
        points.remove(scopes.getFirst());
        points.remove(scopes.getFirst());
        assertEquals(Optional.empty(), points.find(scopes.getFirst()));
        assertEquals(Set.copyOf(scopes.subList(1, scopes.size())),
                Set.copyOf(scopes.stream().map(Scope::profile).distinct().flatMap(profile -> points.list(profile)
                        .stream()).map(SyncPoint::scope).toList()));
    }

    @Test
    void theListIsOrderedByDirectionAndTable() {
        SyncPointStore points = state().syncPoints();
        List<Scope> sorted = List.of(new Scope("shop", "pull", "orders"), new Scope("shop", "push", "a"),
                new Scope("shop", "push", "b"));
        for (int i : new int[] {2, 0, 1}) {
            points.save(point(sorted.get(i), Optional.empty(), false, 1));
        }
        assertEquals(sorted, points.list("shop").stream().map(SyncPoint::scope).toList());
        assertEquals(List.of(), points.list("nobody"));
    }

    @Test
    void severalTablesSaveAtOnceAndAnotherProcessSeesIt() throws Exception {
        SyncPointStore points = state().syncPoints();
        List<Thread> threads = IntStream.range(0, 4).mapToObj(table -> Thread.ofVirtual().start(() -> {
            for (int rows = 0; rows <= 10; rows++) {
                points.save(point(new Scope("shop", "push", "t" + table), Optional.empty(), false, rows));
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        try (var other = openState()) {
            assertEquals(List.of(10L, 10L, 10L, 10L),
                    other.syncPoints().list("shop").stream().map(SyncPoint::sinkRows).toList());
        }
    }

    private static SyncPoint point(Scope scope, Optional<Value> watermark, boolean digested, long sinkRows) {
        return new SyncPoint(scope, "pass-1", "sqlite:/data/größe \"1\".db#orders",
                "postgresql:7301:shop:public:16384", SchemaFingerprint.of("orders"), watermark, digested, sinkRows,
                Instant.parse("2026-01-02T03:04:05.678Z"));
    }
}
