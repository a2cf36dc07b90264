package dev.tidemark.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a server as any program would. */
final class Client implements AutoCloseable {
    private static final Pattern RUN = Pattern.compile("\"run\":\"([0-9A-Z]{26})\"");

    private final URI server;
    private final HttpClient http = HttpClient.newHttpClient();

    Client(URI server) {
        this.server = server;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Asks until the run has ended; the answer is its report. */
    String report(String run) throws IOException, InterruptedException {
        String body = get("/api/runs/" + run).body();
        while (body.contains("\"status\":\"running\"")) {
            body = get("/api/runs/" + run).body();
        }
        return body;
    }

    static String run(HttpResponse<String> response) {
        Matcher matcher = RUN.matcher(response.body());
        if (!matcher.find()) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        http.close();
    }
}
