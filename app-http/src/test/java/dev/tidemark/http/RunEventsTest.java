package dev.tidemark.http;

import static dev.tidemark.http.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.http.api.EventStreams;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.SyncRun;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.RunEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Those who watch a run are told what happens in it. */
@TestInstance(Lifecycle.PER_CLASS)
final class RunEventsTest {
    private final Shop shop;
    private final Server server;
    private final Client client;
    private final String token;

    RunEventsTest(@TempDir Path folder) throws Exception {
        this.shop = new Shop(folder, 20_000);
        this.token = shop.token(Role.OPERATOR);
        this.server = shop.serve();
        this.client = new Client(server.address(), Optional.of(token));
    }

    @AfterAll
    void end() {
        client.close();
        server.close();
    }

    private static List<String> values(List<String> lines, String field) {
        return lines.stream().filter(line -> line.startsWith(field + ": "))
                .map(line -> line.substring(field.length() + 2)).toList();
    }

    @Test
    void aRunIsToldFromItsBeginningToItsEnd() throws Exception {
        String run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\",\"options\":{\"restart\":true}}"));
        var answer = client.lines("/api/runs/" + run + "/events");
        List<String> lines = answer.body().toList();

        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
        List<String> kinds = values(lines, "event");
        assertEquals("run-started", kinds.getFirst());
        assertEquals("run-ended", kinds.getLast());
        assertTrue(kinds.containsAll(List.of("table-started", "progress", "table-ended")), kinds.toString());
        assertTrue(values(lines, "data").getFirst()
                .startsWith("{\"run\":\"" + run + "\",\"profile\":\"shop\",\"direction\":\"push\",\"at\":\"20"),
                lines.toString());
        assertTrue(values(lines, "data").getLast().startsWith("{\"status\":\"succeeded\",\"at\":\"20"),
                lines.toString());
        assertTrue(lines.toString().contains("{\"table\":\"item\",\"read\":20000,"), lines.toString());
        assertFalse(client.get("/api/runs/" + run).body().contains("running"),
                "the report is there before the end is told");
    }

    @Test
    void whoComesBackGoesOnWhereHeWas() throws Exception {
        String run = client.ran("odd");
        List<String> all = client.lines("/api/runs/" + run + "/events").body().toList();
        List<String> ids = values(all, "id");
        List<String> rest = client.lines("/api/runs/" + run + "/events", "Last-Event-ID", ids.get(1)).body().toList();

        assertEquals(ids.subList(2, ids.size()), values(rest, "id"));
        assertEquals(values(all, "data").subList(2, ids.size()), values(rest, "data"));
        assertEquals(List.of(),
                values(client.lines("/api/runs/" + run + "/events", "Last-Event-ID", ids.getLast()).body()
                        .toList(), "id"));
    }

    /** As a server of the same state does; this one finds out within a second. */
    @Test
    void aRunOfAnotherProcessIsToldToo() throws Exception {
        try (Syncs other = shop.open(); ExecutorService thread = Executors.newSingleThreadExecutor()) {
            SyncRun run = other.prepare(SyncRequest.push("shop").withStart(SyncRequest.Start.ANEW));
            other.server().runs().add(new RunRecord(run.id(), "shop", "push", "running", Instant.now(),
                    Optional.empty(), ""));
            RunEvents told = new RunEvents(run.id(), other.server().events(), InstantSource.system());
            thread.submit(() -> {
                told.started("shop", run.direction());
                told.ended(run.execute(told).status().word());
            });
            List<String> kinds = values(client.lines("/api/runs/" + run.id() + "/events").body().toList(), "event");

            assertEquals("run-started", kinds.getFirst());
            assertEquals("run-ended", kinds.getLast());
        }
    }

    @Test
    void whoGoesAwayLeavesNothingBehind() throws Exception {
        String run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\",\"options\":{\"restart\":true}}"));
        try (Client leaving = new Client(server.address(), Optional.of(token));
                Stream<String> lines = leaving.lines("/api/runs/" + run + "/events").body()) {
            assertTrue(lines.anyMatch(line -> line.startsWith("event: run-started")));
        }
        client.post("/api/runs/" + run + "/cancel", "");
        client.report(run);
        long end = System.nanoTime() + java.time.Duration.ofSeconds(10).toNanos();
        while (server.bean(EventStreams.class).watching() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(0, server.bean(EventStreams.class).watching());
    }

    @Test
    void aTokenThatIsRevokedEndsItsStreams() throws Exception {
        String run = "01J9ZZZZZZZZZZZZZZZZZZZZ00";
        try (Syncs other = shop.open()) {
            other.server().runs()
                    .save(new RunRecord(run, "fresh", "push", "running", Instant.now(), Optional.empty(), ""));
            other.server().events().add(run, Instant.now(), List.of(new RunEvent("run-started", "{}")));
        }
        String brief = shop.token(Role.VIEWER);
        try (Client leaving = new Client(server.address(), Optional.of(brief))) {
            Iterator<String> lines = leaving.lines("/api/runs/" + run + "/events").body().iterator();
            assertTrue(lines.hasNext());
            shop.revoke(brief);
            // Ends, or the test does not.
            lines.forEachRemaining(_ -> {
            });
        }
        assertEquals(200, client.get("/api/me").statusCode());
    }

    @Test
    void aServerThatEndsEndsTheStreamsToo(@TempDir Path folder) throws Exception {
        Server ending = new Shop(folder, 20_000).serve();
        try (Client there = new Client(ending.address())) {
            String run = Client.run(there.post("/api/runs", "{\"profile\":\"shop\"}"));
            var lines = there.lines("/api/runs/" + run + "/events").body();
            var watched = lines.iterator();
            assertTrue(watched.hasNext());
            ending.close();
            watched.forEachRemaining(_ -> {
            });
        } finally {
            ending.close();
        }
    }

    @Test
    void whatIsNotUnderstoodIsAProblem() throws Exception {
        assertProblem(404, client.get("/api/runs/01J9ZZZZZZZZZZZZZZZZZZZZZZ/events"));
        assertProblem(400, client.get("/api/runs/" + client.ran("odd") + "/events", "Last-Event-ID", "last"));
    }
}
