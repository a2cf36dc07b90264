package dev.tidemark.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Many clients that ask a server at the same time, each one request after the other, and some that watch a run. By hand, against
 * a server that is there, for docs/server.md:
 *
 * <pre>java -cp ... dev.tidemark.http.Load http://127.0.0.1:8480 CLIENTS SECONDS TOKEN|- RUN|- [PATH...]</pre>
 */
final class Load implements AutoCloseable {
    private final URI server;
    private final Optional<String> token;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, ConcurrentLinkedQueue<Long>> nanos = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Load(URI server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    /**
     * What the clients saw.
     *
     * @param millis how long requests took, in ascending order, by path
     * @param errors answers other than 200, and connections that broke
     */
    record Seen(Map<String, long[]> millis, List<String> errors) {
        long requests() {
            return millis.values().stream().mapToLong(each -> each.length).sum();
        }

        /** The longest of these, but for one in a hundred. */
        long percentile99(String path) {
            long[] sorted = millis.getOrDefault(path, new long[] {Long.MAX_VALUE});
            return sorted[(int) Math.min(sorted.length - 1L, sorted.length * 99L / 100)];
        }

        String text() {
            StringBuilder text = new StringBuilder(
                    String.format("%-40s %8s %6s %6s %6s %6s%n", "path", "requests", "50 %",
                            "95 %", "99 %", "most"));
            millis.forEach((path,
                    sorted) -> text.append(String.format("%-40s %8d %6d %6d %6d %6d%n", path, sorted.length,
                            sorted[sorted.length / 2], sorted[(int) (sorted.length * 95L / 100)], percentile99(path),
                            sorted[sorted.length - 1])));
            return text.append(errors.size()).append(" errors\n")
                    .append(errors.stream().distinct().limit(5).collect(Collectors.joining("\n"))).toString();
        }
    }

    /** So many clients, each asking for the paths in turn while it is wanted. */
    Load clients(int number, List<String> paths, BooleanSupplier wanted) {
        for (int i = 0; i < number; i++) {
            int first = i;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int request = first; wanted.getAsBoolean(); request++) {
                    ask(paths.get(request % paths.size()));
                }
            }));
        }
        return this;
    }

    /** So many who watch a run to its end. */
    Load watchers(int number, String run) {
        for (int i = 0; i < number; i++) {
            threads.add(Thread.ofVirtual().start(() -> watch("/api/runs/" + run + "/events")));
        }
        return this;
    }

    Seen await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        Map<String, long[]> millis = new TreeMap<>();
        nanos.forEach((path, taken) -> millis.put(path,
                taken.stream().mapToLong(each -> Duration.ofNanos(each).toMillis()).sorted().toArray()));
        return new Seen(millis, List.copyOf(errors));
    }

    private void ask(String path) {
        long begun = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request(path), BodyHandlers.ofString());
            nanos.computeIfAbsent(path, _ -> new ConcurrentLinkedQueue<>()).add(System.nanoTime() - begun);
            if (response.statusCode() != 200) {
                errors.add(path + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            errors.add(path + ": " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(String path) {
        try {
            HttpResponse<InputStream> stream = http.send(request(path), BodyHandlers.ofInputStream());
            try (InputStream body = stream.body()) {
                String events = new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                if (stream.statusCode() != 200 || !events.contains("run-ended")) {
                    errors.add(path + ": " + stream.statusCode() + ", without the end of the run");
                }
            }
        } catch (IOException e) {
            errors.add(path + ": " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request.build();
    }

    @Override
    public void close() {
        http.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
        List<String> paths = List.of(Arrays.copyOfRange(arguments, Math.min(5, arguments.length), arguments.length));
        int clients = Integer.parseInt(arguments[1]);
        try (Load load = new Load(URI.create(arguments[0]),
                Optional.of(arguments[3]).filter(text -> !text.equals("-")))) {
            int watchers = arguments[4].equals("-") ? 0 : clients / 10;
            System.out.println(load.watchers(watchers, arguments[4])
                    .clients(clients - watchers, paths, () -> System.nanoTime() < end).await().text());
        }
    }
}
