package dev.tidemark.http.api;

import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.http.problem.Problem;
import dev.tidemark.http.problem.ProblemException;
import dev.tidemark.http.security.Access;
import dev.tidemark.http.security.Admission;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.Syncs;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.sse.Event;
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
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Tells what happens in a run while it happens. */
@Controller("/api/runs/{id}/events")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.VIEWER)
@Tag(name = "Runs")
@Refusals
final class RunEventsController {
    private final Syncs syncs;
    private final EventStreams streams;
    private final Admission admission;

    RunEventsController(Syncs syncs, EventStreams streams, Admission admission) {
        this.syncs = syncs;
        this.streams = streams;
        this.admission = admission;
    }

    @Get(produces = MediaType.TEXT_EVENT_STREAM)
    @Operation(operationId = "watchRun", summary = "What happens in a run, while it happens",
            description = "Server-sent events: run-started, table-started, progress (at most once a second a table),"
                    + " table-ended, warning, retrying, failed and, as the last, run-ended; then the stream ends."
                    + " Each is an object with its time, `at`. Whoever lost the connection goes on with Last-Event-ID."
                    + " What happened is kept for 7 days."
                    + " For viewers, texts that may hold values of rows are left out.")
    @ApiResponse(responseCode = "200", description = "The stream; a comment every 15 seconds in which nothing happens",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "400", description = "Last-Event-ID is no number",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "404", description = "There is no such run",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    Publisher<Event<String>> watch(@PathVariable String id,
            @Nullable @Header("Last-Event-ID") @Parameter(
                    description = "The id of the last event that was seen; none for all from the beginning") String lastEventId,
            @Parameter(hidden = true) HttpRequest<?> request, Authentication authentication) {
        if (syncs.findRun(id).isEmpty()) {
            throw new ProblemException(404, "there is no run '" + id + "'");
        }
        return streams.of(new EventStreams.Wanted(id, number(lastEventId),
                Caller.of(authentication).isOperator() ? json -> json : ViewerJson::of,
                () -> admission.holds(request)));
    }

    private static long number(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(lastEventId.strip()));
        } catch (NumberFormatException _) {
            throw new BadRequest("Last-Event-ID is the id of an event that was sent, and not '" + lastEventId + "'");
        }
    }
}
