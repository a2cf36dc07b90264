package dev.tidemark.http.problem;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Turns every error that Micronaut itself answers into a {@link Problem}. */
@Singleton
@Replaces(ErrorResponseProcessor.class)
final class ProblemErrors implements ErrorResponseProcessor<Problem> {

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        int status = response.code();
        // What an unexpected exception says may be anything; the log has it.
        String detail = status >= HttpStatus.INTERNAL_SERVER_ERROR.getCode() || context.getErrors().isEmpty()
                ? "the server could not answer this; its log says why"
                : context.getErrors().getFirst().getMessage();
        return response.body(new Problem("about:blank", response.reason(), status, detail))
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
    }
}
