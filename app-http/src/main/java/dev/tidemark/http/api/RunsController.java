package dev.tidemark.http.api;

import dev.tidemark.domain.port.RunHistory.Filter;
import dev.tidemark.domain.port.RunHistory.Place;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.http.problem.Problem;
import dev.tidemark.http.problem.ProblemException;
import dev.tidemark.http.security.Access;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.RunRequests;
import dev.tidemark.runtime.server.Runs;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts and cancels runs, and tells what became of them. */
@Controller("/api/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.VIEWER)
@Tag(name = "Runs")
@Refusals
final class RunsController {
    private static final List<String> STATUSES = List.of(RunStatus.RUNNING, "succeeded", "rejects", "failed",
            "interrupted",
            "refused");
    private static final String CANCELLING = "cancelling";

    private final Syncs syncs;
    private final StartAnswers starts;
    private final RunRequests requests;
    private final Cursors cursors;

    RunsController(Syncs syncs, StartAnswers starts, RunRequests requests, Cursors cursors) {
        this.syncs = syncs;
        this.starts = starts;
        this.requests = requests;
        this.cursors = cursors;
    }

    @Post
    @Secured(Access.OPERATOR)
    @Operation(operationId = "startRun", summary = "Start a run",
            description = "It goes on after the answer; Location is where its report will be.")
    @ApiResponse(responseCode = "202", description = "Started, or started before with the same Idempotency-Key",
            content = @Content(schema = @Schema(implementation = StartedRun.class)))
    @ApiResponse(responseCode = "400", description = "Something in the body is not understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "404", description = "There is no such profile",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "409", description = "The profile is running",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "413", description = "The body is larger than 1 MB",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "422", description = "The Idempotency-Key was sent with another body before",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    HttpResponse<?> start(@Body StartRequest body,
            @Nullable @Header(IdempotencyKey.HEADER) @Parameter(
                    description = "A request that is sent again with the same key, within 24 hours, starts nothing more") String key,
            Authentication authentication) throws InterruptedException {
        String profile = Optional.ofNullable(body.profile())
                .orElseThrow(() -> new BadRequest("which profile? The body needs a 'profile'"));
        Profiles.check(syncs, profile);
        return starts.start(Caller.of(authentication), key, body.asked(), RunOptions.request(profile, body),
                Runs.Kind.SYNC);
    }

    @Get
    @Operation(operationId = "listRuns", summary = "The history of runs, newest first")
    @ApiResponse(responseCode = "200", description = "A page of it",
            content = @Content(schema = @Schema(implementation = RunPage.class)))
    @ApiResponse(responseCode = "400",
            description = "The cursor is none of this server, or another parameter is not understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "410", description = "The cursor was given more than 15 minutes ago",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    RunPage list(
            @Nullable @QueryValue @Parameter(description = "Runs of this profile only") String profile,
            @Nullable @QueryValue @Parameter(description = "Runs that ended so, or are running",
                    schema = @Schema(allowableValues = {"running", "succeeded", "rejects", "failed", "interrupted",
                            "refused"})) String status,
            @Nullable @QueryValue @Parameter(
                    description = "Runs a page, 1 to 200; 50 unless told otherwise") Integer limit,
            @Nullable @QueryValue @Parameter(description = "What the page before told as next") String cursor) {
        if (status != null && !STATUSES.contains(status)) {
            throw new BadRequest("'status' is one of " + String.join(", ", STATUSES));
        }
        Filter filter = new Filter(Optional.ofNullable(profile), Optional.ofNullable(status));
        Place place = cursor == null ? Place.NEWEST : cursors.read(cursor, filter);
        int most = PageSize.of(limit);
        List<RunRecord> found = syncs.server().runs().before(place, filter, most + 1);
        List<RunRecord> page = found.subList(0, Math.min(most, found.size()));
        String next = found.size() > most ? cursors.write(Place.of(page.getLast()), filter) : null;
        return new RunPage(page.stream().map(RunSummary::of).toList(), next);
    }

    @Get("/{id}")
    @Operation(operationId = "findRun", summary = "What became of a run",
            description = "The report that `tidemark push --output json` prints; as long as it runs, only who it is."
                    + " For viewers, texts that may hold values of rows are left out.")
    @ApiResponse(responseCode = "200", description = "The report, or who it is",
            content = @Content(schema = @Schema(oneOf = {Report.class, StartedRun.class})))
    @ApiResponse(responseCode = "404", description = "There is no such run",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    HttpResponse<?> find(@PathVariable String id, Authentication authentication) {
        RunRecord record = record(id);
        if (record.report().isEmpty()) {
            return HttpResponse.ok(StartedRun.of(record));
        }
        boolean operator = Caller.of(authentication).isOperator();
        return HttpResponse.ok(operator ? record.report() : ViewerJson.of(record.report()))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    @Post("/{id}/cancel")
    @Secured(Access.OPERATOR)
    @Operation(operationId = "cancelRun", summary = "End a run after the batch in hand",
            description = "Its checkpoint is saved, and the next run of the profile goes on from there.")
    @ApiResponse(responseCode = "202", description = "It is about to end",
            content = @Content(schema = @Schema(implementation = StartedRun.class)))
    @ApiResponse(responseCode = "404", description = "There is no such run",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "409", description = "It has ended already",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    HttpResponse<?> cancel(@PathVariable String id, Authentication authentication) {
        RunRecord record = record(id);
        if (!requests.cancel(Caller.of(authentication).actor(), id)) {
            return Problem.of(409, "the run " + id + " is not going on: it is " + record(id).status()).response();
        }
        return HttpResponse.accepted(StartAnswers.location(id)).body(new StartedRun(id, record.profile(),
                record.direction(), CANCELLING, record.startedAt()));
    }

    private RunRecord record(String id) {
        return syncs.findRun(id).orElseThrow(() -> new ProblemException(404, "there is no run '" + id + "'"));
    }
}
