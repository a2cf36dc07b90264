package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.runtime.RememberedTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StateTextTest {

    @Test
    void aTableTellsItsWatermarkItsDigestsAndItsRejects() {
        Scope scope = new Scope("shop", "push", "orders");
        SyncPoint point = new SyncPoint(scope, "01J9", "source", "sink", new SchemaFingerprint("f"),
                Optional.of(new Value.Text("2026-01-02 03:04:05.678")), true, 15_928, Instant.EPOCH);
        assertEquals("""
                push of orders
                  complete    on %s, with 15,928 rows in the sink
                  watermark   2026-01-02 03:04:05.678
                  digests     of 15,928 rows, 1.00 MB
                  rejects     2 rows
                  orphans     1 key that a run which did not end well meant to delete""".formatted(
                Times.local(Instant.EPOCH)),
                String.join("\n", new StateText(Style.PLAIN).lines(List.of(new RememberedTable(scope, Optional.empty(),
                        Optional.of(point), new DigestStore.Size(15_928, 1 << 20), 2, 1)))));
    }
}
