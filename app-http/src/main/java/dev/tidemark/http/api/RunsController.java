package dev.tidemark.http.api;

import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.http.problem.Problem;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.Runs;
import dev.tidemark.runtime.server.Runs.Accepted;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.Optional;

/** Starts runs and tells what became of them. */
@Controller("/api/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RunsController {
    private final Syncs syncs;
    private final Runs runs;

    RunsController(Syncs syncs, Runs runs) {
        this.syncs = syncs;
        this.runs = runs;
    }

    @Post
    HttpResponse<?> start(@Body StartRequest body) {
        String profile = Optional.ofNullable(body.profile())
                .orElseThrow(() -> new BadRequest("which profile? The body needs a 'profile'"));
        if (!syncs.configuration().profileNames().contains(profile)) {
            return Problem.of(404, "there is no profile '" + profile + "'").response();
        }
        SyncRequest request = RunOptions.request(profile, body);
        return switch (runs.start(request, Runs.Kind.SYNC)) {
            case Accepted.Started(var run) -> HttpResponse.accepted(URI.create("/api/runs/" + run))
                    .body(new StartedRun(run, profile, request.direction().word(), RunStatus.RUNNING));
            case Accepted.Busy(_, var holder) -> Problem.of(409,
                    "the profile '" + profile + "' is running (" + holder + "); wait for its end").response();
        };
    }

    @Get("/{id}")
    HttpResponse<?> find(@PathVariable String id) {
        Optional<RunRecord> found = syncs.findRun(id);
        if (found.isEmpty()) {
            return Problem.of(404, "there is no run '" + id + "'").response();
        }
        RunRecord record = found.get();
        return record.report().isEmpty()
                ? HttpResponse.ok(new StartedRun(id, record.profile(), record.direction(), record.status()))
                : HttpResponse.ok(record.report()).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
