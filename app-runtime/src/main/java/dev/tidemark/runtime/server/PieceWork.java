package dev.tidemark.runtime.server;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import dev.tidemark.runtime.Piece;
import dev.tidemark.runtime.PieceText;
import dev.tidemark.runtime.ReportText;
import dev.tidemark.runtime.SharedRun;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.log.RunScope;
import dev.tidemark.runtime.server.RunObserver.Watch;
import java.time.Instant;
import java.util.Optional;

/** One try at one piece of a run. */
final class PieceWork {
    /** A piece that so many servers did not come to the end of is what ends them. */
    private static final int MOST_ATTEMPTS = 10;

    private final Workplace place;
    private final RunTicket ticket;
    private final String profile;

    PieceWork(Workplace place, RunTicket ticket) {
        this.place = place;
        this.ticket = ticket;
        this.profile = ticket.request().profile();
    }

    Next run(int number) throws InterruptedException {
        try (ActiveWork.Work work = place.active().piece(ticket.run())) {
            if (place.active().isClosing()) {
                return Next.AT_ONCE;
            }
            Optional<Lease> lease = place.locks().join(profile, ticket.run());
            if (lease.isEmpty()) {
                return hasEnded(number) ? Next.DONE : Next.LATER;
            }
            try (Lease held = lease.get()) {
                Optional<RunPiece> begun = place.pieces().begin(ticket.run(), number, place.sharing().server());
                return begun.isPresent() ? run(new Attempt(work, held, begun.get())) : Next.DONE;
            }
        } finally {
            place.bell().ring();
        }
    }

    private boolean hasEnded(int number) {
        return place.pieces().of(ticket.run()).stream().noneMatch(piece -> piece.number() == number && !piece.ended());
    }

    private Next run(Attempt attempt) {
        RunPiece begun = attempt.piece;
        Instant startedAt = place.clock().instant();
        if (begun.attempts() > MOST_ATTEMPTS) {
            return attempt.gaveUp(startedAt);
        }
        if (place.pieces().standing(ticket.run()).cancelled()) {
            return attempt.endedWith(SharedRun.ended(ticket.run(), ticket.request(), startedAt,
                    startedAt, Status.INTERRUPTED, Optional.empty()));
        }
        try {
            return observed(attempt);
        } catch (ConfigurationException e) {
            // Another server took the run on: this one's file does not say the same.
            return attempt.endedWith(SharedRun.ended(ticket.run(), ticket.request(), startedAt, startedAt,
                    Status.FAILED, Optional.of(new Failure(Failure.Kind.CONFIGURATION, e.getMessage() + " (on "
                            + place.sharing().server() + ")", ""))));
        }
    }

    private Next observed(Attempt attempt) {
        try (RunScope _ = RunScope.open(ticket.run(), profile);
                Watch watch = place.observer().of(ticket.run(), profile, ticket.request().direction())) {
            Piece piece = PieceText.read(attempt.piece.what());
            SyncListener told = told(piece);
            SyncListener listener = RunScope.byTable(event -> {
                watch.on(event);
                told.on(event);
            });
            SharedRun shared = place.shared(ticket);
            attempt.work.begin();
            SharedRun.Outcome outcome = shared.run(ticket.run(), attempt.piece.number(), piece, attempt.piece.done(),
                    listener, report -> {
                        watch.did(report);
                        attempt.part(report);
                    });
            attempt.work.end();
            return attempt.next(outcome);
        }
    }

    /** Files of one run fill the same tables, whose progress only the run as a whole can tell. */
    private SyncListener told(Piece piece) {
        RunEvents told = new RunEvents(ticket.run(), place.events(), place.clock());
        return switch (piece) {
            case Piece.Whole _, Piece.Tables _ -> told;
            case Piece.Files _ -> FileProgress.withoutTables(told);
        };
    }

    /** What was done of the piece, kept as it grows. */
    private final class Attempt {
        private final ActiveWork.Work work;
        private final Lease lease;
        private RunPiece piece;
        private boolean replaced;
        private boolean unfinished;

        Attempt(ActiveWork.Work work, Lease lease, RunPiece piece) {
            this.work = work;
            this.lease = lease;
            this.piece = piece;
        }

        /** A part has ended, or all of it was interrupted. */
        void part(SyncReport report) {
            if (replaced || lease.isLost()) {
                // What became of it is for whoever has it now to say.
                return;
            }
            unfinished = report.status() == Status.INTERRUPTED && !work.isCancelled();
            keep(piece.with(piece.done() + (unfinished ? 0 : 1),
                    plus(unfinished ? SharedRun.goingOn(report) : report)));
        }

        private String plus(SyncReport report) {
            return ReportText.write(piece.report().isEmpty() ? report
                    : SharedRun.plus(ReportText.read(piece.report()), report));
        }

        private void keep(RunPiece further) {
            piece = further;
            if (!place.pieces().save(further)) {
                replaced = true;
                work.interrupt();
            }
        }

        Next next(SharedRun.Outcome outcome) {
            if (replaced) {
                return Next.NOT_OURS;
            }
            if (lease.isLost() || outcome == SharedRun.Outcome.HELD) {
                return Next.LATER;
            }
            return unfinished ? Next.AT_ONCE : ended();
        }

        private Next ended() {
            keep(piece.asEnded());
            return replaced ? Next.NOT_OURS : Next.DONE;
        }

        Next endedWith(SyncReport report) {
            keep(piece.with(piece.done(), plus(report)));
            return ended();
        }

        Next gaveUp(Instant startedAt) {
            return endedWith(SharedRun.ended(ticket.run(), ticket.request(), startedAt, startedAt, Status.FAILED,
                    Optional.of(new Failure(Failure.Kind.FAILED, ticket.request().direction().word() + " " + profile
                            + ": piece " + piece.number() + " was begun " + MOST_ATTEMPTS
                            + " times and never came to its end: " + piece.what(),
                            "look at the logs of the servers that tried: it may be what ended them"))));
        }
    }
}
