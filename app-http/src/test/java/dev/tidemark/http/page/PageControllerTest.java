package dev.tidemark.http.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.http.PageServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
final class PageControllerTest {
    private final PageServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    PageControllerTest(@TempDir Path folder) throws Exception {
        this.server = PageServer.start(folder);
        server.token(dev.tidemark.domain.port.TokenStore.Role.VIEWER);
    }

    @AfterAll
    void end() {
        http.close();
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({"/,text/html; charset=utf-8", "/assets/app.js,text/javascript; charset=utf-8",
            "/assets/views/run.js,text/javascript; charset=utf-8", "/assets/style.css,text/css; charset=utf-8",
            "/assets/icon.svg,image/svg+xml"})
    void strangersGetThePageAndWhatItIsMadeOf(String path, String type) throws Exception {
        HttpResponse<String> response = get(path);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(type, response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("no-cache", response.headers().firstValue("Cache-Control").orElseThrow());
        String policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
    }

    @Test
    void whatABrowserHasIsNotSentAgain() throws Exception {
        String tag = get("/assets/app.js").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> response = get("/assets/app.js", "If-None-Match", tag);

        assertEquals(304, response.statusCode());
        assertEquals("", response.body());
        assertEquals(200, get("/assets/app.js", "If-None-Match", "\"other\"").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.js", "..%2Flogback.xml", "../logback.xml", "%2e%2e/logback.xml", "views", "views/",
            "a/b/c.js", "app.class", "App.js", "app.js%00"})
    void nothingElseIsServed(String name) throws Exception {
        HttpResponse<String> response = get("/assets/" + name);

        assertTrue(response.statusCode() >= 400 && response.statusCode() < 500, name + ": " + response.statusCode());
        assertFalse(response.body().contains("configuration"), response.body());
    }

    /** No build collects the scripts, so nothing else would find a wrong name before a browser does. */
    @Test
    void everythingThatThePageNamesIsThere() throws Exception {
        Pattern named = Pattern.compile("(?:src|href)=\"(assets/[^\"]+)\"|from '\\./?([^']+)'");
        List<String> first = named.matcher(get("/").body()).results().map(result -> result.group(1)).toList();
        assertTrue(first.contains("assets/app.js"), first.toString());
        for (String file : first) {
            assertEquals(200, get("/" + file).statusCode(), file);
        }
        for (MatchResult script : named.matcher(get("/assets/app.js").body()).results().toList()) {
            assertEquals(200, get("/assets/" + script.group(2)).statusCode(), script.group(2));
        }
    }

    @Test
    void nothingOfThePageIsWrittenAsMarkupOrComesFromElsewhere() throws Exception {
        for (String file : List.of("app.js", "dom.js", "chart.js", "list.js", "session.js", "views/run.js",
                "views/rejects.js", "views/start.js")) {
            String script = get("/assets/" + file).body();
            assertFalse(Pattern.compile(
                    "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|https?://(?!www\\.w3\\.org/2000/svg)")
                    .matcher(script).find(), file);
        }
    }
}
