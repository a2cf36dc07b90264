package dev.tidemark.http.health;

import dev.tidemark.http.health.StateProbe.Answer;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.StateLocation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says how the server is. 503 while it cannot reach its state: it could neither start nor show a run. Strangers may ask and are
 * told a word; who shows a token is told why.
 */
@Controller("/health")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Health")
final class HealthController {
    private final Syncs syncs;
    private final Readiness readiness;
    private final MeterRegistry metrics;
    private final StateProbe probe;

    HealthController(Syncs syncs, Readiness readiness, MeterRegistry metrics) {
        this.syncs = syncs;
        this.readiness = readiness;
        this.metrics = metrics;
        this.probe = new StateProbe(() -> syncs.runs(Optional.empty(), 1), InstantSource.system());
    }

    @Get
    @Operation(operationId = "health", summary = "Whether the server is well",
            description = "Needs no token; who shows one is told why.")
    @ApiResponse(responseCode = "200", description = "It is")
    @ApiResponse(responseCode = "503", description = "Its state does not answer")
    HttpResponse<?> health(@Parameter(hidden = true) HttpRequest<?> request) {
        Answer state = probe.ask();
        boolean knows = request.getUserPrincipal().isPresent()
                && request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
        return answer(state.isUp(), knows ? details(state) : Health.of(state.isUp()));
    }

    /** Whether the process answers; whoever restarts it when it does not must not do so because of a database. */
    @Get("/liveness")
    @Operation(operationId = "liveness", summary = "Whether the process answers", description = "Needs no token.")
    @ApiResponse(responseCode = "200", description = "It does")
    Health liveness() {
        return Health.of(true);
    }

    /** Whether requests should come here: not while the server ends, and not without its state. */
    @Get("/readiness")
    @Operation(operationId = "readiness", summary = "Whether requests should come here",
            description = "Needs no token.")
    @ApiResponse(responseCode = "200", description = "They should")
    @ApiResponse(responseCode = "503", description = "The server is ending, or its state does not answer")
    HttpResponse<?> readiness() {
        boolean ready = !readiness.isLeaving() && probe.ask().isUp();
        return answer(ready, Health.of(ready));
    }

    private static HttpResponse<?> answer(boolean up, Object health) {
        return HttpResponse.status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).body(health);
    }

    private HealthDetails details(Answer answer) {
        StateLocation location = syncs.configuration().state();
        HealthDetails.State state = new HealthDetails.State(answer.isUp() ? Health.UP : Health.DOWN, kind(location),
                answer.isUp() ? answer.took().toMillis() : null, answer.isUp() ? null : answer.trouble(),
                freeBytes(location));
        return new HealthDetails(state.status(), state,
                new HealthDetails.Runs(active(), !readiness.isLeaving()));
    }

    private static String kind(StateLocation location) {
        return switch (location) {
            case StateLocation.File _ -> "sqlite";
            case StateLocation.Database _ -> "postgres";
        };
    }

    private static @Nullable Long freeBytes(StateLocation location) {
        return switch (location) {
            case StateLocation.File(Path path) -> freeBytes(path);
            case StateLocation.Database _ -> null;
        };
    }

    private static @Nullable Long freeBytes(Path state) {
        try {
            return Files.getFileStore(state).getUsableSpace();
        } catch (IOException _) {
            // The state itself tells what is wrong with it.
            return null;
        }
    }

    private long active() {
        Gauge active = metrics.find("tidemark.runs.active").gauge();
        return active == null ? 0 : (long) active.value();
    }
}
