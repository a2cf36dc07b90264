package dev.tidemark.http.security;

import dev.tidemark.http.problem.Problem;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteMatch;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells who is not let in what he lacks. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class Rejections implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {

    private final Router router;

    Rejections(Router router) {
        this.router = router;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException rejected) {
        if (rejected.isForbidden()) {
            if (RouteAttributes.getRouteMatch(request).isEmpty()) {
                return nothingThere(request);
            }
            return Problem.of(403, "this needs the token of an operator, and yours is a viewer's;"
                    + " 'tidemark token create --role operator NAME' makes one").response();
        }
        return unknown(request);
    }

    private static MutableHttpResponse<?> unknown(HttpRequest<?> request) {
        return Problem.of(401, request.getHeaders().contains(HttpHeaders.AUTHORIZATION)
                ? "this token is not known, or was revoked or has expired; 'tidemark token list' tells"
                : "send a token as 'Authorization: Bearer TOKEN'; 'tidemark token create NAME' makes one").response()
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tidemark\"");
    }

    /** Who is let in may know what is not there; a stranger is told the same of everything. */
    private MutableHttpResponse<?> nothingThere(HttpRequest<?> request) {
        List<? extends UriRouteMatch<?, ?>> routes = router.findAny(request);
        Set<String> methods = routes.stream().map(match -> match.getRouteInfo().getHttpMethodName())
                .collect(Collectors.toCollection(TreeSet::new));
        if (methods.isEmpty()) {
            return Problem.of(404, "there is nothing at " + request.getPath() + "; /openapi.yml tells what there is")
                    .response();
        }
        if (!methods.contains(request.getMethodName())) {
            String all = String.join(", ", methods);
            return Problem.of(405, request.getPath() + " takes " + all + " only").response()
                    .header(HttpHeaders.ALLOW, all);
        }
        return request.getMethod().permitsRequestBody()
                ? Problem.of(415, "send JSON, with 'Content-Type: application/json'").response()
                : Problem.of(406, "this is answered in another form than you accept; leave out 'Accept'").response();
    }
}
