package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run that several servers may share: one cuts it into pieces, each piece is run by whoever has a hand free, and the
 * reports are added up. Thread-safe.
 */
public final class SharedRun {
    /** Enough for several servers to have something to do until the end, and no connections for nothing. */
    private static final int PIECES = 24;
    private static final int MOST_FILES = 10;

    private final Profile profile;
    private final SyncPlan plan;
    private final boolean divisible;
    private final StateStore state;
    private final Function<StateStore, SyncEngine> engines;
    private final Function<StateStore, ProfileWork> works;
    private final InstantSource clock;

    /**
     * @param divisible whether more than one piece may be made of it
     * @param works what is done with the profile's legs, by the state in which it is remembered
     */
    SharedRun(Profile profile, SyncPlan plan, boolean divisible, StateStore state,
            Function<StateStore, SyncEngine> engines, Function<StateStore, ProfileWork> works, InstantSource clock) {
        this.profile = profile;
        this.plan = plan;
        this.divisible = divisible;
        this.state = state;
        this.engines = engines;
        this.works = works;
        this.clock = clock;
    }

    /**
     * A run, cut.
     *
     * @param oneFirst whether a piece has to end well before the others begin, since it makes the tables that all write
     * @param refusal what a guard had against it before it began
     */
    public record Cut(List<Piece> pieces, boolean oneFirst, Optional<SyncReport> refusal) {
        private static Cut whole() {
            return new Cut(List.of(new Piece.Whole()), false, Optional.empty());
        }
    }

    /**
     * Cuts the run. What cannot be cut, or not understood, is one piece, which tells what is wrong when it is run. Guards
     * look at all files before one of them deletes.
     */
    public Cut cut(String run) throws InterruptedException {
        if (!divisible) {
            return Cut.whole();
        }
        try {
            List<Leg> legs = Legs.of(profile, plan);
            return legs.size() > 1 ? cutByFile(run, legs) : cutByTable(legs.getFirst());
        } catch (StoreException | ConfigurationException e) {
            return Cut.whole();
        }
    }

    private Cut cutByFile(String run, List<Leg> legs) throws InterruptedException {
        Instant startedAt = clock.instant();
        ProfileWork work = works.apply(state);
        Optional<Failure> refusal = work.refusal(run, legs);
        // Whoever runs a piece deletes nothing that no guard was asked about here.
        boolean keepsOrphans = refusal.isPresent() || legs.stream().noneMatch(Leg::deletesOrphans);
        List<String> files = legs.stream().map(Leg::file).toList();
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece.Files(files.subList(0, 1), keepsOrphans));
        int each = Math.clamp(files.size() / PIECES, 1, MOST_FILES);
        for (int from = 1; from < files.size(); from += each) {
            pieces.add(new Piece.Files(files.subList(from, Math.min(files.size(), from + each)),
                    refusal.isPresent()));
        }
        return new Cut(pieces, true,
                refusal.map(failure -> work.ended(run, startedAt, Status.REFUSED, Optional.of(failure))));
    }

    /**
     * The guards of a run that deletes look at all of its tables, and a file has one writer: such a run stays whole. So does
     * one that cannot be planned, which is for the run to tell.
     */
    private Cut cutByTable(Leg leg) {
        boolean deletes = leg.deletesOrphans()
                || leg.plan().rules().stream().anyMatch(rule -> rule.mode() instanceof SyncMode.FullRefresh);
        if (deletes || profile.to() instanceof Connection.Sqlite) {
            return Cut.whole();
        }
        List<Set<TableName>> groups;
        try {
            groups = engines.apply(state).independentTables(leg.plan(), leg.from(), leg.to());
        } catch (RuntimeException _) {
            return Cut.whole();
        }
        int count = Math.min(PIECES, groups.size());
        List<List<String>> pieces = new ArrayList<>();
        for (int piece = 0; piece < count; piece++) {
            pieces.add(new ArrayList<>());
        }
        for (int group = 0; group < groups.size(); group++) {
            pieces.get(group % count).addAll(groups.get(group).stream().map(TableName::name).toList());
        }
        return count < 2 ? Cut.whole()
                : new Cut(pieces.stream().<Piece>map(Piece.Tables::new).toList(), false, Optional.empty());
    }

    /** What tells the profile as it is configured here from the same on another server. */
    public String fingerprint() {
        return ProfileFingerprint.of(profile);
    }

    /** What became of a try at a piece. */
    public enum Outcome {
        /** Its parts have reports; how they ended is in these. */
        DONE,
        /** Another still works on a part of it, or has only just died over it: to be tried again. */
        HELD,
        /** This process was away for too long, and another may be doing it by now. */
        LOST
    }

    /** Keeps what becomes of a piece while it is run. */
    public interface Progress {
        /**
         * A part has ended, or all of it was interrupted.
         *
         * @return whether to go on; false if the rest is another's by now
         */
        boolean part(SyncReport report);

        /** It came further: whoever goes on with it begins behind that. */
        void advanced();
    }

    /** The lock under which a piece of a run on the profile is run: never twice at once, whatever its server is thought to be. */
    public static String lock(String profile, int number) {
        return profile + " piece " + number;
    }

    /**
     * Runs a piece on the calling thread. Never throws for what a store or a row does: the reports tell. Interrupting the
     * thread ends it after the batch in hand, with the checkpoint saved; the last report then says that it was interrupted.
     *
     * @param lease of the piece's {@linkplain #lock lock}; once it is lost nothing is saved
     * @param done how many of its parts are done already
     */
    public Outcome run(String run, Lease lease, Piece piece, int done, SyncListener listener, Progress progress) {
        PieceState own = new PieceState(state, profile.name(), lease, progress::advanced);
        ProfileWork work = works.apply(own);
        ProfileWork.Each unlessHeld = report -> !own.isHeldByAnother() && !own.isLost()
                && progress.part(Reports.asRun(report, profile.name(), PeakMemory.bytes()));
        Instant startedAt = clock.instant();
        switch (piece) {
            case Piece.Whole _ ->
                    unlessHeld.hear(work.run(run, startedAt, () -> Legs.of(profile, plan), listener));
            case Piece.Tables(var tables) -> unlessHeld.hear(work.run(run, startedAt, () -> only(tables), listener));
            case Piece.Files(var files, var keepsOrphans) -> {
                try {
                    List<String> open = files.subList(Math.min(done, files.size()), files.size());
                    eachOf(run, work, open, keepsOrphans, listener, unlessHeld);
                } catch (InterruptedException _) {
                    unlessHeld.hear(work.ended(run, startedAt, Status.INTERRUPTED, Optional.empty()));
                } catch (StoreException e) {
                    unlessHeld.hear(work.ended(run, startedAt, Status.FAILED, Optional.of(work.failure(e))));
                }
            }
        }
        if (own.isLost()) {
            return Outcome.LOST;
        }
        return own.isHeldByAnother() ? Outcome.HELD : Outcome.DONE;
    }

    /** No deletes: the guards of one that deletes look at all of its tables. */
    private List<Leg> only(List<String> tables) {
        return Legs.of(profile, plan).stream().map(leg -> leg.withPlan(leg.plan().withOnly(tables)).keepingOrphans())
                .toList();
    }

    /** One by one; a file that was removed since the run was cut keeps no other from running. */
    private void eachOf(String run, ProfileWork work, List<String> files, boolean keepsOrphans, SyncListener listener,
            ProfileWork.Each each) throws InterruptedException {
        Map<String, Leg> all = Legs.of(profile, plan).stream().collect(Collectors.toMap(Leg::file, leg -> leg));
        for (String file : files) {
            Leg leg = all.get(file);
            if (leg == null) {
                if (!each.hear(missing(run, work, file))) {
                    return;
                }
            } else if (!work.eachOf(run, List.of(keepsOrphans ? leg.keepingOrphans() : leg), listener, each)) {
                return;
            }
        }
    }

    private SyncReport missing(String run, ProfileWork work, String file) {
        return work.ended(run, clock.instant(), Status.FAILED, Optional.of(new Failure(Failure.Kind.FAILED,
                profile.direction().word() + " " + profile.name() + ": the file " + file + " is not here",
                "all servers of a run must see the same files: look whether it was removed, or whether a folder is not"
                        + " mounted here")));
    }

    /** The report of a run, or of a piece, that ended before it could begin. */
    public static SyncReport ended(String run, SyncRequest request, Instant startedAt, Instant endedAt, Status status,
            Optional<Failure> failure) {
        return new SyncReport(run, request.profile(), request.direction(), status, startedAt,
                Duration.between(startedAt, endedAt), List.of(), Optional.empty(), 0, List.of(), failure);
    }

    /** The report of a run whose pieces have these. */
    public static SyncReport sum(List<SyncReport> pieces, Instant startedAt, Instant endedAt) {
        return Reports.sumOfPieces(pieces, startedAt, Duration.between(startedAt, endedAt));
    }

    /** The report of one piece that was gone on with: what was done, and what was done after it. */
    public static SyncReport plus(SyncReport done, SyncReport next) {
        return Reports.sum(List.of(done, next),
                Duration.between(done.startedAt(), next.startedAt()).plus(next.duration()));
    }

    /** The report of what was interrupted and is gone on with by another: how it ended says nothing of the whole. */
    public static SyncReport goingOn(SyncReport interrupted) {
        return Reports.withStatus(interrupted, Status.SUCCEEDED);
    }
}
