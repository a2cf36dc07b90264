package dev.tidemark.http.api;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.http.problem.Problem;
import dev.tidemark.http.problem.ProblemException;
import dev.tidemark.http.security.Access;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.PlanJson;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.log.EventLog;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells what a run of a profile would do, and does none of it. */
@Controller("/api/profiles/{profile}/plan")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.VIEWER)
@Tag(name = "Profiles")
@Refusals
final class PlanController {
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    /** A plan reads both stores from end to end: some at a time, or runs would wait for them. */
    private static final int MOST_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Semaphore free = new Semaphore(MOST_AT_ONCE, true);
    private final Syncs syncs;

    PlanController(Syncs syncs) {
        this.syncs = syncs;
    }

    /** A plan that could not be made is an answer too: its status and its errors tell. */
    @Get
    @Operation(operationId = "plan", summary = "What a run would do",
            description = "Looks at both stores and writes nothing. Every option of a run is understood by its name, as in `?limit=30&table=orders`.")
    @Parameter(name = "direction", in = ParameterIn.QUERY, description = "push unless told otherwise",
            schema = @Schema(allowableValues = {"push", "pull"}))
    @Parameter(name = "samples", in = ParameterIn.QUERY,
            description = "Rows to show of each kind of change and each table, 0 to 100; for operators only",
            schema = @Schema(type = "integer", minimum = "0", maximum = "100"))
    @ApiResponse(responseCode = "200",
            description = "The plan: a report, with hasChanges and, a table each, ddl, samples and notes",
            content = @Content(schema = @Schema(implementation = Report.class)))
    @ApiResponse(responseCode = "400", description = "Something in the query is not understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "404", description = "There is no such profile",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    HttpResponse<?> plan(@PathVariable String profile, @Parameter(hidden = true) HttpRequest<?> request,
            Authentication authentication) throws InterruptedException {
        Profiles.check(syncs, profile);
        PlanQuery query = PlanQuery.of(profile, request.getParameters().asMap());
        boolean operator = Caller.of(authentication).isOperator();
        if (query.samples() > 0 && !operator) {
            throw new ProblemException(FORBIDDEN,
                    "samples are values of rows, which a viewer does not see; ask without them, or with an operator's token");
        }
        ChangePlan plan = oneOfFew(() -> syncs.plan(query.request(), query.samples(), new EventLog()));
        String json = PlanJson.write(plan);
        return HttpResponse.ok(operator ? json : ViewerJson.of(json)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private ChangePlan oneOfFew(Supplier<ChangePlan> making) throws InterruptedException {
        if (!free.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new ProblemException(UNAVAILABLE, "other plans are being made; ask again later", PATIENCE);
        }
        try {
            return making.get();
        } finally {
            free.release();
        }
    }
}
