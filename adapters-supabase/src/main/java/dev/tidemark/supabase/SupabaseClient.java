package dev.tidemark.supabase;

import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the REST API: says who we are, lets no more requests out than the server takes, waits no longer than it should,
 * and tells trouble. Thread-safe.
 */
final class SupabaseClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MOST_GRACE = Duration.ofSeconds(10);
    private static final int MOST_OF_A_FAILURE = 64 << 10;
    private static final int RETRIES = 3;
    /** Supabase's own. */
    private static final int GATEWAY_TIMED_OUT = 544;
    private static final String STATEMENT_TIMED_OUT = "57014";
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration STALE_PAUSE = Duration.ofMillis(500);
    /** How long the server may need to see a table that was made just now; it is told at once, and then reads all of them. */
    private static final int STALE_PAUSES = 10;

    private final SupabaseConfig config;
    private final RequestGate gate;
    private final Sleeper sleeper;

    SupabaseClient(SupabaseConfig config) {
        this(config, RequestGate.of(config), Thread::sleep);
    }

    SupabaseClient(SupabaseConfig config, RequestGate gate, Sleeper sleeper) {
        this.config = config;
        this.gate = gate;
        this.sleeper = sleeper;
    }

    /** One for the process, so that connections outlive what was opened over them; its threads are daemons. */
    private static final class Connections {
        static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER).build();
    }

    SupabaseConfig config() {
        return config;
    }

    /**
     * Asks once; any status is an answer. Once it has asked, an interrupt does not keep it from waiting for the answer for
     * some seconds more, for what was written has to be counted; the thread is still interrupted then.
     *
     * @param doing what is being done, for a message
     * @throws StoreException if there is no answer
     * @throws InterruptedException if it has not asked yet, or the answer did not come
     */
    RestAnswer send(RestRequest request, String doing) throws InterruptedException {
        try (RequestGate.Pass pass = gate.enter()) {
            long deadline = System.nanoTime() + config.timeout().multipliedBy(4).toNanos();
            Duration grace = config.timeout().compareTo(MOST_GRACE) < 0 ? config.timeout() : MOST_GRACE;
            HttpResponse<AnswerBody> response = Patience.await(Connections.HTTP.sendAsync(http(request),
                    _ -> new AnswerBody(config.timeout(), deadline, grace)), grace);
            RestAnswer answer = answer(request, response);
            if (answer.isSuccess()) {
                pass.wentWell();
            } else {
                learn(pass, RestFailure.of(answer));
            }
            return answer;
        } catch (InterruptedIOException e) {
            throw interrupted(e);
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
        throw trouble(request, doing, RestFailure.of(answer));
    }

    /**
     * Asks for something that changes nothing and has to succeed, and asks again a few times if that may help: what the
     * engine asks outside of its own retries, such as a description. A table that the server does not know yet is waited
     * for a few seconds.
     *
     * @throws StoreException if it does not help, or if the thread was interrupted, which it then still is
     */
    RestAnswer ask(RestRequest request, String doing) {
        RestAnswer answer = look(request, doing);
        for (int pauses = 0; !answer.isSuccess(); pauses++) {
            RestFailure failure = RestFailure.of(answer);
            if (pauses == STALE_PAUSES || !SupabaseErrors.mayBeStale(failure)) {
                throw trouble(request, doing, failure);
            }
            pause(STALE_PAUSE, doing);
            answer = look(request, doing);
        }
        return answer;
    }

    /**
     * Asks as {@link #look} does for something that may be refused.
     *
     * @return what the server said against it; empty if nothing
     */
    Optional<RestFailure> probe(RestRequest request, String doing) {
        try (RestAnswer answer = look(request, doing)) {
            return answer.isSuccess() ? Optional.empty() : Optional.of(RestFailure.of(answer));
        }
    }

    /**
     * Asks for something that changes nothing, and asks again a few times if that may help.
     *
     * @return any answer that asking again does not change
     * @throws StoreException if there is none, or if the thread was interrupted, which it then still is
     */
    RestAnswer look(RestRequest request, String doing) {
        long giveUp = System.nanoTime() + config.timeout().toNanos();
        for (int tried = 0;; tried++) {
            StoreException trouble;
            try {
                RestAnswer answer = send(request, doing);
                if (answer.isSuccess()) {
                    return answer;
                }
                RestFailure failure = RestFailure.of(answer);
                trouble = trouble(request, doing, failure);
                if (!mayPass(trouble, failure, tried)) {
                    return answer;
                }
            } catch (StoreException.Unreachable e) {
                trouble = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled(doing, e);
            }
            if (tried == RETRIES || System.nanoTime() - giveUp > 0) {
                throw trouble;
            }
            pause(delay(trouble, tried), doing);
        }
    }

    /** What a failure of this request means, with what a person can do. */
    StoreException trouble(RestRequest request, String doing, RestFailure failure) {
        return SupabaseErrors.trouble(doing, failure, Grants.advice(config, request));
    }

    /** The answer did not come, or stopped coming in its middle. */
    StoreException lost(String doing, @Nullable IOException e) {
        String who = doing + ": " + config.displayName();
        return switch (e) {
            case InterruptedIOException cancel -> cancelled(doing, cancel);
            case HttpTimeoutException timeout -> new StoreException.Unreachable(who + " does not answer: "
                    + timeout.getMessage(), "",
                    "look whether the project is up; a timeout in the connection allows more",
                    timeout);
            case ConnectException connect -> new StoreException.Unreachable(who + " cannot be reached", "",
                    "is the url right, and is there a network? A paused project has no address", connect);
            case SSLException tls -> new StoreException.Unreachable(who + " cannot be trusted: " + tls.getMessage(), "",
                    "look at the url; behind a proxy of one's own, Java has to know its certificate", tls);
            case null, default -> new StoreException.Unreachable(who + " broke the connection"
                    + (e == null || e.getMessage() == null ? "" : ": " + e.getMessage()), "", "", e);
        };
    }

    /** What cannot be made smaller may still have met a bad moment. */
    private static boolean mayPass(StoreException trouble, RestFailure failure, int tried) {
        return switch (trouble) {
            case StoreException.Transient _, StoreException.Unreachable _ -> true;
            case StoreException.TooLarge _ -> failure.status() == GATEWAY_TIMED_OUT
                    || failure.code().equals(STATEMENT_TIMED_OUT) && tried == 0;
            case StoreException.Permanent _, StoreException.Denied _ -> false;
        };
    }

    private static StoreException cancelled(String doing, Exception e) {
        return new StoreException.Transient(doing + ": cancelled", "", "", e);
    }

    private static InterruptedException interrupted(InterruptedIOException e) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }

    /**
     * Waits before something is asked again.
     *
     * @throws StoreException if the thread was interrupted, which it then still is
     */
    void pause(Duration pause, String doing) {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(doing, e);
        }
    }

    /** 1, 2 and 4 seconds or somewhat less, so that many clients do not come back at once; or what the server asked for. */
    private static Duration delay(StoreException trouble, int tried) {
        Optional<Duration> asked = trouble instanceof StoreException.Transient passing
                ? passing.retryAfter()
                : Optional.empty();
        return asked.orElseGet(() -> {
            long most = FIRST_PAUSE.toNanos() << tried;
            return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
        });
    }

    private void learn(RequestGate.Pass pass, RestFailure failure) {
        if (SupabaseErrors.isCrowded(failure)) {
            pass.wasTooMuch();
        }
        if (failure.status() == 429 || failure.status() >= 500) {
            SupabaseErrors.pause(failure).ifPresent(gate::holdBack);
        }
    }

    /** Whatever stands between may repeat what it was sent, and what a failure says is shown and kept. */
    private byte[] withoutSecrets(byte[] failure) {
        String text = new String(failure, StandardCharsets.UTF_8);
        String shown = text.replace(config.key(), "***");
        if (config.accessToken().isPresent()) {
            shown = shown.replace(config.accessToken().get(), "***");
        }
        return shown.equals(text) ? failure : shown.getBytes(StandardCharsets.UTF_8);
    }

    /** A failure is read at once, and can be read again; everything else is read as it comes. */
    private RestAnswer answer(RestRequest request, HttpResponse<AnswerBody> response) throws IOException {
        InputStream body = decoded(request, response);
        boolean success = response.statusCode() >= 200 && response.statusCode() < 300;
        if (success) {
            return new RestAnswer(response.statusCode(), response.headers(), body);
        }
        try (body) {
            byte[] failure = withoutSecrets(body.readNBytes(MOST_OF_A_FAILURE));
            return new RestAnswer(response.statusCode(), response.headers(), new ByteArrayInputStream(failure));
        }
    }

    /** What stands before PostgREST may compress. */
    private static InputStream decoded(RestRequest request, HttpResponse<AnswerBody> response) throws IOException {
        boolean zipped = response.headers().firstValue("Content-Encoding").filter("gzip"::equalsIgnoreCase).isPresent();
        return zipped && request.method() != RestRequest.Method.HEAD ? new GzipBody(response.body()) : response.body();
    }

    private HttpRequest http(RestRequest request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        boolean hasBody = request.body().length > 0;
        HttpRequest.Builder builder = HttpRequest
                .newBuilder(URI.create(config.url() + config.restPath() + request.path() + query))
                .timeout(config.timeout())
                .method(request.method().name(), hasBody
                        ? BodyPublishers.ofByteArray(request.body())
                        : BodyPublishers.noBody())
                .header("User-Agent", "tidemark")
                .header("Accept-Encoding", "gzip")
                .header("apikey", config.key())
                // The one that the method does not look at is ignored, and then the default schema is taken silently.
                .header("Accept-Profile", config.schema())
                .header("Content-Profile", config.schema());
        if ("http".equalsIgnoreCase(config.url().getScheme())) {
            // No server that we know takes the upgrade to HTTP/2 in clear text.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        if (hasBody) {
            builder.header("Content-Type", "application/json");
        }
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
