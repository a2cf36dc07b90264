package dev.tidemark.http.security;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Tells browsers, with every answer, to do nothing with it that the page does not need. Outermost of the filters. */
@ServerFilter("/**")
@Order(SecurityHeaders.ORDER)
final class SecurityHeaders {
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE;

    private static final String NOTHING_FOREIGN = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Swagger UI writes styles into its elements and holds its icons as data. */
    private static final String FOR_THE_VIEWER = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @ResponseFilter
    void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
        String path = request.getPath();
        response.getHeaders()
                .set("Content-Security-Policy", isWithin(path, "/docs") ? FOR_THE_VIEWER : NOTHING_FOREIGN)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Cross-Origin-Opener-Policy", "same-origin");
        if (isWithin(path, "/api") || isWithin(path, "/openapi.yml") || response.code() >= 400) {
            response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private static boolean isWithin(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
