package dev.tidemark.http;

import static dev.tidemark.http.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
final class ServerTest {
    private final Shop shop;
    private final Server server;
    private final Client client;

    ServerTest(@TempDir Path folder) throws Exception {
        this.shop = new Shop(folder, 100);
        this.server = shop.serve();
        this.client = new Client(server.address());
    }

    @BeforeAll
    void answers() throws Exception {
        assertEquals("{\"status\":\"UP\"}", client.get("/health").body());
    }

    @AfterAll
    void end() {
        client.close();
        server.close();
    }

    @Test
    void aRunIsAcceptedAndItsReportIsFoundWhereTheAnswerSays() throws Exception {
        HttpResponse<String> accepted = client.post("/api/runs",
                "{\"profile\":\"shop\",\"direction\":\"push\",\"options\":{\"restart\":true}}");
        String run = Client.run(accepted);
        String report = client.report(run);

        assertEquals(202, accepted.statusCode(), accepted.body());
        assertEquals(Optional.of("/api/runs/" + run), accepted.headers().firstValue("Location"));
        assertTrue(accepted.body().matches("\\{\"run\":\"" + run
                + "\",\"profile\":\"shop\",\"direction\":\"push\",\"status\":\"running\",\"startedAt\":\"[-0-9T:.]+Z\"}"),
                accepted.body());
        assertTrue(report.startsWith("{\"schemaVersion\":1,\"run\":\"" + run
                + "\",\"profile\":\"shop\",\"direction\":\"push\",\"status\":\"succeeded\""), report);
        assertTrue(report.contains("\"totals\":{\"read\":100,"), report);
    }

    @Test
    void optionsHoldForTheRun() throws Exception {
        String run = Client.run(client.post("/api/runs",
                "{\"profile\":\"shop\",\"options\":{\"limit\":7,\"pageSize\":3,\"tables\":[\"it*\"]}}"));

        assertTrue(client.report(run).contains("\"totals\":{\"read\":7,"), client.report(run));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"404|{\"profile\":\"shpo\"}", "400|{\"direction\":\"push\"}",
            "400|{\"profile\":\"shop\",\"direction\":\"up\"}",
            "400|{\"profile\":\"shop\",\"option\":{}}", "400|{\"profile\":\"shop\",\"options\":{\"pagesize\":1}}",
            "400|{\"profile\":\"shop\",\"options\":{\"page-size\":\"many\"}}",
            "400|{\"profile\":\"shop\",\"options\":{\"restart\":1}}",
            "400|{\"profile\":", "400|[]"})
    void whatIsNotUnderstoodIsAProblemAndStartsNothing(int status, String body) throws Exception {
        HttpResponse<String> response = client.post("/api/runs", body);

        assertProblem(status, response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"deleteOrphans\":true,\"maxDelete\":\"5%\"}", "{\"changes\":\"all\"}",
            "{\"fullRefresh\":true}", "{\"changes\":\"{ watermark: id }\"}"})
    void theSettingsOfAProfileAreOptionsOfARun(String options) throws Exception {
        String run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\",\"options\":" + options + "}"));

        assertTrue(client.report(run).contains("\"status\":\"succeeded\""), client.report(run));
    }

    @Test
    void aPlanTellsWhatARunWouldDoAndStartsNone() throws Exception {
        HttpResponse<String> plan = client.get("/api/profiles/fresh/plan?samples=2&limit=30&table=it*");

        assertEquals(200, plan.statusCode(), plan.body());
        assertTrue(plan.body().contains("\"hasChanges\":true"), plan.body());
        assertTrue(plan.body().contains("\"totals\":{\"read\":30,\"inserted\":30,"), plan.body());
        assertEquals(2, plan.body().split("\"kind\":\"missing\"", -1).length - 1, plan.body());
        assertTrue(plan.body().contains("\"ddl\":[\"CREATE TABLE"), plan.body());
        assertTrue(Files.notExists(shop.configuration().resolveSibling("fresh.db")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"404|shpo/plan", "400|shop/plan?direction=up", "400|shop/plan?samples=1000",
            "400|shop/plan?limit=many", "400|shop/plan?page-size=1&page-size=2", "400|shop/plan?changes=alll"})
    void aPlanThatIsNotUnderstoodIsAProblem(int status, String path) throws Exception {
        assertProblem(status, client.get("/api/profiles/" + path));
    }

    @Test
    void whatIsNotThereIsAProblem() throws Exception {
        assertProblem(404, client.get("/api/runs/01J9ZZZZZZZZZZZZZZZZZZZZZZ"));
        assertProblem(404, client.get("/nowhere"));
        assertProblem(405, client.post("/health", "{}"));
        assertProblem(415, client.send(HttpRequest.newBuilder(server.address().resolve("/api/runs"))
                .header("Content-Type", "text/plain").POST(BodyPublishers.ofString("shop")).build()));
        assertProblem(406, client.get("/api/profiles", "Accept", "text/html"));
    }

    @Test
    void aProfileThatIsRunningIsNotRunTwice() throws Exception {
        List<HttpResponse<String>> refused = new ArrayList<>();
        try (Syncs other = Syncs.open(Configuration.load(Optional.empty(), shop.environment()))) {
            other.run(SyncRequest.push("shop"), event -> {
                if (event instanceof SyncEvent.RunStarted) {
                    refused.add(post("{\"profile\":\"shop\"}"));
                }
            });
        }

        assertProblem(409, refused.getFirst());
    }

    private HttpResponse<String> post(String body) {
        try {
            return client.post("/api/runs", body);
        } catch (Exception e) {
            throw new AssertionError("the server answers", e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost:1", "https://127.0.0.1"})
    void aPageOfAnotherOriginIsRefused(String origin) throws Exception {
        assertProblem(403, client.post("/api/runs", "{\"profile\":\"shop\"}", "Origin", origin));
    }

    @Test
    void itsOwnOriginIsNotForeign() throws Exception {
        assertEquals(404,
                client.post("/api/runs", "{\"profile\":\"shpo\"}", "Origin", server.address().toString()).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"evil.example,403", "evil.example:80,403", "localhost.evil.example,403", "localhost,200",
            "127.0.0.1:1,200", "[::1]:8480,200"})
    void aForeignHostIsRefused(String host, int status) throws Exception {
        assertTrue(head(host).startsWith("HTTP/1.1 " + status + " "), head(host));
    }

    /** The JDK's client does not let a program choose the host header; a rebound name in a browser does. */
    private String head(String host) throws Exception {
        URI address = server.address();
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"--host,0.0.0.0", "--host,192.0.2.1", "--port,none", "--prot,1"})
    void whatItMustNotListenAtIsAnErrorOfConfiguration(String option, String value) {
        assertThrows(ConfigurationException.class,
                () -> Main.start(new String[] {"serve", option, value}, shop.environment(), System.err));
    }

    @Test
    void aTakenPortIsAnErrorOfConfigurationThatNamesIt(@TempDir Path elsewhere) throws Exception {
        String port = Integer.toString(server.address().getPort());
        Shop other = new Shop(elsewhere, 1);
        ConfigurationException e = assertThrows(ConfigurationException.class,
                () -> Main.start(new String[] {"serve", "--port", port}, other.environment(),
                        new PrintStream(PrintStream.nullOutputStream())));

        assertTrue(String.valueOf(e.getMessage()).contains(port), e.toString());
    }

    @Test
    void helpStartsNoServer() {
        assertEquals(Optional.empty(), Main.start(new String[] {"serve", "--help"}, shop.environment(), System.err));
    }
}
