package dev.tidemark.http.problem;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;

/**
 * An error as RFC 9457 writes it.
 *
 * @param detail what is wrong, for a person; never a secret
 */
@Serdeable
public record Problem(String type, String title, int status, @Nullable String detail) {

    public static final String MEDIA_TYPE = MediaType.APPLICATION_JSON_PROBLEM;

    public static Problem of(int status, String detail) {
        return new Problem("about:blank", HttpStatus.valueOf(status).getReason(), status, detail);
    }

    public MutableHttpResponse<Problem> response() {
        return HttpResponse.<Problem>status(HttpStatus.valueOf(status)).body(this)
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
                // Also where no filter comes by, as with headers that were never read to their end.
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
}
