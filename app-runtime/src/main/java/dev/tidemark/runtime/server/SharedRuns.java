package dev.tidemark.runtime.server;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SharedRun;
import dev.tidemark.runtime.StateTables;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.ConfigurationException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The runs of all servers that share a state. A run is taken on by any of them, cut into pieces where that pays, and each
 * piece is done by a server that has a hand free; what a server that died was doing is taken over by another, from the last
 * checkpoint. Thread-safe.
 */
public final class SharedRuns implements Runs {
    private static final String RUN = "run";
    private static final String PIECE = "piece";
    private static final String RUNS = "scheduled_run";
    private static final String PIECES = "scheduled_piece";
    private static final String SERVER_LOCK = "the server on this state";

    /** Runs that wait for their pieces cost a thread each, and next to nothing else. */
    private static final int MOST_RUNS = 64;
    /** Longer than a batch takes, and shorter than supervisors wait before they kill. */
    private static final Duration GRACE = Duration.ofSeconds(25);
    /** An error of the state, after which a task is tried again. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration HANDING_OVER = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Workplace place;
    private final StateTables tables;
    private final Optional<Lease> alone;
    private final Schedules schedules;
    private final CustomTask<String> runTask;
    private final CustomTask<String> pieceTask;
    private final Scheduler runs;
    private final Scheduler pieces;

    private SharedRuns(Workplace place, StateTables tables, Optional<Lease> alone) {
        this.place = place;
        this.tables = tables;
        this.alone = alone;
        this.schedules = new Schedules(place.syncs().configuration(), place.clock());
        this.runTask = Tasks.custom(RUN, String.class).onFailure(retried()).onDeadExecution(new Silence())
                .execute((instance, _) -> new Coordinator(place, RunTicket.of(instance.getData()), this::handOut)
                        .coordinate().handler());
        this.pieceTask = Tasks.custom(PIECE, String.class).onFailure(retried()).onDeadExecution(new Silence())
                .execute((instance, _) -> piece(instance).handler());
        this.runs = scheduler(RUNS, MOST_RUNS, List.of(runTask, schedules.task(this::start)));
        this.pieces = scheduler(PIECES, place.sharing().workers(), List.of(pieceTask));
    }

    /**
     * Begins to take on runs and pieces of runs, and to push profiles at the times of their schedules.
     *
     * @param events where those who watch find what happens
     * @param observer who else hears it
     * @throws ConfigurationException if another server has this state, and it cannot be shared
     */
    public static SharedRuns open(Syncs syncs, RunEventStore events, RunObserver observer, Sharing sharing,
            InstantSource clock) {
        StateTables tables = syncs.tables();
        Optional<Lease> alone = tables.shared() ? Optional.empty() : Optional.of(takeAlone(syncs, sharing));
        ActiveWork active = new ActiveWork(syncs.server().pieces(), sharing.poll());
        InstantSource common = tables.shared() ? new CommonClock(clock, tables::now) : clock;
        SharedRuns shared = new SharedRuns(new Workplace(syncs, events, observer, common, sharing, active, new Bell()),
                tables, alone);
        if (alone.isPresent()) {
            tables.free(RUNS);
            tables.free(PIECES);
        }
        shared.schedules.settle(shared.runs, alone.isPresent());
        shared.runs.start();
        shared.pieces.start();
        return shared;
    }

    private static Lease takeAlone(Syncs syncs, Sharing sharing) {
        try {
            return syncs.server().locks().acquire(SERVER_LOCK, sharing.server())
                    .orElseThrow(() -> ConfigurationException.of("state", "another server uses this state ("
                            + syncs.server().locks().holder(SERVER_LOCK).orElse("it says not which")
                            + "); several servers share a state in PostgreSQL, name a connection there as state:"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConfigurationException.of("state", "interrupted while taking it");
        }
    }

    /** When profiles are pushed without anybody asking. */
    public Schedules schedules() {
        return schedules;
    }

    private static FailureHandler<String> retried() {
        return new FailureHandler.OnFailureRetryLater<>(AFTER_TROUBLE);
    }

    private Scheduler scheduler(String table, int threads, List<Task<?>> tasks) {
        Sharing sharing = place.sharing();
        SchedulerBuilder builder = Scheduler.create(tables.source(), tasks).tableName(tables.prefix() + table)
                .serializer(new TextData()).schedulerName(new SchedulerName.Fixed(sharing.server())).threads(threads)
                .executorService(threads(table, threads)).pollingInterval(sharing.poll())
                .heartbeatInterval(sharing.heartbeat()).missedHeartbeatsLimit(Sharing.BEATS)
                .enableImmediateExecution().shutdownMaxWait(GRACE).clock(place.clock()::instant)
                .failureLogging(LogLevel.WARN, false);
        // As many as hands are free, and no more: what is taken and waits could be done by another.
        return tables.shared()
                ? builder.jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                        .pollUsingLockAndFetch(0.99, 1.0).build()
                : builder.jdbcCustomization(new SqliteJdbcCustomization()).pollUsingFetch(0.99, 1.0).build();
    }

    /** Platform threads: an interrupt must not break a connection in the middle of a batch, as on a virtual one. */
    private static ExecutorService threads(String name, int count) {
        return Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    @Override
    public Accepted start(SyncRequest request, Kind kind) {
        // What the user wrote is told at once.
        SharedRun shared = place.shared(request, kind);
        RunTicket ticket = new RunTicket(place.syncs().nextRun(), kind, request, place.sharing().server(),
                shared.fingerprint());
        String profile = request.profile();
        Optional<String> other = place.holder(profile).filter(_ -> underWay(profile).isEmpty());
        if (other.isPresent()) {
            return new Accepted.Busy(profile, other.get());
        }
        return taken(ticket) || hasJustEnded(profile) && taken(ticket) ? new Accepted.Started(begun(ticket))
                : new Accepted.Busy(profile, underWay(profile).map(before -> "run " + before.run()).orElse("a run"));
    }

    private boolean taken(RunTicket ticket) {
        return runs.scheduleIfNotExists(instance(ticket), place.clock().instant());
    }

    private TaskInstance<String> instance(RunTicket ticket) {
        return runTask.instance(ticket.request().profile(), ticket.text());
    }

    /** In the history before anybody is told of it, so that whoever is told finds it there. */
    private String begun(RunTicket ticket) {
        place.history().add(new RunRecord(ticket.run(), ticket.request().profile(),
                ticket.request().direction().word(), RunStatus.RUNNING, place.clock().instant(), Optional.empty(),
                ""));
        return ticket.run();
    }

    /** Whoever read a run's report may start the next at once; what is left of the first takes a moment. */
    private boolean hasJustEnded(String profile) {
        Optional<RunTicket> before = underWay(profile);
        if (before.isPresent() && !hasEnded(before.get())) {
            return false;
        }
        long until = System.nanoTime() + HANDING_OVER.toNanos();
        while (underWay(profile).isPresent() && System.nanoTime() < until) {
            try {
                place.bell().await(place.bell().rung(), LOOK);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean hasEnded(RunTicket ticket) {
        return place.history().find(ticket.run()).filter(record -> !record.status().equals(RunStatus.RUNNING))
                .isPresent();
    }

    /** The profile's run that some server has taken on. */
    private Optional<RunTicket> underWay(String profile) {
        return runs.getScheduledExecution(TaskInstanceId.of(RUN, profile)).map(ScheduledExecution::getData)
                .map(data -> RunTicket.of(data.toString()));
    }

    @Override
    public boolean cancel(String run) {
        boolean goesOn = place.history().find(run).map(RunRecord::profile).flatMap(this::underWay)
                .filter(ticket -> ticket.run().equals(run) && !hasEnded(ticket)).isPresent();
        if (goesOn) {
            place.pieces().cancel(run);
        }
        return goesOn;
    }

    private void handOut(RunTicket ticket, List<RunPiece> open) {
        for (RunPiece piece : open) {
            pieces.scheduleIfNotExists(pieceTask.instance(ticket.run() + "/" + piece.number(), ticket.text()),
                    place.clock().instant());
        }
    }

    private Next piece(TaskInstance<String> instance) {
        int number = Integer.parseInt(instance.getId().substring(instance.getId().lastIndexOf('/') + 1));
        try {
            return new PieceWork(place, RunTicket.of(instance.getData())).run(number);
        } catch (InterruptedException _) {
            return Next.AT_ONCE;
        }
    }

    @Override
    public void close() {
        place.active().close();
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            both.submit(pieces::stop);
            both.submit(runs::stop);
        } finally {
            alone.ifPresent(Lease::close);
            tables.close();
        }
    }
}
