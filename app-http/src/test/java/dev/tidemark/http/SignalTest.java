package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignalTest {
    private static final int ITEMS = 50_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void sigtermLetsTheRunSaveItsPlaceAndTheNextOneGoesOnFromThere() throws Exception {
        Shop shop = new Shop(folder, ITEMS);
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Dlogback.configurationFile=logback.xml", "-cp",
                System.getProperty("java.class.path"), "dev.tidemark.http.Main", "--config",
                shop.configuration().toString(), "serve", "--port", "0").redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader err = new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
                Client client = new Client(address(err))) {
            String run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\"}"));
            // The line that says that the run has begun; 5,000 batches take longer than the signal.
            assertTrue(err.lines().anyMatch(line -> line.contains("run started")));
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());

            try (Syncs syncs = Syncs.open(Configuration.load(Optional.empty(), shop.environment()))) {
                RunRecord record = syncs.findRun(run).orElseThrow();
                assertEquals("interrupted", record.status(), record.toString());
                SyncReport resumed = syncs.run(SyncRequest.push("shop"), _ -> {
                });
                assertEquals(ITEMS, resumed.tables().getFirst().rowsAfter(), resumed.toString());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static URI address(BufferedReader err) {
        String line = err.lines().filter(text -> text.startsWith("Tidemark listens on ")).findFirst().orElseThrow();
        return URI.create(line.substring("Tidemark listens on ".length()));
    }
}
