package dev.tidemark.http.problem;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.ConfigurationException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import java.time.Duration;

/** Turns what the runtime throws into a {@link Problem}. */
@Controller("/errors")
final class ErrorsController {

    @Error(global = true)
    HttpResponse<Problem> badRequest(BadRequest e) {
        return Problem.of(400, String.valueOf(e.getMessage())).response();
    }

    @Error(global = true)
    HttpResponse<Problem> problem(ProblemException e) {
        MutableHttpResponse<Problem> response = Problem.of(e.status(), String.valueOf(e.getMessage())).response();
        Duration retryAfter = e.retryAfter();
        return retryAfter == null ? response
                : response.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
    }

    @Error(global = true)
    HttpResponse<Problem> configuration(ConfigurationException e) {
        return Problem.of(400, String.valueOf(e.getMessage())).response();
    }

    /** The state store: runs report trouble with their own stores. */
    @Error(global = true)
    HttpResponse<Problem> store(StoreException e) {
        return Problem.of(503, String.valueOf(e.getMessage())).response();
    }
}
