package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.domain.schema.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link CheckpointStore} promises: one checkpoint a scope, exactly as saved, still there the next time. */
public abstract class CheckpointStoreContract extends StateContract {
    private static final Scope ORDERS = new Scope("shop", "push", "orders");

    @Test
    void aSavedCheckpointIsFoundExactlyAlsoByTheNextRun() throws Exception {
        Checkpoint saved = checkpoint(ORDERS, 7, everyKindOfValue());
        state().checkpoints().save(saved);
        assertEquals(Optional.of(saved), state().checkpoints().find(ORDERS));
        assertEquals(Optional.of(saved), reopened().checkpoints().find(ORDERS));
    }

    @Test
    void theStartIsAPlaceToo() {
        Checkpoint saved = checkpoint(ORDERS, 0, new Cursor.Start());
        state().checkpoints().save(saved);
        assertEquals(Optional.of(saved), state().checkpoints().find(ORDERS));
    }

    @Test
    void rule8_theBoundsOfAPassByWatermarkAreKeptAndSoIsTheirLack() throws Exception {
        List<Optional<Value>> bounds = new ArrayList<>(StateValues.present().stream().map(Optional::of).toList());
        bounds.add(Optional.empty());
        for (int i = 0; i < bounds.size(); i++) {
            Optional<Value> from = bounds.get(i);
            Optional<Value> upTo = bounds.get((i + 1) % bounds.size());
            Checkpoint saved = bounded(Optional.of(new Watermark("at \"1\" größe", from, upTo)), from);
            state().checkpoints().save(saved);
            assertEquals(Optional.of(saved), state().checkpoints().find(ORDERS));
        }
        Checkpoint last = bounded(Optional.of(new Watermark("at", Optional.empty(), bounds.getFirst())),
                bounds.getFirst());
        state().checkpoints().save(last);
        assertEquals(Optional.of(last), reopened().checkpoints().find(ORDERS));
        assertEquals(List.of(last), state().checkpoints().list("shop"));
        state().checkpoints().save(bounded(Optional.empty(), Optional.empty()));
        assertEquals(Optional.of(bounded(Optional.empty(), Optional.empty())), state().checkpoints().find(ORDERS));
    }

    @Test
    void aLaterCheckpointReplacesTheFormerOne() {
        CheckpointStore checkpoints = state().checkpoints();
        checkpoints.save(checkpoint(ORDERS, 1, after(1)));
        checkpoints.save(checkpoint(ORDERS, 2, after(2)));
        assertEquals(Optional.of(checkpoint(ORDERS, 2, after(2))), checkpoints.find(ORDERS));
        assertEquals(1, checkpoints.list("shop").size());
    }

    @Test
    void rule1_scopesDoNotServeEachOther() {
        CheckpointStore checkpoints = state().checkpoints();
        List<Scope> scopes = List.of(ORDERS, new Scope("shop", "pull", "orders"), new Scope("shop", "push", "Orders"),
                new Scope("shop", "push", "größe \"1\""), new Scope("Shop", "push", "orders"));
        for (int i = 0; i < scopes.size(); i++) {
            assertEquals(Optional.empty(), checkpoints.find(scopes.get(i)));
            checkpoints.save(checkpoint(scopes.get(i), i, after(i)));
        }
        for (int i = 0; i < scopes.size(); i++) {
            assertEquals(Optional.of(checkpoint(scopes.get(i), i, after(i))), checkpoints.find(scopes.get(i)));
        }
        checkpoints.remove(ORDERS);
        checkpoints.remove(ORDERS);
        assertEquals(Optional.empty(), checkpoints.find(ORDERS));
        List<Scope> left = checkpoints.list("shop").stream().map(Checkpoint::scope).toList();
        assertEquals(new Scope("shop", "pull", "orders"), left.getFirst());
        assertEquals(Set.copyOf(scopes.subList(1, 4)), Set.copyOf(left));
        assertEquals(3, left.size());
    }

    @Test
    void whatOneProcessSavedAnotherSees() throws Exception {
        try (var other = openState()) {
            state().checkpoints().save(checkpoint(ORDERS, 1, after(1)));
            assertEquals(Optional.of(checkpoint(ORDERS, 1, after(1))), other.checkpoints().find(ORDERS));
            other.checkpoints().save(checkpoint(ORDERS, 2, after(2)));
            assertEquals(Optional.of(checkpoint(ORDERS, 2, after(2))), state().checkpoints().find(ORDERS));
        }
    }

    @Test
    void severalTablesSaveAtOnce() throws Exception {
        CheckpointStore checkpoints = state().checkpoints();
        List<Thread> threads = java.util.stream.IntStream.range(0, 4).mapToObj(table -> Thread.ofVirtual().start(() -> {
            for (int row = 0; row <= 20; row++) {
                checkpoints.save(checkpoint(new Scope("shop", "push", "t" + table), row, after(row)));
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(20L, 20L, 20L, 20L), checkpoints.list("shop").stream().map(Checkpoint::rows).toList());
    }

    private static Cursor after(long row) {
        return new Cursor.After(List.of(new Value.Int64(row)));
    }

    private static Cursor everyKindOfValue() {
        List<Value> values = new ArrayList<>();
        EdgeValues.types().forEach(type -> values.addAll(EdgeValues.of(type)));
        values.add(new Value.Native(ValueType.ofNative("inet"), "10.0.0.1/8"));
        return new Cursor.After(values);
    }

    private static Checkpoint checkpoint(Scope scope, long rows, Cursor cursor) {
        return new Checkpoint(scope, "pass-1", "sqlite:/data/shop.db#orders", "postgresql:7301:shop:public:16384",
                SchemaFingerprint.of("orders"), cursor, rows, Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    private static Checkpoint bounded(Optional<Watermark> watermark, Optional<Value> settled) {
        Checkpoint whole = checkpoint(ORDERS, 1, after(1));
        return new Checkpoint(whole.scope(), whole.pass(), whole.sourceIdentity(), whole.sinkIdentity(),
                whole.fingerprint(), whole.cursor(), whole.rows(), watermark, settled, whole.savedAt());
    }
}
