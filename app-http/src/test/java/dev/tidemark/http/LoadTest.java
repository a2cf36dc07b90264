package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.http.Load.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small enough for any machine; what 200 clients and a million rows do is in docs/server.md. */
final class LoadTest {
    private static final int CLIENTS = 50;
    private static final int WATCHERS = 5;
    private static final int ITEMS = 10_000;
    /** Generous: a busy machine with two cores runs clients, server and stores. */
    private static final long MOST_MILLIS = 3_000;

    @Test
    void fiftyClientsGetTheirAnswersWhileRowsMove(@TempDir Path folder) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        try (Server server = new Shop(folder, ITEMS).serve();
                Client client = new Client(server.address());
                Load load = new Load(server.address(), Optional.empty())) {
            String run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\"}"));
            List<String> paths = List.of("/api/runs?limit=20", "/api/profiles", "/api/runs/" + run, "/health");
            load.watchers(WATCHERS, run).clients(CLIENTS - WATCHERS, paths, running::get);
            String report = client.report(run);
            running.set(false);
            Seen seen = load.await();

            assertEquals(List.of(), seen.errors());
            assertTrue(report.contains("\"status\":\"succeeded\""), report);
            assertTrue(seen.requests() > CLIENTS, seen.text());
            paths.forEach(path -> assertTrue(seen.percentile99(path) < MOST_MILLIS, seen.text()));
        }
    }
}
