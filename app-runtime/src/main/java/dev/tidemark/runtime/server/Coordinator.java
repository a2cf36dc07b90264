package dev.tidemark.runtime.server;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.port.RunHistory.Filter;
import dev.tidemark.domain.port.RunHistory.Place;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import dev.tidemark.domain.port.RunPieceStore.Standing;
import dev.tidemark.runtime.Piece;
import dev.tidemark.runtime.PieceText;
import dev.tidemark.runtime.ReportJson;
import dev.tidemark.runtime.ReportText;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SharedRun;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.log.RunScope;
import dev.tidemark.runtime.server.RunObserver.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees one run through: cuts it into pieces, hands these out, waits for their end, whoever works on them, and makes one report
 * of theirs. If its server dies, another goes on with it: all that it knows is in the state.
 */
final class Coordinator {
    /** How often a run is left to servers with another configuration: for five minutes. */
    private static final int MOST_LEFT_TO_OTHERS = 20;
    private static final int MOST_DEAD = 100;

    private final Workplace place;
    private final RunTicket ticket;
    private final PieceQueue queue;
    private final String run;
    private final String profile;
    private final RunEvents told;
    /** Where pieces wait for a hand that is free. */
    interface PieceQueue {
        /** Puts them in, those that are there already stay as they are. */
        void add(RunTicket ticket, List<RunPiece> pieces);
    }

    Coordinator(Workplace place, RunTicket ticket, PieceQueue queue) {
        this.place = place;
        this.ticket = ticket;
        this.queue = queue;
        this.run = ticket.run();
        this.profile = ticket.request().profile();
        this.told = new RunEvents(run, place.events(), place.clock());
    }

    Next coordinate() {
        try (ActiveWork.Work work = place.active().coordination(run)) {
            work.begin();
            return begin();
        } catch (InterruptedException _) {
            return Next.AT_ONCE;
        }
    }

    private Next begin() throws InterruptedException {
        RunRecord record = begun();
        if (!record.status().equals(RunStatus.RUNNING)) {
            return forgotten();
        }
        place.pieces().add(run);
        Optional<RunPiece> mine = place.pieces().begin(run, 0, place.sharing().server());
        if (mine.isEmpty()) {
            return Next.LATER;
        }
        if (!place.isRunning(run)) {
            // Another ended it meanwhile, and forgot what has just been made known again.
            return forgotten();
        }
        if (mine.get().attempts() == 1) {
            told.started(profile, ticket.request().direction());
        }
        Optional<SharedRun> shared = place.shared(ticket);
        return shared.isPresent() ? joined(record, mine.get(), shared.get()) : leftToOthers(record, mine.get());
    }

    private Next joined(RunRecord record, RunPiece mine, SharedRun shared) throws InterruptedException {
        Optional<Lease> lease = place.locks().join(profile, run);
        if (lease.isEmpty()) {
            return refused(record, mine);
        }
        try (Lease held = lease.get()) {
            endTheDead(record);
            return seeThrough(record, mine, held, cut(mine, shared));
        } catch (ConfigurationException e) {
            return failed(record, String.valueOf(e.getMessage()), "");
        }
    }

    /** In the midst of a change of all servers' configurations those that have the right one come back. */
    private Next leftToOthers(RunRecord record, RunPiece mine) {
        boolean othersWork = place.holder(profile).filter(run::equals).isPresent();
        return othersWork || mine.fruitless() <= MOST_LEFT_TO_OTHERS ? Next.OTHERS
                : failed(record,
                        "the profile " + profile + " is not the same on " + place.sharing().server() + " as on "
                                + ticket.server() + ", which took the run on",
                        "give all servers one configuration");
    }

    private Next failed(RunRecord record, String message, String advice) {
        return ended(SharedRun.ended(run, ticket.request(), record.startedAt(), place.clock().instant(),
                Status.FAILED, Optional.of(new Failure(Failure.Kind.CONFIGURATION, message, advice))));
    }

    /** The run in the history, where it begins once. */
    private RunRecord begun() {
        RunRecord beginning = new RunRecord(run, profile, ticket.request().direction().word(), RunStatus.RUNNING,
                place.clock().instant(), Optional.empty(), "");
        place.history().add(beginning);
        return place.history().find(run).orElse(beginning);
    }

    /** Whoever holds the profile knows that no other run of it goes on: their processes died and could not say so. */
    private void endTheDead(RunRecord record) {
        Filter running = new Filter(Optional.of(profile), Optional.of(RunStatus.RUNNING));
        for (RunRecord dead : place.history().before(Place.NEWEST, running, MOST_DEAD)) {
            if (dead.startedAt().isBefore(record.startedAt())) {
                SyncReport report = SharedRun.ended(dead.run(), ticket.request(), dead.startedAt(),
                        place.clock().instant(), Status.INTERRUPTED, Optional.of(new Failure(Failure.Kind.FAILED,
                                "its process ended without a word", "the next run goes on from its checkpoint")));
                place.history().save(new RunRecord(dead.run(), profile, dead.direction(), report.status().word(),
                        dead.startedAt(), Optional.of(place.clock().instant()), ReportJson.write(report)));
            }
        }
    }

    /**
     * A new run does not wait for another, as it does not on the command line; one that others began does. Nobody else may
     * hold the profile: what this process had of it, it must leave first.
     */
    private Next refused(RunRecord record, RunPiece mine) {
        Optional<String> other = place.holder(profile).filter(holder -> !holder.equals(run));
        if (mine.attempts() > 1 || other.isEmpty()) {
            return Next.LATER;
        }
        String holder = " (" + other.get() + ")";
        return ended(SharedRun.ended(run, ticket.request(), record.startedAt(), place.clock().instant(),
                Status.REFUSED, Optional.of(new Failure(Failure.Kind.REFUSED,
                        "another run holds the profile " + profile + holder, "wait for its end, then try again"))));
    }

    /**
     * Cuts the run, unless another did before.
     *
     * @return whether a piece has to end well before the others begin
     */
    private boolean cut(RunPiece mine, SharedRun shared) throws InterruptedException {
        List<RunPiece> known = place.pieces().of(run);
        if (known.size() > 1) {
            // It is getting on: this one was not begun in vain.
            place.pieces().save(mine);
            return PieceText.read(known.getLast().what()) instanceof Piece.Files;
        }
        SharedRun.Cut cut = shared.cut(run);
        List<RunPiece> pieces = new ArrayList<>();
        for (Piece piece : cut.pieces()) {
            pieces.add(RunPiece.of(run, pieces.size() + 1, PieceText.write(piece)));
        }
        // If another has it by now, which cuts it otherwise, nothing is kept, and the next look tells.
        place.pieces().cut(mine.with(0, cut.refusal().map(ReportText::write).orElse("")), pieces);
        return cut.oneFirst();
    }

    private Next seeThrough(RunRecord record, RunPiece mine, Lease held, boolean oneFirst)
            throws InterruptedException {
        Optional<FileProgress> progress = oneFirst ? Optional.of(new FileProgress(told)) : Optional.empty();
        boolean handedOut = false;
        long done = -1;
        while (true) {
            long heard = place.bell().rung();
            Standing standing = place.pieces().standing(run);
            if (standing.attempts() != mine.attempts()) {
                return Next.NOT_OURS;
            }
            if (held.isLost()) {
                return Next.LATER;
            }
            List<RunPiece> pieces = standing.done() == done && handedOut && standing.open() > 0 ? List.of()
                    : place.pieces().of(run);
            if (standing.open() == 0) {
                progress.ifPresent(files -> files.end(pieces));
                return ended(report(record, pieces));
            }
            if (!handedOut) {
                handedOut = handOut(pieces, oneFirst && !standing.cancelled());
            }
            if (standing.done() != done) {
                done = standing.done();
                progress.ifPresent(files -> files.tell(pieces));
            }
            place.bell().await(heard, place.sharing().poll());
        }
    }

    /**
     * Hands out the pieces that have not ended; where a piece makes the tables of all, one alone until one has ended well.
     *
     * @return whether all are handed out
     */
    private boolean handOut(List<RunPiece> pieces, boolean oneFirst) {
        List<RunPiece> open = pieces.stream().filter(piece -> piece.number() > 0 && !piece.ended()).toList();
        boolean all = !oneFirst || pieces.stream().anyMatch(Coordinator::hasEndedWell);
        queue.add(ticket, all ? open : open.subList(0, 1));
        return all;
    }

    private static boolean hasEndedWell(RunPiece piece) {
        if (piece.number() == 0 || !piece.ended() || piece.report().isEmpty()) {
            return false;
        }
        Status status = ReportText.read(piece.report()).status();
        return status == Status.SUCCEEDED || status == Status.REJECTS;
    }

    private SyncReport report(RunRecord record, List<RunPiece> pieces) {
        List<SyncReport> reports = pieces.stream().map(RunPiece::report).filter(text -> !text.isEmpty())
                .map(ReportText::read).toList();
        return SharedRun.sum(reports, record.startedAt(), place.clock().instant());
    }

    private Next ended(SyncReport report) {
        Instant end = report.startedAt().plus(report.duration());
        place.history().save(new RunRecord(run, profile, ticket.request().direction().word(), report.status().word(),
                report.startedAt(), Optional.of(end), ReportJson.write(report)));
        try (RunScope _ = RunScope.open(run, profile);
                Watch watch = place.observer().of(run, profile, ticket.request().direction())) {
            watch.ended(report);
        }
        told.ended(report.status().word());
        return forgotten();
    }

    /** The run has ended, and nothing of it is left to do. */
    private Next forgotten() {
        place.pieces().remove(run);
        place.locks().release(profile, run);
        return Next.DONE;
    }
}
