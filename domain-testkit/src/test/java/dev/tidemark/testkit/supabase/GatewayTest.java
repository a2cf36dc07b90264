package dev.tidemark.testkit.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.supabase.Fault.Broken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway lets in whom it should, and each fault does what it says. */
@ExtendWith(SupabaseExtension.class)
final class GatewayTest {
    private final SupabaseProject project;
    private final Gateway gateway;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    GatewayTest(SupabaseProject project) {
        this.project = project;
        this.gateway = project.gateway();
    }

    @BeforeAll
    static void makeTable(SupabaseProject project) {
        project.execute("create table notes (id integer primary key, v text)");
    }

    @BeforeEach
    void empty() {
        project.database().execute("truncate notes");
        gateway.heal();
        gateway.forget();
    }

    @Test
    void aRequestWithoutAKeyOrWithAWrongOneIsRefusedInTheGatewaysWords() throws Exception {
        assertAnswer(401, "No API key found in request", send(HttpRequest.newBuilder(uri("notes"))));
        assertAnswer(401, "Invalid API key", send(request("notes", "sb_secret_other")));
        assertAnswer(401, "Invalid API key",
                send(request("notes", project.secretKey()).header("Authorization", "Bearer sb_secret_other")));
        assertAnswer(404, "no Route", send(HttpRequest.newBuilder(URI.create(project.url() + "/auth/v1/"))
                .header("apikey", project.secretKey())));
    }

    @Test
    void onlyASecretKeySeesTheDescription() throws Exception {
        for (String key : List.of(project.secretKey(), project.serviceRoleKey())) {
            assertAnswer(200, "\"notes\"", send(request("", key)));
        }
        for (String key : List.of(project.publishableKey(), project.anonKey())) {
            assertAnswer(403, "You cannot consume this service", send(request("", key)));
        }
    }

    @Test
    void eachKeyActsAsItsRole() throws Exception {
        project.database().execute("revoke all on notes from anon, authenticated");
        try {
            assertEquals(200, send(request("notes", project.secretKey())).statusCode());
            assertEquals(200, send(request("notes", project.serviceRoleKey())).statusCode());
            assertAnswer(401, "42501", send(request("notes", project.publishableKey())));
            assertAnswer(401, "42501", send(request("notes", project.anonKey())));
            assertAnswer(403, "42501", send(asUser("authenticated", Duration.ofHours(1))));
            assertAnswer(401, "PGRST301", send(asUser("authenticated", Duration.ofMinutes(-1))));
            assertEquals(200, send(asUser("service_role", Duration.ofHours(1))).statusCode());
        } finally {
            project.database().execute("grant all on notes to anon, authenticated");
        }
    }

    @Test
    void anAnswerInTheServersSteadComesToThoseThatWereChosen() throws Exception {
        gateway.on(GatewayRequest::isWrite).every(2)
                .comes(Fault.answer(429).withHeader("Retry-After", "7"));
        assertEquals(201, insert(1).statusCode());
        HttpResponse<String> second = insert(2);
        assertEquals(429, second.statusCode());
        assertEquals("7", second.headers().firstValue("retry-after").orElse(""));
        assertEquals(200, read().statusCode());
        assertEquals(201, insert(3).statusCode());
        assertEquals(429, insert(4).statusCode());
        assertEquals(List.of(1, 3), rows());
        assertEquals(List.of("POST", "POST", "GET", "POST", "POST"),
                gateway.requests().stream().map(GatewayRequest::method).toList());
    }

    @Test
    void theServerMayHaveDoneWhatTheAnswerDenies() throws Exception {
        gateway.on(GatewayRequest::isWrite).first(1).comes(Fault.html(502).afterCommit());
        HttpResponse<String> answer = insert(1);
        assertAnswer(502, "<h1>", answer);
        assertEquals("text/html", answer.headers().firstValue("content-type").orElse(""));
        assertEquals(List.of(1), rows());
        gateway.on(GatewayRequest::isWrite).first(1).comes(Fault.error(503, "PGRST002", "no cache"));
        assertAnswer(503, "PGRST002", insert(2));
        assertEquals(List.of(1), rows());
    }

    @ParameterizedTest
    @EnumSource(value = Broken.class, names = {"RESET", "RESET_AFTER_COMMIT", "CUT"})
    void aBrokenConnectionIsNoAnswer(Broken broken) throws Exception {
        gateway.on(GatewayRequest::isWrite).nth(1).comes(broken);
        assertThrows(IOException.class, () -> insert(1));
        assertEquals(broken == Broken.RESET ? List.of() : List.of(1), rows());
        assertEquals(201, insert(2).statusCode());
    }

    @Test
    void anAnswerEndsInItsMiddle() throws Exception {
        insert(1);
        gateway.on(GatewayRequest::isRead).after(0).comes(Broken.CUT);
        assertThrows(IOException.class, this::read);
        gateway.heal();
        assertAnswer(200, "[{\"id\":1", read());
    }

    @Test
    void whatHangsDoesSoUntilTheClientGivesUp() throws Exception {
        gateway.on(GatewayRequest::isRead).always().comes(Broken.HANG);
        HttpRequest hasty = request("notes", project.secretKey()).timeout(Duration.ofMillis(300)).build();
        assertThrows(HttpTimeoutException.class, () -> http.send(hasty, BodyHandlers.ofString()));
    }

    @Test
    void somethingMayHappenMeanwhileAndEverythingMayTakeLonger() throws Exception {
        List<String> happened = new ArrayList<>();
        gateway.on(_ -> true).nth(2).comes(Fault.meanwhile(() -> happened.add("before the second")));
        gateway.on(_ -> true).always().comes(Fault.delay(Duration.ofMillis(50)));
        insert(1);
        assertEquals(List.of(), happened);
        long start = System.nanoTime();
        assertEquals(200, read().statusCode());
        assertTrue(System.nanoTime() - start >= 50_000_000);
        assertEquals(List.of("before the second"), happened);
    }

    @Test
    void longAddressesAndBodiesAreRefused() throws Exception {
        gateway.limitUrl(100);
        gateway.limitBody(100);
        assertEquals(414, send(request("notes?v=eq." + "x".repeat(100), project.secretKey())).statusCode());
        assertEquals(413, post("[{\"id\":1,\"v\":\"" + "x".repeat(100) + "\"}]").statusCode());
        assertEquals(201, insert(1).statusCode());
    }

    @Test
    void aCapOfRowsCutsTheAnswerAndTheAddressStays() throws Exception {
        post("[{\"id\":1,\"v\":\"a\"},{\"id\":2,\"v\":\"b\"},{\"id\":3,\"v\":\"c\"}]");
        URI before = project.url();
        project.restart(PostgrestSettings.HOSTED.withMaxRows(1));
        try {
            assertEquals("0-0/*", read().headers().firstValue("content-range").orElse(""));
            assertEquals(before, project.url());
        } finally {
            project.restart(PostgrestSettings.HOSTED);
        }
        assertEquals("0-2/*", read().headers().firstValue("content-range").orElse(""));
    }

    @Test
    void requestsAreRememberedWithoutShowingTheKey() throws Exception {
        insert(1);
        GatewayRequest request = gateway.requests().getFirst();
        assertEquals("/rest/v1/notes", request.path());
        assertEquals(project.secretKey(), request.header("apikey").orElse(""));
        assertEquals(1, request.concurrent());
        assertTrue(request.bodyBytes() > 10);
        assertTrue(!request.toString().contains("sb_"), request::toString);
    }

    private HttpRequest.Builder asUser(String role, Duration validity) {
        return request("notes", project.publishableKey()).header("Authorization",
                "Bearer " + project.token(role, validity));
    }

    private HttpResponse<String> insert(int id) throws IOException, InterruptedException {
        return post("[{\"id\":" + id + ",\"v\":\"x\"}]");
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request("notes", project.secretKey()).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> read() throws IOException, InterruptedException {
        return send(request("notes", project.secretKey()));
    }

    private HttpRequest.Builder request(String target, String key) {
        return HttpRequest.newBuilder(uri(target)).header("apikey", key);
    }

    private URI uri(String target) {
        return URI.create(project.url() + "/rest/v1/" + target);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private List<Integer> rows() throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Connection connection = project.database().connect();
                ResultSet rows = connection.createStatement().executeQuery("select id from notes order by id")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    private static void assertAnswer(int status, String part, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains(part), answer::body);
    }
}
