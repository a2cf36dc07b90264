package dev.tidemark.http.api;

import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.http.problem.Problem;
import dev.tidemark.http.security.Access;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.RejectPages;
import dev.tidemark.runtime.server.Runs;
import io.micronaut.http.HttpResponse;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the rows of a profile that did not land, and tries them again. */
@Controller("/api/profiles/{profile}/rejects")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.VIEWER)
@Tag(name = "Rejects")
@Refusals
final class RejectsController {
    private final Syncs syncs;
    private final RejectPages pages;
    private final StartAnswers starts;

    RejectsController(Syncs syncs, RejectPages pages, StartAnswers starts) {
        this.syncs = syncs;
        this.pages = pages;
        this.starts = starts;
    }

    @Get
    @Operation(operationId = "listRejects", summary = "Rows that did not land, and why",
            description = "A viewer sees which tables and what kind of reason; messages, keys and rows are for operators.")
    @ApiResponse(responseCode = "200", description = "How many there are, and a page of them")
    @ApiResponse(responseCode = "400", description = "Something in the query is not understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "404", description = "There is no such profile",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    RejectsAnswer list(@PathVariable String profile,
            @Nullable @QueryValue @Parameter(description = "Of this table of the sink only") String table,
            @Nullable @QueryValue @Parameter(description = "What the page before told as next") Long after,
            @Nullable @QueryValue @Parameter(
                    description = "Rejects a page, 1 to 200; 50 unless told otherwise") Integer limit,
            Authentication authentication) {
        Profiles.check(syncs, profile);
        if (after != null && after < 0) {
            throw new BadRequest("'after' is the number of a reject");
        }
        int most = PageSize.of(limit);
        List<Stored> found = pages.after(profile, Optional.ofNullable(table), after == null ? 0 : after, most + 1);
        List<Stored> page = found.subList(0, Math.min(most, found.size()));
        boolean operator = Caller.of(authentication).isOperator();
        return new RejectsAnswer(syncs.rejectCounts(profile).stream().map(RejectsAnswer.TableCount::of).toList(),
                page.stream().map(stored -> RejectsAnswer.RejectedRow.of(stored, operator)).toList(),
                found.size() > most ? page.getLast().number() : null);
    }

    @Post("/retry")
    @Secured(Access.OPERATOR)
    @Operation(operationId = "retryRejects", summary = "Try rejected rows again",
            description = "A run of its own: it goes on after the answer, and Location is where its report will be.")
    @ApiResponse(responseCode = "202", description = "Started, or started before with the same Idempotency-Key",
            content = @Content(schema = @Schema(implementation = StartedRun.class)))
    @ApiResponse(responseCode = "404", description = "There is no such profile",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "409", description = "The profile is running",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @ApiResponse(responseCode = "422", description = "The Idempotency-Key was sent with another body before",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    HttpResponse<?> retry(@PathVariable String profile, @Nullable @Body RetryRequest body,
            @Nullable @Header(IdempotencyKey.HEADER) @Parameter(
                    description = "A request that is sent again with the same key, within 24 hours, starts nothing more") String key,
            Authentication authentication) throws InterruptedException {
        Profiles.check(syncs, profile);
        RetryRequest asked = body == null ? new RetryRequest(null, null) : body;
        StartRequest run = new StartRequest(profile, asked.direction(), Map.of("tables", asked.names()));
        return starts.start(Caller.of(authentication), key, "retry\n" + run.asked(), RunOptions.request(profile, run),
                Runs.Kind.RETRY);
    }
}
