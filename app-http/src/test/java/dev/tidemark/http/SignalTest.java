package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignalTest {
    private static final int ITEMS = 50_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void sigtermLetsTheRunSaveItsPlaceAndTheNextServerGoesOnWithIt() throws Exception {
        Shop shop = new Shop(folder, ITEMS);
        String run;
        try (ServerProcess server = ServerProcess.start(shop.configuration(), Map.of())) {
            run = Client.run(server.client().post("/api/runs", "{\"profile\":\"shop\"}"));
            // The line that says that the run has begun; 5,000 batches take longer than the signal.
            server.awaitLine("run started");
            assertEquals(143, server.terminate());
        }
        try (Syncs syncs = Syncs.open(Configuration.load(Optional.empty(), shop.environment()))) {
            assertEquals("running", syncs.findRun(run).orElseThrow().status(), "it is not over");
        }
        try (ServerProcess next = ServerProcess.start(shop.configuration(), Map.of())) {
            String report = next.client().report(run);
            assertTrue(report.contains("\"status\":\"succeeded\""), report);
            assertTrue(report.contains("\"totals\":{\"read\":" + ITEMS + ",\"inserted\":" + ITEMS + ","), report);
        }
    }
}
