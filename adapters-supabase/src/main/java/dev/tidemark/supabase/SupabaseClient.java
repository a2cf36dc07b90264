package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Talks to the REST API: says who we are, waits no longer than it should, and tells trouble. Thread-safe. */
final class SupabaseClient {
    private final SupabaseConfig config;
    private final HttpClient http;

    SupabaseClient(SupabaseConfig config) {
        this.config = config;
        this.http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    }

    SupabaseConfig config() {
        return config;
    }

    /**
     * Asks once; any status is an answer.
     *
     * @param doing what is being done, for a message
     * @throws StoreException if there is no answer
     */
    RestAnswer send(RestRequest request, String doing) throws InterruptedException {
        try {
            HttpResponse<java.io.InputStream> answer = http.send(http(request), BodyHandlers.ofInputStream());
            return new RestAnswer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw lost(doing, e);
        }
    }

    /**
     * Asks once for something that has to succeed.
     *
     * @throws StoreException if there is no answer, or one that is no success
     */
    RestAnswer expect(RestRequest request, String doing) throws InterruptedException {
        RestAnswer answer = send(request, doing);
        if (answer.isSuccess()) {
            return answer;
        }
        try (answer) {
            throw SupabaseErrors.trouble(doing, RestFailure.of(answer));
        }
    }

    /**
     * Asks for something that changes nothing and has to succeed, and asks again a few times if that may help: what the
     * engine asks outside of its own retries, such as a description.
     *
     * @throws StoreException if it does not help, or if the thread was interrupted, which it then still is
     */
    RestAnswer ask(RestRequest request, String doing) {
        RestAnswer answer = look(request, doing);
        if (answer.isSuccess()) {
            return answer;
        }
        throw SupabaseErrors.trouble(doing, RestFailure.of(answer));
    }

    /**
     * Asks as {@link #ask} does for something that may be refused.
     *
     * @return what the server said against it; empty if nothing
     */
    Optional<RestFailure> probe(RestRequest request, String doing) {
        try (RestAnswer answer = look(request, doing)) {
            return answer.isSuccess() ? Optional.empty() : Optional.of(RestFailure.of(answer));
        }
    }

    /** Asks as {@link #ask} does; any answer will do that asking again does not change. */
    RestAnswer look(RestRequest request, String doing) {
        try {
            return send(request, doing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Transient(doing + ": cancelled", "", "", e);
        }
    }

    /** The answer stopped coming in its middle. */
    StoreException lost(String doing, @Nullable IOException e) {
        return new StoreException.Unreachable(doing + ": " + config.displayName() + " does not answer", "", "", e);
    }

    private HttpRequest http(RestRequest request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest.Builder builder = HttpRequest
                .newBuilder(URI.create(config.url() + config.restPath() + request.path() + query))
                .method(request.method().name(), request.body().length == 0 ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(request.body()))
                .header("apikey", config.key())
                .header("Accept-Profile", config.schema())
                .header("Content-Profile", config.schema())
                .header("Content-Type", "application/json");
        String bearer = config.accessToken().orElse(config.key());
        if (KeyKinds.isJwt(bearer)) {
            builder.header("Authorization", "Bearer " + bearer);
        }
        if (!request.preferences().isEmpty()) {
            builder.header("Prefer", String.join(",", request.preferences()));
        }
        return builder.build();
    }
}
