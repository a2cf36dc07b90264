package dev.tidemark.http;

import static dev.tidemark.http.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.TokenStore.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, cancelling, retrying and finding runs. */
@TestInstance(Lifecycle.PER_CLASS)
final class RunsApiTest {
    private static final int ITEMS = 30_000;
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");

    private final Shop shop;
    private final Server server;
    private final Client client;

    RunsApiTest(@TempDir Path folder) throws Exception {
        this.shop = new Shop(folder, ITEMS);
        String token = shop.token(Role.OPERATOR);
        this.server = shop.serve();
        this.client = new Client(server.address(), Optional.of(token));
    }

    @AfterAll
    void end() {
        client.close();
        server.close();
    }

    @Test
    void profilesTellWhereTheyStand() throws Exception {
        String run = client.ran("odd");
        String profiles = client.get("/api/profiles").body();
        while (!profiles.contains(run)) {
            profiles = client.get("/api/profiles").body();
        }

        assertTrue(profiles.startsWith(
                "{\"profiles\":[{\"profile\":\"shop\",\"source\":\"local\",\"sink\":\"copy\",\"mode\":\"upsert\","
                        + "\"schedule\":null,\"nextRun\":null,\"running\":null,"),
                profiles);
        assertTrue(profiles.contains("\"lastRun\":{\"run\":\"" + run
                + "\",\"profile\":\"odd\",\"direction\":\"push\",\"status\":\"rejects\",\"startedAt\":\""), profiles);
        assertTrue(profiles.contains("\"totals\":{\"read\":2,"), profiles);
        assertTrue(profiles.contains("\"rejects\":1,"), profiles);
        assertTrue(
                Pattern.compile("\"schedule\":\"0 12 1 1 \\* Europe/Berlin\",\"nextRun\":\"20\\d\\d-01-01T11:00:00Z\"")
                        .matcher(profiles).find(),
                profiles);
        assertTrue(
                Pattern.compile("\"profile\":\"broken\",.*\"problem\":\"[^\"]*SHOP_TEST_UNSET").matcher(profiles)
                        .find(),
                profiles);
    }

    @Test
    void theHistoryIsReadPageByPage() throws Exception {
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            started.addFirst(client.ran("odd"));
        }
        List<String> listed = new ArrayList<>();
        String page = client.get("/api/runs?profile=odd&limit=2").body();
        Optional<String> next = next(page);
        while (next.isPresent()) {
            listed.addAll(runs(page));
            page = client.get("/api/runs?profile=odd&limit=2&cursor=" + next.get()).body();
            next = next(page);
        }
        listed.addAll(runs(page));

        assertEquals(started, listed.subList(0, 5));
        assertEquals(listed.size(), new HashSet<>(listed).size());
        assertEquals(List.of(), runs(client.get("/api/runs?profile=odd&status=failed").body()));
        assertEquals(5, runs(client.get("/api/runs?status=rejects&limit=5").body()).size());
    }

    private static Optional<String> next(String page) {
        Matcher matcher = NEXT.matcher(page);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static List<String> runs(String page) {
        return Pattern.compile("\"run\":\"([^\"]+)\"").matcher(page).results().map(found -> found.group(1)).toList();
    }

    @Test
    void aCursorThatThisServerDidNotGiveForThisQuestionIsRefused() throws Exception {
        client.ran("odd");
        client.ran("odd");
        String cursor = next(client.get("/api/runs?profile=odd&limit=1").body()).orElseThrow();
        String forged = (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1);

        assertEquals(200, client.get("/api/runs?profile=odd&cursor=" + cursor).statusCode());
        assertProblem(400, client.get("/api/runs?profile=odd&cursor=" + forged));
        assertProblem(400, client.get("/api/runs?profile=shop&cursor=" + cursor));
        assertProblem(400, client.get("/api/runs?profile=odd&cursor=" + cursor.substring(0, cursor.length() - 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=many", "status=done", "cursor=", "cursor=x", "cursor=.",
            "cursor=YQ.YQ"})
    void aQuestionThatIsNotUnderstoodIsAProblem(String query) throws Exception {
        assertProblem(400, client.get("/api/runs?" + query));
    }

    @Test
    void theSameRequestSentAgainStartsNothingMore() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<String>>> calls = IntStream.range(0, 20)
                    .<Callable<HttpResponse<String>>>mapToObj(_ -> () -> client.post("/api/runs",
                            "{\"profile\":\"fresh\",\"options\":{\"limit\":50}}", "Idempotency-Key", "one"))
                    .toList();
            Set<String> places = new HashSet<>();
            for (var call : callers.invokeAll(calls)) {
                assertEquals(202, call.get().statusCode(), call.get().body());
                places.add(call.get().headers().firstValue("Location").orElseThrow());
            }
            assertEquals(1, places.size(), places.toString());
            client.report(places.iterator().next().substring("/api/runs/".length()));
        }
        assertEquals(1, runs(client.get("/api/runs?profile=fresh&limit=50").body()).size());
        assertProblem(422,
                client.post("/api/runs", "{\"profile\":\"fresh\",\"options\":{\"limit\":51}}", "Idempotency-Key",
                        "one"));
        try (Client other = new Client(server.address(), Optional.of(shop.token(Role.OPERATOR)))) {
            String run = Client.run(other.post("/api/runs", "{\"profile\":\"fresh\",\"options\":{\"limit\":51}}",
                    "Idempotency-Key", "one"));
            assertTrue(client.report(run).contains("\"read\":51,"), "another caller's key is another");
        }
    }

    @Test
    void aKeyHasALength() throws Exception {
        assertProblem(400, client.post("/api/runs", "{\"profile\":\"odd\"}", "Idempotency-Key", "k".repeat(256)));
        HttpResponse<String> longest = client.post("/api/runs", "{\"profile\":\"odd\"}", "Idempotency-Key",
                "k".repeat(255));
        assertEquals(202, longest.statusCode(), longest.body());
        client.report(Client.run(longest));
    }

    @Test
    void aCancelledRunSavesItsPlaceAndTheNextGoesOnFromThere() throws Exception {
        String run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\",\"options\":{\"restart\":true}}"));
        awaitBatch(run);
        HttpResponse<String> cancelled = client.post("/api/runs/" + run + "/cancel", "");
        assertEquals(202, cancelled.statusCode(), cancelled.body());
        String report = client.report(run);
        assertTrue(report.contains("\"status\":\"interrupted\""), report);
        assertFalse(report.contains("\"read\":" + ITEMS + ","), report);

        String next = client.report(Client.run(client.post("/api/runs", "{\"profile\":\"shop\"}")));
        assertTrue(next.contains("\"status\":\"succeeded\""), next);
        assertFalse(next.contains("\"resumedFrom\":null"), next);
        assertTrue(next.contains("\"rowsAfter\":" + ITEMS + ","), next);
        assertProblem(409, client.post("/api/runs/" + run + "/cancel", ""));
        assertProblem(404, client.post("/api/runs/01J9ZZZZZZZZZZZZZZZZZZZZZZ/cancel", ""));
        String audit = client.get("/api/audit").body();
        assertTrue(audit.contains("\"action\":\"cancel\",\"subject\":\"" + run + "\""), audit);
        assertTrue(audit.contains("\"action\":\"start\",\"subject\":\"" + run + "\",\"detail\":\"push shop\""), audit);
    }

    /** Until it has moved rows; the first progress tells of a batch. */
    private void awaitBatch(String run) throws Exception {
        try (Stream<String> lines = client.lines("/api/runs/" + run + "/events").body()) {
            assertTrue(lines.anyMatch(line -> line.startsWith("event: progress")));
        }
    }

    @Test
    void rejectsAreReadPageByPageAndTriedAgain() throws Exception {
        client.ran("odd");
        String rejects = client.get("/api/profiles/odd/rejects?table=odd&limit=1").body();
        assertTrue(rejects.startsWith(
                "{\"counts\":[{\"table\":\"odd\",\"direction\":\"push\",\"count\":1}],\"rejects\":[{\"number\":"),
                rejects);
        assertTrue(rejects.contains("\"key\":\"id=2\""), rejects);
        assertTrue(rejects.endsWith("\"next\":null}"), rejects);
        assertTrue(client.get("/api/profiles/odd/rejects?table=other").body().contains("\"rejects\":[]"));
        HttpResponse<String> retry = client.post("/api/profiles/odd/rejects/retry", "{\"tables\":[\"odd\"]}");
        assertEquals(202, retry.statusCode(), retry.body());
        String report = client.report(Client.run(retry));
        assertTrue(report.contains("\"status\":\"rejects\""), report);
        assertTrue(client.get("/api/audit").body().contains("\"action\":\"retry\""));
        assertProblem(404, client.get("/api/profiles/ood/rejects"));
        assertProblem(400, client.get("/api/profiles/odd/rejects?after=-1"));
        assertNotEquals(202, client.post("/api/profiles/ood/rejects/retry", "").statusCode());
    }

    @Test
    void theAuditLogIsReadPageByPage() throws Exception {
        client.ran("odd");
        String first = client.get("/api/audit?limit=1").body();
        Matcher next = Pattern.compile("\"next\":(\\d+)").matcher(first);
        assertTrue(next.find(), first);
        String second = client.get("/api/audit?limit=1&before=" + next.group(1)).body();
        assertTrue(second.startsWith("{\"entries\":[{\"number\":"), second);
        assertNotEquals(first, second);
    }
}
