package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.TokenStore.Role;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers and those with a token learn of a server that has tokens. */
@TestInstance(Lifecycle.PER_CLASS)
final class HealthTest {
    private final Server server;
    private final Client stranger;
    private final Client viewer;

    HealthTest(@TempDir Path folder) throws Exception {
        Shop shop = new Shop(folder, 10);
        String token = shop.token(Role.VIEWER);
        this.server = shop.serve();
        this.stranger = new Client(server.address());
        this.viewer = new Client(server.address(), Optional.of(token));
    }

    @AfterAll
    void end() {
        stranger.close();
        viewer.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
    void aStrangerIsToldAWord(String path) throws Exception {
        assertEquals("{\"status\":\"UP\"}", stranger.get(path).body());
    }

    @Test
    void whoHasATokenIsToldAboutTheState() throws Exception {
        String body = viewer.get("/health").body();
        assertTrue(
                body.matches(
                        "\\{\"status\":\"UP\",\"state\":\\{\"status\":\"UP\",\"kind\":\"sqlite\",\"latencyMs\":\\d+,"
                                + "\"trouble\":null,\"freeBytes\":\\d+},\"runs\":\\{\"active\":0,\"takesMore\":true}}"),
                body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/prometheus", "/api/health/connections"})
    void theRestIsForThoseWithATokenOnly(String path) throws Exception {
        assertEquals(401, stranger.get(path).statusCode());
        assertEquals(200, viewer.get(path).statusCode());
    }
}
