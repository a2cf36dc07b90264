package dev.tidemark.cli.command;

import dev.tidemark.cli.render.PlanText;
import dev.tidemark.cli.render.ProgressLine.Doing;
import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.runtime.PlanJson;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import java.io.PrintWriter;

/** Finds out in front of a person what a run would do: {@code plan}, and every {@code --dry-run}. */
final class Planner {
    private final Session session;

    Planner(Session session) {
        this.session = session;
    }

    /**
     * Looks, and tells what was found.
     *
     * @param samples how many rows of each kind of change to show for each table
     */
    ChangePlan run(Syncs syncs, SyncRequest request, int samples, OutputOption output) {
        try (Interruption _ = Interruption.guard(Thread.currentThread()::interrupt, session)) {
            ChangePlan plan = look(syncs, request, samples);
            print(plan, output);
            new Runner(session).explainFailures(plan.report());
            return plan;
        }
    }

    private ChangePlan look(Syncs syncs, SyncRequest request, int samples) {
        try (RunEvents events = session.events(Doing.PLANNING)) {
            ChangePlan plan = syncs.plan(request, samples, events);
            plan.report().warnings().forEach(events::remind);
            return plan;
        }
    }

    private void print(ChangePlan plan, OutputOption output) {
        PrintWriter out = session.out();
        if (output.json()) {
            out.println(PlanJson.write(plan));
        } else {
            new PlanText(session.style()).lines(plan).forEach(out::println);
        }
        out.flush();
    }
}
