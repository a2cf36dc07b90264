package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire and what comes back, byte by byte: a server that says what it was told to say. */
@Timeout(60)
class SupabaseClientTest {
    private static final RestRequest READ = RestRequest.get("/t", "limit=1");
    private static final String DOING = "reading t";

    private final List<Duration> slept = new ArrayList<>();
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void everyRequestSaysWhoWeAreAndWhichSchemaIsMeant() throws Exception {
        server.answers(ok("[]"));
        client(config().withSchema("shop")).expect(RestRequest.post("/t", "columns=%22a%22", "[]".getBytes(
                StandardCharsets.UTF_8), "return=minimal", "handling=strict"), DOING).close();
        String request = server.requests().getFirst();
        assertTrue(request.startsWith("POST /rest/v1/t?columns=%22a%22 HTTP/1.1\n"), request);
        assertHas(request, "apikey: sb_secret_x");
        assertHas(request, "accept-profile: shop");
        assertHas(request, "content-profile: shop");
        assertHas(request, "content-type: application/json");
        assertHas(request, "prefer: return=minimal,handling=strict");
        assertHas(request, "user-agent: tidemark");
        assertFalse(request.contains("authorization:"), request);
        assertFalse(request.contains("upgrade:"), request);
    }

    @Test
    void onlyATokenIsABearer() throws Exception {
        server.answers(ok("[]"));
        server.answers(ok("[]"));
        String anon = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln";
        client(SupabaseConfig.of(server.url(), anon)).expect(READ, DOING).close();
        client(SupabaseConfig.of(server.url(), anon).withAccessToken("eyJ1c2VyIjoxfQ.e30.c2ln")).expect(READ, DOING)
                .close();
        assertHas(server.requests().get(0), "authorization: Bearer " + anon);
        assertHas(server.requests().get(1), "authorization: Bearer eyJ1c2VyIjoxfQ.e30.c2ln");
        assertHas(server.requests().get(1), "apikey: " + anon);
    }

    @Test
    void connectionsAreUsedAgainEvenIfTheEndOfAnAnswerIsNotRead() throws Exception {
        for (int request = 0; request < 5; request++) {
            server.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n0\r\n\r\n");
            try (RestAnswer answer = client().send(READ, DOING)) {
                assertEquals("[1]", new String(answer.body().readNBytes(3), StandardCharsets.UTF_8));
            }
        }
        assertEquals(1, server.connections());
    }

    @Test
    void whatWasCompressedOnItsWayIsRead() throws Exception {
        // echo -n '[{"a":1}]' | gzip
        byte[] zipped = Base64.getDecoder().decode("H4sIAAAAAAAAA4uuVkpUsjKsjQUAfXPL8gkAAAA=");
        server.answers(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1), zipped);
        try (RestAnswer answer = client().send(READ, DOING)) {
            assertEquals("[{\"a\":1}]", text(answer));
        }
        assertHas(server.requests().getFirst(), "accept-encoding: gzip");
    }

    @Test
    void anEmptyAnswerIsNotUnpacked() throws Exception {
        server.answers("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n");
        try (RestAnswer answer = client().send(READ, DOING)) {
            assertEquals("", text(answer));
        }
    }

    @Test
    void aKeyIsNeverSentToWhereARedirectionPoints() throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            server.answers("HTTP/1.1 301 Moved Permanently\r\nLocation: " + other.url()
                    + "/rest/v1/t\r\nContent-Length: 0\r\n\r\n");
            StoreException e = assertThrows(StoreException.Permanent.class, () -> client().expect(READ, DOING));
            assertTrue(e.advice().contains("another address"), e.advice());
            assertEquals(0, other.connections());
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForForEver() {
        server.answersNothing();
        StoreException e = assertThrows(StoreException.Unreachable.class,
                () -> client(impatient()).send(READ, DOING));
        assertInstanceOf(HttpTimeoutException.class, e.getCause());
    }

    @Test
    void anAnswerThatStopsInItsMiddleIsNotWaitedForForEver() throws Exception {
        server.answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,2");
        try (RestAnswer answer = client(impatient()).send(READ, DOING)) {
            assertThrows(HttpTimeoutException.class, () -> answer.body().readAllBytes());
        }
    }

    @Test
    void anAnswerThatTricklesForEverComesToAnEnd() throws Exception {
        server.trickles("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", Duration.ofMillis(20));
        long started = System.nanoTime();
        try (RestAnswer answer = client(impatient()).send(READ, DOING)) {
            assertThrows(HttpTimeoutException.class, () -> answer.body().readAllBytes());
        }
        long took = Duration.ofNanos(System.nanoTime() - started).toMillis();
        assertTrue(took >= 1000 && took < 20_000, () -> took + " ms");
    }

    @Test
    void anAnswerThatIsCutIsNoAnswer() {
        server.answersAndHangsUp("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,2");
        assertThrows(StoreException.Unreachable.class, () -> {
            // Which of the two tells it depends on how fast it comes.
            try (RestAnswer answer = client().send(READ, DOING)) {
                answer.body().readAllBytes();
            } catch (IOException e) {
                throw client().lost(DOING, e);
            }
        });
    }

    @Test
    void aConnectionThatTheServerGaveUpInTheMeantimeIsTriedAgainByWhoeverSent() throws Exception {
        server.answersAndHangsUp(ok("[]"));
        RestRequest write = RestRequest.post("/t", "", "[]".getBytes(StandardCharsets.UTF_8));
        client().expect(write, DOING).close();
        server.answersAndHangsUp("");
        assertThrows(StoreException.Unreachable.class, () -> client().expect(write, DOING));
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws Exception {
        // Bound and not listening: a port that was only let go may be another test's by now.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress("127.0.0.1", 0));
            URI gone = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            StoreException e = assertThrows(StoreException.Unreachable.class,
                    () -> client(SupabaseConfig.of(gone, "sb_secret_x")).send(READ, DOING));
            assertTrue(String.valueOf(e.getMessage()).startsWith("reading t: 127.0.0.1:"), e.getMessage());
        }
    }

    @Test
    void whoeverIsInterruptedAsksForNothing() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> client().send(READ, DOING));
        assertFalse(Thread.interrupted());
        assertEquals(0, server.connections());
    }

    @Test
    void whoeverIsInterruptedWhileTheServerThinksStillGetsItsAnswer() throws Exception {
        Thread waiting = Thread.currentThread();
        server.answersAfter(waiting::interrupt, "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\n[1]\r\n0\r\n\r\n");
        try (RestAnswer answer = client().send(RestRequest.post("/t", "", new byte[1]), DOING)) {
            assertEquals(201, answer.status());
            assertEquals("[1]", text(answer));
            assertTrue(Thread.interrupted(), "forgotten");
        }
    }

    @Test
    void whoeverIsInterruptedDoesNotWaitForEver() {
        Thread waiting = Thread.currentThread();
        server.answersAfter(waiting::interrupt, "");
        assertThrows(InterruptedException.class,
                () -> client(config().withTimeout(Duration.ofMillis(500))).send(READ, DOING));
    }

    @Test
    void anInterruptEndsTheReadingOfAnAnswerThatDoesNotCome() throws Exception {
        server.answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[");
        try (RestAnswer answer = client(impatient()).send(READ, DOING)) {
            assertEquals('[', answer.body().read());
            Thread.currentThread().interrupt();
            IOException e = assertThrows(InterruptedIOException.class, () -> answer.body().read());
            assertInstanceOf(StoreException.Transient.class, client().lost(DOING, e));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void whatCannotBeMadeSmallerIsAskedAgainAfterATimeOut() {
        server.answers(failed(544, "{\"message\":\"timed out\"}", ""));
        server.answers(failed(500, "{\"code\":\"57014\"}", ""));
        server.answers(ok("[]"));
        assertTrue(client().probe(READ, DOING).isPresent());
        assertTrue(client().probe(READ, DOING).isEmpty());
        server.answers(failed(500, "{\"code\":\"57014\"}", ""));
        server.answers(failed(500, "{\"code\":\"57014\"}", ""));
        assertThrows(StoreException.TooLarge.class, () -> client().ask(READ, DOING));
        assertEquals(5, server.requests().size());
    }

    @Test
    void whatChangesNothingIsAskedAgain() throws Exception {
        server.answers(failed(502, "<html>Bad Gateway</html>", ""));
        server.answers(failed(503, "{\"code\":\"PGRST002\"}", "Retry-After: 3\r\n"));
        server.answersAndHangsUp("");
        server.answers(ok("[]"));
        client().ask(READ, DOING).close();
        assertEquals(4, server.requests().size());
        List<Duration> pauses = slept.stream().filter(pause -> !pause.equals(Duration.ofSeconds(3))).toList();
        assertTrue(pauses.get(0).toMillis() >= 500 && pauses.get(0).toMillis() < 1_000, slept::toString);
    }

    @Test
    void whatDoesNotPassIsAskedAgainThreeTimes() {
        for (int tried = 0; tried < 4; tried++) {
            server.answers(failed(504, "{\"code\":\"PGRST003\",\"message\":\"Timed out\"}", ""));
        }
        StoreException e = assertThrows(StoreException.Transient.class, () -> client().ask(READ, DOING));
        assertEquals("PGRST003", e.code());
        assertEquals(4, server.requests().size());
    }

    @Test
    void whatIsDeniedIsAskedOnce() {
        server.answers(failed(403, "{\"code\":\"42501\",\"message\":\"permission denied for table t\"}", ""));
        StoreException e = assertThrows(StoreException.Denied.class, () -> client().ask(READ, DOING));
        assertEquals("grant select on public.t to service_role;", e.advice());
    }

    @Test
    void aTableThatTheServerDoesNotKnowYetIsWaitedFor() throws Exception {
        server.answers(failed(404, "{\"code\":\"PGRST205\",\"message\":\"Could not find the table\"}", ""));
        server.answers(failed(404, "{\"code\":\"PGRST205\",\"message\":\"Could not find the table\"}", ""));
        server.answers(ok("[]"));
        client().ask(READ, DOING).close();
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofMillis(500)), slept);
    }

    @Test
    void aTableThatTheServerNeverKnowsIsWaitedForFiveSeconds() {
        for (int tried = 0; tried < 11; tried++) {
            server.answers(failed(404, "{\"code\":\"PGRST205\",\"message\":\"Could not find the table\"}", ""));
        }
        assertThrows(StoreException.Permanent.class, () -> client().ask(READ, DOING));
        assertEquals(Duration.ofSeconds(5), slept.stream().reduce(Duration.ZERO, Duration::plus));
    }

    @Test
    void aProbeIsToldWhatTheServerSaidAgainstIt() {
        server.answers(failed(400, "{\"code\":\"42703\",\"message\":\"column t.a does not exist\"}", ""));
        assertEquals("42703", client().probe(READ, DOING).orElseThrow().code());
    }

    @Test
    void aServerThatWantsToBeLeftAloneIs() throws Exception {
        server.answers(failed(429, "{\"message\":\"slow down\"}", "Retry-After: 60\r\n"));
        server.answers(ok("[]"));
        List<Duration> held = new ArrayList<>();
        long[] now = {0};
        RequestGate gate = new RequestGate(pause -> {
            held.add(pause);
            now[0] += pause.toNanos();
        }, () -> now[0]);
        SupabaseClient client = new SupabaseClient(config(), gate, slept::add);
        StoreException.Transient e = assertThrows(StoreException.Transient.class, () -> client.expect(READ, DOING));
        assertEquals(Duration.ofMinutes(1), e.retryAfter().orElseThrow());
        assertEquals(4, gate.limit());
        client.expect(READ, DOING).close();
        assertEquals(List.of(Duration.ofMinutes(1)), held);
    }

    @Test
    void aServerThatCannotBeReachedSaysWhenToComeBack() throws Exception {
        server.answers(failed(502, "", "Retry-After: 60\r\n"));
        server.answers(ok("[]"));
        List<Duration> held = new ArrayList<>();
        long[] now = {0};
        RequestGate gate = new RequestGate(pause -> {
            held.add(pause);
            now[0] += pause.toNanos();
        }, () -> now[0]);
        SupabaseClient client = new SupabaseClient(config(), gate, slept::add);
        assertThrows(StoreException.Unreachable.class, () -> client.expect(READ, DOING));
        client.expect(READ, DOING).close();
        assertEquals(List.of(Duration.ofMinutes(1)), held);
    }

    private SupabaseConfig config() {
        return SupabaseConfig.of(server.url(), "sb_secret_x");
    }

    private SupabaseConfig impatient() {
        return config().withTimeout(Duration.ofMillis(300));
    }

    private SupabaseClient client() {
        return client(config());
    }

    private SupabaseClient client(SupabaseConfig config) {
        long[] now = {0};
        return new SupabaseClient(config, new RequestGate(pause -> now[0] += pause.toNanos(), () -> now[0]),
                slept::add);
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String failed(int status, String body, String headers) {
        return "HTTP/1.1 " + status + " Failed\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String text(RestAnswer answer) throws IOException {
        try (InputStream body = answer.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertHas(String request, String header) {
        assertTrue(request.contains("\n" + header + "\n"), request);
    }
}
