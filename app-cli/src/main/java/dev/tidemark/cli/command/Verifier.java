package dev.tidemark.cli.command;

import dev.tidemark.cli.render.ProgressLine.Doing;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;

/** Compares both sides of a profile in front of a person. */
final class Verifier {
    private final Session session;

    Verifier(Session session) {
        this.session = session;
    }

    /**
     * Compares with nothing but the progress and the warnings told. Interrupting the thread ends it.
     *
     * @param limit how many differences to show for each table
     */
    VerifyReport compare(Syncs syncs, SyncRequest request, int limit) {
        try (RunEvents events = session.events(Doing.VERIFYING)) {
            VerifyReport report = syncs.verify(request, limit, events);
            report.warnings().forEach(events::remind);
            return report;
        }
    }

    /** Tells what failed. */
    void explain(VerifyReport report) {
        Errors errors = session.errors();
        report.failure().ifPresent(failure -> errors.show("", failure));
        report.tables().forEach(table -> table.failure().ifPresent(failure -> errors.show(table.table(), failure)));
    }
}
