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

/**
 * One try at one piece of a run. The lock of the piece comes first: whoever is thought to be dead and has it still beats for
 * it, and is let finish.
 */
final class PieceWork {
    /** A piece that brought so many servers nowhere is what ends them. */
    private static final int MOST_FRUITLESS = 10;

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
            if (!isOpen(number)) {
                return Next.DONE;
            }
            if (place.pieces().standing(ticket.run()).cancelled()) {
                return locked(number, own -> begun(number).map(piece -> new Attempt(work, own, piece).cancelled()));
            }
            Optional<SharedRun> shared = place.shared(ticket);
            if (shared.isEmpty()) {
                return Next.OTHERS;
            }
            // Whoever ends the server does not wait while this waits for the lock of one that died.
            work.begin();
            return locked(number, own -> joined(number, work, own, shared.get()));
        } finally {
            place.bell().ring();
        }
    }

    private boolean isOpen(int number) {
        return place.pieces().find(ticket.run(), number).filter(piece -> !piece.ended()).isPresent();
    }

    /** What is done under the lock of the piece. */
    @FunctionalInterface
    private interface Locked {
        /** What comes of it; empty if there was nothing left to do. */
        Optional<Next> run(Lease own) throws InterruptedException;
    }

    private Next locked(int number, Locked locked) throws InterruptedException {
        Optional<Lease> own = place.locks().acquire(SharedRun.lock(profile, number), ticket.run());
        if (own.isEmpty()) {
            return Next.LATER;
        }
        try (Lease held = own.get()) {
            return locked.run(held).orElse(Next.DONE);
        }
    }

    private Optional<Next> joined(int number, ActiveWork.Work work, Lease own, SharedRun shared)
            throws InterruptedException {
        if (place.holder(profile).filter(holder -> !holder.equals(ticket.run())).isPresent()) {
            // Joining would look for seconds whether that one beats, with a hand that others need.
            return Optional.of(Next.LATER);
        }
        Optional<Lease> part = place.locks().join(profile, ticket.run());
        if (part.isEmpty()) {
            return Optional.of(Next.LATER);
        }
        try (Lease held = part.get()) {
            Optional<RunPiece> begun = begun(number);
            if (begun.isEmpty() && !place.isRunning(ticket.run())) {
                // It ended while this one joined, and would hold the profile until the lock runs out.
                place.locks().release(profile, ticket.run());
            }
            return begun.map(piece -> new Attempt(work, held, piece).run(shared, own));
        }
    }

    private Optional<RunPiece> begun(int number) {
        return place.pieces().begin(ticket.run(), number, place.sharing().server());
    }

    /** Files of one run fill the same tables, whose progress only the run as a whole can tell. */
    private SyncListener told(Piece piece) {
        RunEvents told = new RunEvents(ticket.run(), place.events(), place.clock());
        return switch (piece) {
            case Piece.Whole _, Piece.Tables _ -> told;
            case Piece.Files _ -> FileProgress.withoutTables(told);
        };
    }

    private SyncReport ended(Status status, Optional<Failure> failure) {
        Instant now = place.clock().instant();
        return SharedRun.ended(ticket.run(), ticket.request(), now, now, status, failure);
    }

    /** What is kept, and told to who watches this server. */
    private record Observed(Watch watch, SharedRun.Progress kept) implements SharedRun.Progress {
        @Override
        public boolean part(SyncReport report) {
            watch.did(report);
            return kept.part(report);
        }

        @Override
        public void advanced() {
            kept.advanced();
        }
    }

    /** What was done of the piece, kept as it grows. Thread-safe. */
    private final class Attempt implements SharedRun.Progress {
        private final ActiveWork.Work work;
        /** What must not be lost meanwhile: from then on the piece is another's. */
        private final Lease lease;
        private RunPiece piece;
        private int parts = Integer.MAX_VALUE;
        private boolean advanced;
        private boolean replaced;
        private boolean unfinished;

        Attempt(ActiveWork.Work work, Lease lease, RunPiece piece) {
            this.work = work;
            this.lease = lease;
            this.piece = piece;
        }

        Next run(SharedRun shared, Lease own) {
            if (piece.fruitless() > MOST_FRUITLESS) {
                return endedWith(gaveUp());
            }
            Piece what = PieceText.read(piece.what());
            parts = what.parts();
            if (piece.done() >= parts) {
                return ended();
            }
            try {
                return next(observed(shared, own, what));
            } catch (ConfigurationException e) {
                return endedWith(PieceWork.this.ended(Status.FAILED, Optional.of(new Failure(
                        Failure.Kind.CONFIGURATION, e.getMessage() + " (on " + place.sharing().server() + ")", ""))));
            }
        }

        private SharedRun.Outcome observed(SharedRun shared, Lease own, Piece what) {
            try (RunScope _ = RunScope.open(ticket.run(), profile);
                    Watch watch = place.observer().of(ticket.run(), profile, ticket.request().direction())) {
                SyncListener told = told(what);
                SyncListener listener = RunScope.byTable(event -> {
                    watch.on(event);
                    told.on(event);
                });
                SharedRun.Outcome outcome = shared.run(ticket.run(), own, what, piece.done(), listener,
                        new Observed(watch, this));
                work.end();
                return outcome;
            }
        }

        @Override
        public synchronized boolean part(SyncReport report) {
            if (replaced || lease.isLost()) {
                // What became of it is for whoever has it now to say.
                work.interrupt();
                return false;
            }
            unfinished = report.status() == Status.INTERRUPTED && !work.isCancelled();
            int done = piece.done() + (unfinished ? 0 : 1);
            RunPiece further = piece.with(done, plus(unfinished ? SharedRun.goingOn(report) : report));
            // With the last part at once: whoever dies before he says that the piece has ended leaves it done.
            keep(done >= parts ? further.asEnded() : further);
            return !replaced;
        }

        /** Told once a try: from then on it was not fruitless. */
        @Override
        public synchronized void advanced() {
            if (!advanced && !replaced) {
                advanced = true;
                keep(piece);
            }
        }

        private String plus(SyncReport report) {
            return ReportText.write(piece.report().isEmpty() ? report
                    : SharedRun.plus(ReportText.read(piece.report()), report));
        }

        private void keep(RunPiece further) {
            if (place.pieces().save(further)) {
                piece = further;
            } else {
                replaced = true;
                work.interrupt();
            }
        }

        private synchronized Next next(SharedRun.Outcome outcome) {
            if (replaced) {
                return Next.NOT_OURS;
            }
            return switch (lease.isLost() ? SharedRun.Outcome.LOST : outcome) {
                case LOST -> Next.LATER;
                case HELD -> {
                    // Another is getting on with it, which is not in vain.
                    keep(piece);
                    yield Next.LATER;
                }
                case DONE -> unfinished ? Next.AT_ONCE : ended();
            };
        }

        private synchronized Next ended() {
            if (!piece.ended()) {
                keep(piece.asEnded());
            }
            return replaced ? Next.NOT_OURS : Next.DONE;
        }

        Next cancelled() {
            return endedWith(PieceWork.this.ended(Status.INTERRUPTED, Optional.empty()));
        }

        private Next endedWith(SyncReport report) {
            piece = piece.with(piece.done(), plus(report));
            return ended();
        }

        private SyncReport gaveUp() {
            return PieceWork.this.ended(Status.FAILED,
                    Optional.of(new Failure(Failure.Kind.FAILED, ticket.request().direction().word() + " " + profile
                            + ": piece " + piece.number() + " was begun " + MOST_FRUITLESS
                            + " times and came no further: " + piece.what(),
                            "look at the logs of the servers that tried: it may be what ended them")));
        }
    }
}
