package dev.tidemark.http.security;

import dev.tidemark.http.problem.Problem;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a browser sends on behalf of a foreign page: a name that was rebound to this machine (Host), or a request
 * across origins (Origin). Before Micronaut's own check of origins, which answers without a word.
 */
@ServerFilter("/**")
@Order(SecurityHeaders.ORDER + 1)
final class ForeignRequests {
    private final OwnNames names;

    ForeignRequests(OwnNames names) {
        this.names = names;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        String host = request.getHeaders().get("Host");
        if (host == null || !names.isOwnHost(host)) {
            return Problem.of(403, "this server answers to " + names.all()
                    + " only; start it with --public-url if it is to be called by another name").response();
        }
        String origin = request.getHeaders().get("Origin");
        if (origin != null && !names.isSameOrigin(origin, host)) {
            return Problem.of(403, "this server answers no pages of other origins").response();
        }
        return null;
    }
}
