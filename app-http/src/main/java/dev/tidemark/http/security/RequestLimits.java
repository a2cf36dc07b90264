package dev.tidemark.http.security;

import dev.tidemark.http.problem.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.authentication.Authentication;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a token, or an address where none is needed, ask so many times a second; the headers are those of the IETF's draft.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields for HTTP</a>
 */
@ServerFilter("/**")
@Order(RequestLimits.ORDER)
final class RequestLimits {
    /** After it is known who asks. */
    static final int ORDER = 39_250;

    private static final String PROBE = "tidemark.ratelimit";

    /** Callers that are remembered; the one that was quiet longest, whose bucket is full again, makes room. */
    private static final int MOST_CALLERS = 10_000;

    private final RateLimit limit;
    private final String policy;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    RequestLimits(RateLimit limit) {
        this.limit = limit;
        this.policy = "\"token\";q=" + limit.burst() + ";w=" + limit.burst() / limit.perSecond();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> take(HttpRequest<?> request) {
        ConsumptionProbe probe = bucket(caller(request)).tryConsumeAndReturnRemaining(1);
        request.setAttribute(PROBE, probe);
        if (probe.isConsumed()) {
            return null;
        }
        long seconds = seconds(probe.getNanosToWaitForRefill());
        return tell(Problem.of(429, "more than " + limit.perSecond() + " requests a second; wait " + seconds
                + " s, or start the server with a higher --rate-limit").response()
                .header("Retry-After", Long.toString(seconds)), probe);
    }

    @ResponseFilter
    void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
        request.getAttribute(PROBE, ConsumptionProbe.class).ifPresent(probe -> tell(response, probe));
    }

    private MutableHttpResponse<?> tell(MutableHttpResponse<?> response, ConsumptionProbe probe) {
        response.getHeaders().set("RateLimit-Policy", policy)
                .set("RateLimit", "\"token\";r=" + probe.getRemainingTokens() + ";t="
                        + seconds(probe.getNanosToWaitForReset()));
        return response;
    }

    private static long seconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    private static String caller(HttpRequest<?> request) {
        return request.getUserPrincipal(Authentication.class).map(Authentication::getName)
                .orElseGet(() -> RemoteAddress.of(request));
    }

    private Bucket bucket(String caller) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(caller, _ -> Bucket.builder()
                    .addLimit(bandwidth -> bandwidth.capacity(limit.burst())
                            .refillGreedy(limit.perSecond(), Duration.ofSeconds(1)))
                    .build());
        }
    }
}
