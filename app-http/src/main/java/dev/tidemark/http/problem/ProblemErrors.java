package dev.tidemark.http.problem;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Turns every error that Micronaut itself answers into a {@link Problem}. */
@Singleton
@Replaces(ErrorResponseProcessor.class)
final class ProblemErrors implements ErrorResponseProcessor<Problem> {

    /** What Netty gives a request whose first line it did not take. */
    private static final String UNREAD = "/bad-request";

    private static final String DUE_TO = " due to: ";

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        if (isOfHeaders(context, response.code())) {
            return ofHeaders(context.getRequest());
        }
        int status = response.code();
        // What an unexpected exception says may be anything; the log has it.
        String detail = status >= HttpStatus.INTERNAL_SERVER_ERROR.getCode() || context.getErrors().isEmpty()
                ? "the server could not answer this; its log says why"
                : cause(context.getErrors().getFirst().getMessage());
        return response.body(new Problem("about:blank", response.reason(), status, detail))
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
    }

    /** Micronaut tells first which of our methods could not be called; callers know nothing of those. */
    private static String cause(String message) {
        int at = message.indexOf(DUE_TO);
        return at < 0 ? message : message.substring(at + DUE_TO.length());
    }

    /** Netty reads the first line and the headers, and says of neither more than that it was too large. */
    private static boolean isOfHeaders(ErrorContext context, int status) {
        return status == HttpStatus.REQUEST_ENTITY_TOO_LARGE.getCode()
                && !(context.getRootCause().orElse(null) instanceof ContentLengthExceededException);
    }

    private static MutableHttpResponse<Problem> ofHeaders(HttpRequest<?> request) {
        return request.getPath().equals(UNREAD)
                ? Problem.of(414, "the address is longer than this server reads").response()
                : Problem.of(431, "the headers are larger than 16 KB together; send fewer or shorter ones").response();
    }
}
