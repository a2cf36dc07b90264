package dev.tidemark.http;

import static dev.tidemark.http.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.TokenStore.Role;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what each sees. */
@TestInstance(Lifecycle.PER_CLASS)
final class AccessTest {
    private static final int TOO_MUCH = 1_200_000;

    private final Shop shop;
    private final Server server;
    private final Client stranger;
    private final Client viewer;
    private final Client operator;

    AccessTest(@TempDir Path folder) throws Exception {
        this.shop = new Shop(folder, 100);
        String viewing = shop.token(Role.VIEWER);
        String operating = shop.token(Role.OPERATOR);
        this.server = shop.serve();
        this.stranger = new Client(server.address());
        this.viewer = new Client(server.address(), Optional.of(viewing));
        this.operator = new Client(server.address(), Optional.of(operating));
    }

    @AfterAll
    void end() {
        stranger.close();
        viewer.close();
        operator.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/me", "/api/profiles", "/api/runs", "/api/runs/01J9ZZZZZZZZZZZZZZZZZZZZZZ",
            "/api/audit",
            "/api/runs/01J9ZZZZZZZZZZZZZZZZZZZZZZ/events", "/api/profiles/shop/plan", "/api/profiles/shop/rejects",
            "/openapi.yml", "/prometheus", "/nowhere", "/api", "/api/", "/health/more", "/api/../api/me", "/API/me"})
    void strangersAreTurnedAway(String path) throws Exception {
        HttpResponse<String> response = stranger.get(path);

        assertProblem(401, response);
        assertEquals(Optional.of("Bearer realm=\"tidemark\""), response.headers().firstValue("WWW-Authenticate"));
        assertTrue(response.body().contains("tidemark token create"), response.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/runs", "/api/runs/01J9ZZZZZZZZZZZZZZZZZZZZZZ/cancel", "/api/profiles/shop/rejects/retry",
                    "/health", "/"})
    void strangersSendNothing(String path) throws Exception {
        assertProblem(401, stranger.post(path, "{\"profile\":\"shop\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/", "/assets/app.js", "/docs", "/docs/swagger-ui-bundle.js", "/docs/viewer.js"})
    void whatHoldsNothingOfAUserAnswersStrangers(String path) throws Exception {
        assertEquals(200, stranger.get(path).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "tidemark_0123456789ab_0123456789012345678901234567890123456789012"})
    void aWrongTokenIsToldSo(String token) throws Exception {
        try (Client wrong = new Client(server.address(), Optional.of(token))) {
            HttpResponse<String> response = wrong.get("/api/me");
            assertProblem(401, response);
            assertTrue(response.body().contains("not known"), response.body());
        }
        assertTrue(operator.get("/api/audit").body().contains("\"action\":\"log-in-failed\""));
    }

    @Test
    void callersAreToldWhoTheyAre() throws Exception {
        assertEquals("{\"name\":\"viewer\",\"role\":\"viewer\",\"expiresAt\":null}", viewer.get("/api/me").body());
        assertEquals("{\"name\":\"operator\",\"role\":\"operator\",\"expiresAt\":null}",
                operator.get("/api/me").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/runs", "/api/runs/01J9ZZZZZZZZZZZZZZZZZZZZZZ/cancel", "/api/profiles/shop/rejects/retry"})
    void aViewerDoesNothing(String path) throws Exception {
        assertProblem(403, viewer.post(path, "{\"profile\":\"shop\"}"));
    }

    @Test
    void aViewerSeesNoValueOfARow() throws Exception {
        String run = operator.ran("odd");
        assertProblem(403, viewer.get("/api/audit"));
        assertProblem(403, viewer.get("/api/profiles/odd/plan?samples=1"));
        HttpResponse<String> rejects = viewer.get("/api/profiles/odd/rejects");
        assertTrue(rejects.body().contains("\"kind\":\"constraint\""), rejects.body());
        assertTrue(rejects.body().contains("\"message\":null,\"key\":null,\"row\":null"), rejects.body());
        for (String path : new String[] {"/api/profiles", "/api/profiles/odd/plan", "/api/profiles/odd/rejects",
                "/api/runs", "/api/runs/" + run, "/api/runs/" + run + "/events"}) {
            String body = viewer.get(path).body();
            assertFalse(body.contains(Shop.SECRET_VALUE) || body.contains("id=2"), path + ": " + body);
        }
        String seen = operator.get("/api/profiles/odd/rejects").body();
        assertTrue(seen.contains("\"row\":{\"id\":\"2\",\"name\":\"" + Shop.SECRET_VALUE + "\"}"), seen);
    }

    @Test
    void aRevokedTokenLetsNobodyInAnyMore() throws Exception {
        String token = shop.token(Role.OPERATOR);
        try (Client client = new Client(server.address(), Optional.of(token))) {
            assertEquals(200, client.get("/api/me").statusCode());
            shop.revoke(token);
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            HttpResponse<String> response = client.get("/api/me");
            while (response.statusCode() == 200 && System.nanoTime() < end) {
                response = client.get("/api/me");
            }
            assertProblem(401, response);
        }
    }

    @Test
    void anExpiredTokenLetsNobodyInAnyMore() throws Exception {
        try (Client client = new Client(server.address(),
                Optional.of(shop.token(Role.VIEWER, Optional.of(Duration.ofMillis(1)))))) {
            assertProblem(401, client.get("/api/me"));
        }
    }

    @Test
    void everyAnswerTellsBrowsersToKeepToThisServer() throws Exception {
        HttpResponse<String> response = viewer.get("/api/me");
        String policy = response.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals(Optional.of("no-store"), response.headers().firstValue("Cache-Control"));
        assertEquals(Optional.of("no-referrer"), response.headers().firstValue("Referrer-Policy"));
        assertTrue(response.headers().firstValue("RateLimit").orElse("").startsWith("\"token\";r="),
                response.headers().toString());
    }

    @Test
    void aHugeBodyIsRefusedWhetherItSaysSoOrNot() throws Exception {
        String huge = "{\"profile\":\"" + "x".repeat(TOO_MUCH) + "\"}";
        assertProblem(413, operator.post("/api/runs", huge));
        HttpResponse<String> chunked = operator.send(HttpRequest.newBuilder(server.address().resolve("/api/runs"))
                .header("Authorization", "Bearer " + shop.token(Role.OPERATOR))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge.getBytes(
                        java.nio.charset.StandardCharsets.UTF_8))))
                .build());
        assertProblem(413, chunked);
    }

    @Test
    void hugeHeadersAreRefused() throws Exception {
        assertProblem(431, viewer.get("/api/me", "X-Much", "x".repeat(50_000)));
        assertProblem(414, viewer.get("/api/me?" + "x".repeat(50_000)));
    }

    @Test
    void aTokenThatIsUsedTooOftenWaits(@TempDir Path folder) throws Exception {
        Shop slowly = new Shop(folder, 1);
        String first = slowly.token(Role.VIEWER);
        String second = slowly.token(Role.VIEWER);
        try (Server slow = slowly.serve("--rate-limit", "1");
                Client client = new Client(slow.address(), Optional.of(first));
                Client other = new Client(slow.address(), Optional.of(second))) {
            HttpResponse<String> response = client.get("/api/me");
            for (int i = 0; i < 20 && response.statusCode() == 200; i++) {
                response = client.get("/api/me");
            }
            assertProblem(429, response);
            assertNotEquals(Optional.empty(), response.headers().firstValue("Retry-After"));
            assertTrue(response.headers().firstValue("RateLimit").orElse("").startsWith("\"token\";r=0;"),
                    response.headers().toString());
            assertEquals(200, other.get("/api/me").statusCode());
        }
    }
}
