package dev.tidemark.http.api;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.http.problem.Problem;
import dev.tidemark.runtime.PlanJson;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.RunObserver;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Tells what a run of a profile would do, and does none of it. */
@Controller("/api/profiles/{profile}/plan")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PlanController {
    private final Syncs syncs;
    private final RunObserver observer;

    PlanController(Syncs syncs, RunObserver observer) {
        this.syncs = syncs;
        this.observer = observer;
    }

    /** A plan that could not be made is an answer too: its status and its errors tell. */
    @Get
    HttpResponse<?> plan(@PathVariable String profile, HttpRequest<?> request) {
        if (!syncs.configuration().profileNames().contains(profile)) {
            return Problem.of(404, "there is no profile '" + profile + "'").response();
        }
        PlanQuery query = PlanQuery.of(profile, request.getParameters().asMap());
        ChangePlan plan = syncs.plan(query.request(), query.samples(), observer.of("", profile));
        return HttpResponse.ok(PlanJson.write(plan)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
