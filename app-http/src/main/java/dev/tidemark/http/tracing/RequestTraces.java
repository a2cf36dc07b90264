package dev.tidemark.http.tracing;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * A span for each request, below the caller's where it sends a {@code traceparent}. An event stream's ends when the stream begins.
 * The attributes are those of OpenTelemetry's conventions for HTTP servers.
 */
@ServerFilter("/**")
@Requires(beans = Tracing.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestTraces {
    private static final String SPAN = "dev.tidemark.span";
    private static final int SERVER_ERROR = 500;

    private final Tracing tracing;

    RequestTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    @RequestFilter
    void begin(HttpRequest<?> request) {
        Context caller = tracing.propagator().extract(Context.root(), request, Headers.GETTER);
        request.setAttribute(SPAN, tracing.tracer().spanBuilder(request.getMethodName()).setParent(caller)
                .setSpanKind(SpanKind.SERVER).setAttribute("http.request.method", request.getMethodName())
                .setAttribute("url.path", request.getPath()).startSpan());
    }

    @ResponseFilter
    void end(HttpRequest<?> request, HttpResponse<?> response) {
        request.removeAttribute(SPAN, Span.class).ifPresent(span -> {
            BasicHttpAttributes.getUriTemplate(request).ifPresent(route -> {
                span.updateName(request.getMethodName() + " " + route);
                span.setAttribute("http.route", route);
            });
            span.setAttribute("http.response.status_code", response.code());
            if (response.code() >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        });
    }

    /** How the propagator reads what the caller sent. */
    private enum Headers implements TextMapGetter<HttpRequest<?>> {
        GETTER;

        @Override
        public Iterable<String> keys(HttpRequest<?> request) {
            return request.getHeaders().names();
        }

        @Override
        public @Nullable String get(@Nullable HttpRequest<?> request, String key) {
            return request == null ? null : request.getHeaders().get(key);
        }
    }
}
