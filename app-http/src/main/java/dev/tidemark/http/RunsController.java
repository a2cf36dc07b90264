package dev.tidemark.http;

import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.SyncRun;
import dev.tidemark.runtime.Syncs;
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
    private final RunRegistry runs;

    RunsController(Syncs syncs, RunRegistry runs) {
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
        Optional<SyncRun> run = runs.start(request);
        if (run.isEmpty()) {
            return Problem.of(409, "the profile '" + profile + "' is running; wait for its end").response();
        }
        return HttpResponse.accepted(URI.create("/api/runs/" + run.get().id())).body(running(run.get()));
    }

    @Get("/{id}")
    HttpResponse<?> find(@PathVariable String id) {
        Optional<SyncRun> active = runs.find(id);
        if (active.isPresent()) {
            return HttpResponse.ok(running(active.get()));
        }
        Optional<RunRecord> found = syncs.findRun(id);
        if (found.isEmpty()) {
            return Problem.of(404, "there is no run '" + id + "'").response();
        }
        RunRecord record = found.get();
        return record.report().isEmpty()
                ? HttpResponse.ok(new StartedRun(id, record.profile(), record.direction(), record.status()))
                : HttpResponse.ok(record.report()).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static StartedRun running(SyncRun run) {
        return new StartedRun(run.id(), run.profile(), run.direction().word(), RunStatus.RUNNING);
    }
}
