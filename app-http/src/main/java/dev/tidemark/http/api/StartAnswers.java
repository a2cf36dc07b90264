package dev.tidemark.http.api;

import dev.tidemark.http.problem.Problem;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.RunRequests;
import dev.tidemark.runtime.server.RunRequests.Answer;
import dev.tidemark.runtime.server.Runs;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Starts what a request asks for, a run or another try at rejects, and answers it. */
@Singleton
final class StartAnswers {
    private final Syncs syncs;
    private final RunRequests requests;

    StartAnswers(Syncs syncs, RunRequests requests) {
        this.syncs = syncs;
        this.requests = requests;
    }

    /**
     * 202 with the place of the run; 409 or 422 if it is not started.
     *
     * @param key the Idempotency-Key as it was sent
     * @param asked equal for requests that ask for the same
     */
    HttpResponse<?> start(Caller caller, @Nullable String key, String asked, SyncRequest request, Runs.Kind kind)
            throws InterruptedException {
        Answer answer = requests.start(caller.actor(), IdempotencyKey.of(key, caller, asked), request, kind);
        return switch (answer) {
            case Answer.Started(var run) -> HttpResponse.accepted(location(run)).body(started(run, request));
            case Answer.Busy(var holder) -> Problem.of(409, "the profile '" + request.profile() + "' is running ("
                    + holder + "); wait for its end, or cancel it").response();
            case Answer.KeyOfAnother() -> Problem.of(422, "this " + IdempotencyKey.HEADER
                    + " was sent with another request before; a new request needs a new key").response();
            case Answer.BeingStarted() -> Problem.of(409, "the same request is being answered; send it again in some"
                    + " seconds").response().header("Retry-After", "5");
        };
    }

    static URI location(String run) {
        return URI.create("/api/runs/" + run);
    }

    private StartedRun started(String run, SyncRequest request) {
        return syncs.findRun(run).map(StartedRun::of).orElseGet(() -> new StartedRun(run, request.profile(),
                request.direction().word(), RunStatus.RUNNING, Instant.now()));
    }
}
