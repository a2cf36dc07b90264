package dev.tidemark.http.metrics;

import dev.tidemark.http.security.Access;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** All metrics, as Prometheus reads them. */
@Controller("/prometheus")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.VIEWER)
@Tag(name = "Health")
final class PrometheusController {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    PrometheusController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Get(produces = FORMAT)
    @Operation(operationId = "metrics", summary = "All metrics, for Prometheus")
    @ApiResponse(responseCode = "200", description = "In the text form of Prometheus")
    String scrape() {
        return registry.scrape();
    }
}
