package dev.tidemark.benchmarks.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * An HTTP client that knows nothing: it sends bodies that were made beforehand, over several connections or one, and looks
 * only at the status. Arguments: {@code URL TABLE DIRECTORY CONNECTIONS}; the key is in SUPABASE_SECRET_KEY.
 */
public final class BareClient {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String key;

    private BareClient(URI address, String key) {
        this.address = address;
        this.key = key;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        BareClient client = new BareClient(URI.create(arguments[0] + "/" + arguments[1]),
                String.valueOf(System.getenv("SUPABASE_SECRET_KEY")));
        List<Path> bodies;
        try (Stream<Path> files = Files.list(Path.of(arguments[2]))) {
            bodies = files.sorted().toList();
        }
        client.send(bodies, Integer.parseInt(arguments[3]));
        // its threads would keep the JVM for a moment
        System.exit(0);
    }

    private void send(List<Path> bodies, int connections) throws InterruptedException, ExecutionException {
        BlockingQueue<Path> left = new LinkedBlockingQueue<>(bodies);
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(threads.submit(() -> {
                    for (Path body = left.poll(); body != null; body = left.poll()) {
                        post(body);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void post(Path body) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer " + key).header("Content-Type", "application/json")
                    .header("Prefer", "resolution=merge-duplicates,return=minimal")
                    .POST(BodyPublishers.ofFile(body)).build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException(answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
