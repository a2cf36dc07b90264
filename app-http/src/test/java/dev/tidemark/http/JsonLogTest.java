package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own: in this one the log is that of the tests. */
final class JsonLogTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyLineOfARunSaysWhichRunAndEveryLineOfATableWhichTable() throws Exception {
        Shop shop = new Shop(folder, 100);
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback.xml", "-cp", System.getProperty("java.class.path"),
                "dev.tidemark.http.Main", "--config", shop.configuration().toString(), "--debug", "--log-format",
                "json", "serve", "--port", "0").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        List<Line> ofRun = new ArrayList<>();
        String run;
        try (BufferedReader err = new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
                Client client = new Client(address(err))) {
            run = Client.run(client.post("/api/runs", "{\"profile\":\"shop\"}"));
            Line line = Line.of(err.readLine());
            for (; !line.message().equals("run ended"); line = Line.of(err.readLine())) {
                ofRun.add(line);
            }
            ofRun.add(line);
        } finally {
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        }

        ofRun.removeIf(line -> !line.logger().equals("dev.tidemark.sync"));
        for (Line line : ofRun) {
            assertEquals(run, line.scope().get("run"), line.toString());
            assertEquals("shop", line.scope().get("profile"), line.toString());
            boolean ofAll = line.message().startsWith("run ");
            assertEquals(!ofAll, "item".equals(line.scope().get("table")), line.toString());
            assertFalse(line.toString().contains("item 7"), line.toString());
        }
        Line page = first(ofRun, "page read");
        assertEquals("1", page.fields().get("page"), page.toString());
        assertEquals("10", page.fields().get("rows"), page.toString());
        assertTrue(page.fields().containsKey("millis"), page.toString());
        Line batch = first(ofRun, "batch applied");
        assertTrue(Long.parseLong(batch.fields().get("heapBytes")) > 0, batch.toString());
        assertTrue(batch.fields().keySet().containsAll(List.of("batch", "read", "inserted", "millis")),
                batch.toString());
        Line end = ofRun.getLast();
        assertEquals("succeeded", end.fields().get("status"), end.toString());
        assertEquals("100", end.fields().get("inserted"), end.toString());
    }

    private static Line first(List<Line> lines, String message) {
        return lines.stream().filter(line -> line.message().equals(message)).findFirst().orElseThrow();
    }

    /** Of the first line that says it; those of libraries come before. */
    private static URI address(BufferedReader err) {
        return err.lines().map(Line::of).filter(line -> line.message().equals("Tidemark listens")).findFirst()
                .map(line -> URI.create(line.fields().get("address"))).orElseThrow();
    }

    /** A line as the log has it. */
    private record Line(String logger, String message, Map<String, String> scope, Map<String, String> fields) {
        static Line of(String json) {
            try {
                Map<String, Object> line = ObjectMapper.getDefault().readValue(json,
                        Argument.mapOf(String.class, Object.class));
                Map<String, String> fields = new HashMap<>();
                if (line.get("kvpList") instanceof List<?> pairs) {
                    pairs.forEach(pair -> fields.putAll(texts(pair)));
                }
                return new Line(String.valueOf(line.get("loggerName")), String.valueOf(line.get("formattedMessage")),
                        texts(line.get("mdc")), fields);
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + json, e);
            }
        }

        private static Map<String, String> texts(@Nullable Object object) {
            Map<String, String> texts = new HashMap<>();
            if (object instanceof Map<?, ?> values) {
                values.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
            }
            return texts;
        }
    }
}
