package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.http.tracing.Tracing;
import dev.tidemark.runtime.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans as a collector gets them: OTLP over HTTP, in protobuf, where texts stand as they are. */
final class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @Test
    void whoSaysWhereTracesGoGetsSpansOfRequestsRunsAndTables(@TempDir Path folder) throws Exception {
        Shop shop = new Shop(folder, 50);
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            keep(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        Map<String, String> variables = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(), "OTEL_BSP_SCHEDULE_DELAY", "50");
        String run;
        try (Server server = Main.start(new String[] {"serve", "--port", "0", "--quiet"},
                new Environment(variables, shop.environment().workingDirectory()),
                new PrintStream(PrintStream.nullOutputStream())).orElseThrow();
                Client client = new Client(server.address())) {
            run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\"}", "traceparent",
                    "00-" + TRACE + "-b7ad6b7169203331-01"));
            client.report(run);
        } finally {
            // What was not sent yet was sent when the server closed.
            collector.stop(0);
        }
        String spans = received.toString(StandardCharsets.ISO_8859_1);
        for (String text : new String[] {"push shop", "table item", "tidemark.run", run, "tidemark.table",
                "tidemark.inserted", "POST /api/runs", "http.response.status_code"}) {
            assertTrue(spans.contains(text), text + " is not in " + spans);
        }
        String callers = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
        assertTrue(spans.contains(callers), "the request's span is not in the caller's trace");
        assertFalse(spans.contains("item 7"), "a value of a row is in a span");
    }

    @Test
    void whoSaysNothingGetsNone() {
        assertEquals(Optional.empty(), Tracing.of(new Environment(Map.of(), Path.of(""))));
        assertEquals(Optional.empty(), Tracing.of(new Environment(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "OTEL_SDK_DISABLED", "true"),
                Path.of(""))));
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("BatchSpanProcessor")));
    }

    private synchronized void keep(byte[] body) throws IOException {
        received.write(body);
    }
}
