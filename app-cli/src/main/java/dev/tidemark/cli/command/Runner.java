package dev.tidemark.cli.command;

import dev.tidemark.cli.render.ProgressLine.Doing;
import dev.tidemark.cli.render.Summary;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.ReportJson;
import dev.tidemark.runtime.SyncRun;
import java.io.PrintWriter;

/** Runs a prepared run in front of a person: progress while it goes on, then what became of it, then how to go on. */
final class Runner {
    private final Session session;

    Runner(Session session) {
        this.session = session;
    }

    /**
     * Runs to the end, or to the batch in hand when the process is told to stop, and tells everything about it.
     *
     * @param again what names the profile in a further command
     * @return the exit code
     */
    int run(SyncRun run, OutputOption output, String again) {
        try (Interruption _ = Interruption.guard(run::cancel, session)) {
            SyncReport report = execute(run);
            print(report, output);
            explain(report, again);
            return ExitCode.of(report).number();
        }
    }

    /** Runs to the end with nothing but the progress and the warnings told. */
    SyncReport execute(SyncRun run) {
        try (RunEvents events = session.events(Doing.SYNCING)) {
            SyncReport report = run.execute(events);
            report.warnings().forEach(events::remind);
            return report;
        }
    }

    private void print(SyncReport report, OutputOption output) {
        PrintWriter out = session.out();
        if (output.json()) {
            out.println(ReportJson.write(report));
        } else if (!report.tables().isEmpty() || report.failure().isEmpty()) {
            // A run that failed before its first table has nothing to sum up; the error says it all.
            new Summary(session.style()).lines(report).forEach(out::println);
        }
        out.flush();
    }

    /** Tells what failed, and what a person can do about the outcome. */
    void explain(SyncReport report, String again) {
        explainFailures(report);
        switch (report.status()) {
            case REJECTS ->
                    session.tell("Some rows did not land: 'tidemark rejects list " + again + "' tells which and why.");
            case INTERRUPTED ->
                    session.tell(
                            "What was written stays. The same command goes on from there; with --restart it begins anew.");
            case SUCCEEDED, FAILED, REFUSED -> {
            }
        }
    }

    /** Tells what failed, and why a guard stopped it. */
    void explainFailures(SyncReport report) {
        Errors errors = session.errors();
        report.failure().ifPresent(failure -> errors.show("", failure));
        report.tables().forEach(table -> table.failure().ifPresent(failure -> errors.show(table.table(), failure)));
    }
}
