package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.SyncPlan.Resume;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.position.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Remembers how far a pass over one table has come, and decides whether a later run may go on from there. Rejects are
 * stored before the checkpoint that lies behind them; what was stored for a batch whose checkpoint never came is removed
 * on resume, for the batch is read again. Not thread-safe.
 */
final class CheckpointKeeper {
    private static final int REJECTS_A_PAGE = 1_000;

    private final StateStore state;
    private final Remembered remembered;
    private final InstantSource clock;
    private final Scope scope;
    private final TablePlan plan;
    private final String sinkIdentity;
    private String pass;
    private Instant lastSave = Instant.MIN;
    private boolean saved;
    private boolean distrusted;

    CheckpointKeeper(RunContext context, Scope scope, TablePlan plan, String sinkIdentity) {
        this.state = context.state();
        this.remembered = context.remembered();
        this.clock = context.clock();
        this.scope = scope;
        this.plan = plan;
        this.sinkIdentity = sinkIdentity;
        this.pass = context.run();
        this.saved = remembered.checkpoint(scope).isPresent();
    }

    /**
     * Where a pass starts, and why not where an earlier one stopped.
     *
     * @param checkpoint from which it goes on; empty at the table's start
     */
    record Beginning(Optional<Checkpoint> checkpoint, Optional<String> warning) {
        static final Beginning ANEW = new Beginning(Optional.empty(), Optional.empty());

        static Beginning anew(String because) {
            return new Beginning(Optional.empty(),
                    Optional.of("an unfinished earlier pass is not gone on with, the table begins anew: " + because));
        }

        Cursor cursor() {
            return checkpoint.map(Checkpoint::cursor).orElseGet(Cursor.Start::new);
        }

        /** How many rows lie before the cursor. */
        long rows() {
            return checkpoint.map(Checkpoint::rows).orElse(0L);
        }
    }

    Beginning begin(Resume resume) {
        Optional<Checkpoint> found = remembered.checkpoint(scope);
        if (found.isEmpty()) {
            return Beginning.ANEW;
        }
        Checkpoint checkpoint = found.get();
        Optional<String> misfit = misfit(checkpoint, resume);
        if (misfit.isPresent()) {
            forget();
            return Beginning.anew(misfit.get());
        }
        pass = checkpoint.pass();
        lastSave = checkpoint.savedAt();
        removeRejectsSince(checkpoint.savedAt().plusMillis(1));
        return new Beginning(found, Optional.empty());
    }

    /**
     * The sink has fewer rows than the earlier pass left there (correctness rule 1): its checkpoint is worth nothing.
     *
     * @param sinkRows rows of the sink in the profile's slice
     */
    Beginning anewIfTheSinkLostRows(Beginning beginning, long sinkRows) {
        long landed = beginning.rows() - rejectsOfPass();
        long left = remembered.syncPoint(scope).map(SyncPoint::sinkRows).orElse(0L);
        boolean partial = beginning.checkpoint().flatMap(Checkpoint::watermark).isPresent();
        if (sinkRows >= landed && !(partial && sinkRows < left)) {
            return beginning;
        }
        forget();
        restart();
        return Beginning.anew("the sink has " + sinkRows + " rows, fewer than were left there");
    }

    private long rejectsOfPass() {
        long rejects = 0;
        for (List<Stored> page = state.rejects().page(scope, 0, REJECTS_A_PAGE); !page.isEmpty(); page = state.rejects()
                .page(scope, page.getLast().number(), REJECTS_A_PAGE)) {
            rejects += page.stream().filter(stored -> stored.pass().equals(pass)).count();
        }
        return rejects;
    }

    /**
     * The sink is about to be changed: until the run has come to its end, what the digests of the last run say of it does
     * not hold. The next run compares instead, unless this one leaves new ones.
     */
    void distrustDigests() {
        if (distrusted) {
            return;
        }
        distrusted = true;
        remembered.syncPoint(scope).filter(SyncPoint::digested).ifPresent(point -> state.syncPoints()
                .save(new SyncPoint(scope, point.pass(), point.sourceIdentity(), point.sinkIdentity(),
                        point.fingerprint(), point.watermark(), false, point.sinkRows(), point.savedAt())));
    }

    /** The pass that is under way: this run's own, or the one that it goes on with. */
    String pass() {
        return pass;
    }

    void storeRejects(List<Reject> rejects) {
        if (!rejects.isEmpty()) {
            state.rejects().add(scope, pass, nextInstant(), rejects);
        }
    }

    void save(Pass way, Cursor cursor, long rows) {
        Instant now = nextInstant();
        state.checkpoints().save(new Checkpoint(scope, pass, plan.source().identity(), sinkIdentity,
                way.fingerprint(), cursor, rows, way.read().watermark(), way.settled(), now));
        saved = true;
        lastSave = now;
    }

    /** Whether there is a checkpoint of the table now. */
    boolean hasSaved() {
        return saved;
    }

    private void forget() {
        if (saved) {
            state.checkpoints().remove(scope);
            saved = false;
        }
    }

    /** The pass begins anew: it will find its rejects again. */
    void restart() {
        removeRejectsSince(Instant.MIN);
    }

    /**
     * The last row is in the sink or among the rejects.
     *
     * @param way how the pass went; only where it began with the first row, every reject of an earlier one was met again
     */
    void complete(Pass way) {
        if (way.read().watermark().flatMap(Watermark::from).isEmpty() && remembered.hasRejects(scope)) {
            state.rejects().removeOtherPasses(scope, pass);
        }
        forget();
    }

    /**
     * What the next run begins with, once it is saved. Asked for when nothing of the table is left to do.
     *
     * @param sinkRows rows of the sink in the profile's slice
     */
    SyncPoint left(Pass way, long sinkRows) {
        String digested = digested(way);
        return new SyncPoint(scope, digested.isEmpty() ? pass : digested, plan.source().identity(), sinkIdentity,
                PassChooser.remembered(plan), way.settled(),
                way.recorder().filter(DigestRecorder::isTrusted).isPresent(), sinkRows, nextInstant());
    }

    private static String digested(Pass way) {
        return way.recorder().map(DigestRecorder::pass).orElse("");
    }

    /** The sync point is saved: digests of other passes are of no more use. There are none where all of the last one hold. */
    void removeOtherDigests(Pass way) {
        if (way.recorder().filter(recorder -> !recorder.isRewriting()).isEmpty()) {
            state.digests().removeOtherPasses(scope, digested(way));
        }
    }

    private Optional<String> misfit(Checkpoint checkpoint, Resume resume) {
        return switch (resume) {
            case Resume.Never _ -> Optional.of("--restart asks for it");
            case Resume.IfYoungerThan(Duration age) -> {
                if (!checkpoint.sourceIdentity().equals(plan.source().identity())) {
                    yield Optional.of("the source is another table than the one that it read");
                }
                if (!checkpoint.sinkIdentity().equals(sinkIdentity)) {
                    yield Optional.of("the sink is another table than the one that it wrote");
                }
                if (!checkpoint.fingerprint().equals(plan.fingerprint())
                        && !checkpoint.fingerprint().equals(TablePlans.inKeyOrder(plan))) {
                    yield Optional.of("the table's columns, its key or its part of the profile changed since");
                }
                yield checkpoint.savedAt().plus(age).isBefore(clock.instant())
                        ? Optional.of("its checkpoint of " + checkpoint.savedAt() + " is too old")
                        : Optional.empty();
            }
        };
    }

    private void removeRejectsSince(Instant instant) {
        long after = 0;
        while (true) {
            List<Stored> page = state.rejects().page(scope, after, REJECTS_A_PAGE);
            if (page.isEmpty()) {
                return;
            }
            after = page.getLast().number();
            state.rejects().remove(page.stream()
                    .filter(stored -> stored.pass().equals(pass) && !stored.at().isBefore(instant))
                    .map(Stored::number)
                    .toList());
        }
    }

    /** Later than the last checkpoint by at least the millisecond that every state store keeps. */
    private Instant nextInstant() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isAfter(lastSave) ? now : lastSave.plusMillis(1);
    }
}
