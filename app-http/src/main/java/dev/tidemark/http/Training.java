package dev.tidemark.http;

import dev.tidemark.runtime.DriverClasses;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * What the JVM watches when the launcher makes the server's AOT cache ({@code src/launcher/aot.sh}): a start, the requests that
 * everybody sends, a run from SQLite to SQLite, and the end. On a port of loopback that is free; nothing outside the folder that
 * is given is touched.
 */
final class Training {
    private static final String CONFIGURATION = """
            connections:
              here: { type: sqlite, path: shop.db }
              there: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: here, sink: there }
            """;
    private static final List<String> REQUESTS = List.of("/", "/health", "/health/readiness", "/prometheus",
            "/api/profiles", "/api/runs", "/api/profiles/shop/plan", "/api/profiles/shop/rejects", "/nowhere");

    private final URI server;
    private final HttpClient http;

    private Training(URI server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    /**
     * Trains.
     *
     * @param arguments what the launcher calls the cache, and an empty folder
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
        makeItems(folder.resolve("shop.db"));
        try (Server server = Main.start(new String[] {"serve", "--port", "0"}, new Environment(Map.of(), folder),
                new PrintStream(PrintStream.nullOutputStream())).orElseThrow();
                HttpClient http = HttpClient.newHttpClient()) {
            new Training(server.address(), http).ask();
        }
        DriverClasses.load().forEach(name -> System.out.println("no class " + name));
        // Threads of libraries must not keep the training from its end.
        System.exit(0);
    }

    private static void makeItems(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table item(id integer primary key, name text not null, price numeric)");
            statement.execute("insert into item values (1, 'Ebb', 0.99), (2, 'Flow', 1.29)");
        }
    }

    private void ask() throws IOException, InterruptedException {
        REQUESTS.forEach(this::get);
        HttpResponse<String> started = http.send(HttpRequest.newBuilder(server.resolve("/api/runs"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString("{\"profile\":\"shop\"}"))
                .build(), BodyHandlers.ofString());
        System.out.println("POST /api/runs: " + started.statusCode());
        String run = started.headers().firstValue("Location").orElseThrow();
        // The stream ends with the run.
        get(run + "/events");
        while (get(run).contains("\"running\"")) {
            Thread.onSpinWait();
        }
        REQUESTS.forEach(this::get);
    }

    private String get(String path) {
        try {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(server.resolve(path)).build(),
                    BodyHandlers.ofString());
            System.out.println("GET " + path + ": " + response.statusCode());
            return response.body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
