package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those see who watch the server: its metrics and its health. */
@TestInstance(Lifecycle.PER_CLASS)
final class ObservedTest {
    private static final Pattern EXPRESSION = Pattern.compile("(?m)\"?expr\"?: (.*)$");
    private static final Pattern METRIC = Pattern.compile("\\b(?:tidemark|jvm|http)_[a-z_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(\\{[^}]*})? ([-+.0-9Ee]+|NaN|\\+Inf)$");

    private final Server server;
    private final Client client;

    ObservedTest(@TempDir Path folder) throws Exception {
        this.server = new Shop(folder, 100).serve();
        this.client = new Client(server.address());
    }

    /** The second run finds nothing to do. */
    @BeforeAll
    void run() throws Exception {
        for (int i = 1; i <= 2; i++) {
            assertTrue(client.report(Client.run(client.post("/api/runs", "{\"profile\":\"shop\"}")))
                    .contains("\"status\":\"succeeded\""));
            awaitSample(
                    "tidemark_sync_duration_seconds_count{direction=\"push\",profile=\"shop\",status=\"succeeded\"}",
                    i);
        }
    }

    @AfterAll
    void end() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"inserted,100", "unchanged,100", "updated,0", "duplicates,0", "deleted,0", "rejected,0"})
    void everyRowIsCountedOnceByWhatBecameOfIt(String outcome, double rows) throws Exception {
        assertEquals(rows, samples()
                .get("tidemark_sync_rows_total{outcome=\"" + outcome + "\",profile=\"shop\",table=\"item\"}"));
    }

    @Test
    void whatRunsAndStoresTookIsMeasured() throws Exception {
        Map<String, Double> samples = samples();
        // The rows of the first run are one stream; where the second has got to is saved at its end.
        assertEquals(2, samples.get("tidemark_batch_seconds_count{profile=\"shop\"}"), samples.toString());
        assertEquals(20, samples.get("tidemark_page_fetch_seconds_count{profile=\"shop\"}"), samples.toString());
        assertEquals(0, samples.get("tidemark_retries_total{profile=\"shop\"}"));
        assertEquals(0, samples.get("tidemark_rejects_total{profile=\"shop\",table=\"item\"}"));
        assertEquals(0, samples.get("tidemark_rejects_stored{profile=\"shop\"}"));
        assertEquals(0, samples.get("tidemark_runs_active"));
        assertTrue(samples.getOrDefault("tidemark_sync_memory_peak_bytes", 0.0) > 1 << 20, samples.toString());
        String lastSuccess = "tidemark_last_success_timestamp_seconds{direction=\"push\",profile=\"shop\"}";
        assertTrue(samples.getOrDefault(lastSuccess, 0.0) > 1.7e9, samples.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidemark.json", "alerts.yml"})
    void whatTheDashboardAndTheAlertsAskForIsThere(String file) throws Exception {
        List<String> expressions = EXPRESSION.matcher(Files.readString(Path.of("../docs/grafana", file))).results()
                .map(match -> match.group(1)).toList();
        TreeSet<String> asked = new TreeSet<>();
        expressions.forEach(expression -> METRIC.matcher(expression).results().map(MatchResult::group)
                .forEach(asked::add));
        TreeSet<String> told = new TreeSet<>();
        samples().keySet().forEach(sample -> told.add(sample.replaceFirst("\\{.*", "")));
        assertTrue(asked.size() > 3, asked.toString());
        asked.removeAll(told);
        assertEquals(new TreeSet<>(), asked, told.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
    void aStrangerIsToldAWordAboutTheHealth(String path) throws Exception {
        assertEquals("{\"status\":\"UP\"}", client.get(path).body());
        assertEquals(200, client.get(path).statusCode());
    }

    @Test
    void whichConnectionsAnswerIsToldOnRequest() throws Exception {
        String body = client.get("/api/health/connections").body();
        assertTrue(
                body.matches(
                        ".*\\{\"connection\":\"local\",\"store\":\"SQLite [^\"]*shop.db\",\"status\":\"UP\",\"trouble\":null}.*"),
                body);
    }

    /** The report is there a moment before the meters are. */
    private void awaitSample(String sample, double value) throws Exception {
        while (samples().getOrDefault(sample, 0.0) < value) {
            Thread.onSpinWait();
        }
    }

    private Map<String, Double> samples() throws Exception {
        Map<String, Double> samples = new TreeMap<>();
        SAMPLE.matcher(client.get("/prometheus").body()).results().forEach(match -> samples.put(
                match.group(1) + (match.group(2) == null ? "" : match.group(2)),
                Double.parseDouble(match.group(3).replace("+Inf", "Infinity"))));
        return samples;
    }
}
