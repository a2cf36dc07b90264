package dev.tidemark.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks a server as any program would. */
final class Client implements AutoCloseable {
    private static final Pattern RUN = Pattern.compile("\"run\":\"([0-9A-Z]{26})\"");

    private final URI server;
    private final Optional<String> token;
    private final HttpClient http = HttpClient.newHttpClient();

    Client(URI server) {
        this(server, Optional.empty());
    }

    Client(URI server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    /** The lines of an answer while it comes; closing them goes away. */
    HttpResponse<Stream<String>> lines(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).build(), BodyHandlers.ofLines());
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    /** Asks until the run has ended; the answer is its report. */
    String report(String run) throws IOException, InterruptedException {
        String body = get("/api/runs/" + run).body();
        while (body.contains("\"status\":\"running\"")) {
            body = get("/api/runs/" + run).body();
        }
        return body;
    }

    /** Starts the profile and waits for its end; the answer is the run. */
    String ran(String profile) throws IOException, InterruptedException {
        String run = run(post("/api/runs", "{\"profile\":\"" + profile + "\"}"));
        report(run);
        return run;
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
