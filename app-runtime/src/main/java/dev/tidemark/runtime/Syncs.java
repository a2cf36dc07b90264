package dev.tidemark.runtime;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.ServerState;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Profile;
import dev.tidemark.runtime.config.StateLocation;
import dev.tidemark.runtime.log.RunScope;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What can be done with profiles; both frontends call it and nothing else. Opens the state store when it is first needed.
 * Thread-safe.
 *
 * <p>Methods throw {@link dev.tidemark.runtime.config.ConfigurationException} for what the user wrote, and
 * {@link dev.tidemark.domain.port.StoreException} if the state store fails; a run that is prepared reports both instead.
 */
public final class Syncs implements AutoCloseable {
    private static final int REJECTS_A_PAGE = 1_000;

    private final Configuration configuration;
    private final InstantSource clock;
    private final SecureRandom random;
    private final RunIds ids;
    private final LazyState state;

    private Syncs(Configuration configuration, InstantSource clock, SecureRandom random, Duration leases) {
        this.configuration = configuration;
        this.clock = clock;
        this.random = random;
        this.ids = new RunIds(clock, random);
        this.state = new LazyState(() -> Composition.state(configuration.state(), leases));
    }

    public static Syncs open(Configuration configuration) {
        return open(configuration, Composition.LEASES);
    }

    /**
     * As {@link #open(Configuration)}, for a server.
     *
     * @param leases how long a profile stays held by a run that has fallen silent, where several machines may share the state
     */
    public static Syncs open(Configuration configuration, Duration leases) {
        return new Syncs(configuration, InstantSource.system(), new SecureRandom(), leases);
    }

    /**
     * Tells that a state will be opened soon, before it is known where it is: half of what opening it takes is then done
     * meanwhile. Loggers are made by it.
     */
    public static void anticipate() {
        Composition.anticipateState();
    }

    public Configuration configuration() {
        return configuration;
    }

    /** Makes a push or a pull ready; nothing is opened yet. */
    public SyncRun prepare(SyncRequest request) {
        Profile profile = profile(request);
        return prepared(request, profile, pushOrPull(profile, state));
    }

    /** Makes another try at the profile's stored rejects ready. */
    public SyncRun prepareRetry(SyncRequest request) {
        Profile profile = profile(request);
        return prepared(request, profile, retry(profile, state));
    }

    private SyncRun prepared(SyncRequest request, Profile profile, ProfileWork work) {
        SyncPlan plan = Plans.of(profile, request);
        // Told now and not in the middle of the run, if there is something wrong with it.
        StateLocation _ = configuration.state();
        return new ProfileRun(ids.next(), profile, () -> Legs.of(profile, plan), state::get, work, clock);
    }

    /** A push or a pull that the servers on one state may share, if they can: it takes a state in PostgreSQL. */
    public SharedRun share(SyncRequest request) {
        Profile profile = profile(request);
        boolean divisible = profile.shares() && configuration.state() instanceof StateLocation.Database;
        return new SharedRun(profile, Plans.of(profile, request), divisible, state, this::engine,
                remembered -> pushOrPull(profile, remembered), clock);
    }

    /** Another try at the profile's stored rejects, by any one of the servers on one state. */
    public SharedRun shareRetry(SyncRequest request) {
        Profile profile = profile(request);
        return new SharedRun(profile, Plans.of(profile, request), false, state, this::engine,
                remembered -> retry(profile, remembered), clock);
    }

    private Profile profile(SyncRequest request) {
        return configuration.profile(request.profile(), request.direction(), request.overrides());
    }

    private ProfileWork pushOrPull(Profile profile, StateStore remembered) {
        return new ProfileWork(profile, remembered, (run, leg, listener) -> {
            Optional<Failure> refused = Objections.of(leg);
            return refused.isPresent()
                    ? refused(run, leg.plan(), refused.get())
                    : engine(remembered).run(run, leg.plan(), leg.from(), leg.to(), listener);
        }, (run, legs) -> DeleteGuard.refusal(run, legs, engine(remembered)), clock);
    }

    private ProfileWork retry(Profile profile, StateStore remembered) {
        return new ProfileWork(profile, remembered,
                (run, leg, listener) -> engine(remembered).retryRejects(run, leg.plan(), leg.from(), leg.to(),
                        listener),
                (_, _) -> Optional.empty(), clock);
    }

    /** Where a server keeps what it is to run; the caller closes it. */
    public StateTables tables() {
        state.get();
        return Composition.tables(configuration.state());
    }

    /** The identifier of a run that is about to begin. */
    public String nextRun() {
        return ids.next();
    }

    private SyncEngine engine(StateStore remembered) {
        return new SyncEngine(remembered, clock, Thread::sleep, RandomGenerator.getDefault(), new TemporaryFiles());
    }

    private SyncReport refused(String run, SyncPlan plan, Failure failure) {
        Instant now = clock.instant();
        return new SyncReport(run, plan.profile(), plan.direction(), Reports.status(failure), now, Duration.ZERO,
                List.of(),
                Optional.empty(), 0,
                List.of(), Optional.of(failure));
    }

    /** {@link #prepare} and run to the end. */
    public SyncReport run(SyncRequest request, SyncListener listener) {
        return prepare(request).execute(listener);
    }

    /** {@link #prepareRetry} and run to the end. */
    public SyncReport retryRejects(SyncRequest request, SyncListener listener) {
        return prepareRetry(request).execute(listener);
    }

    /**
     * Finds out what a run would do now, and writes nothing. Needs no lock, and is not in the run history. Interrupting the
     * thread ends it; the report tells, as it tells what a store or a row does.
     *
     * @param samples how many rows of each kind of change to show for each table
     * @throws dev.tidemark.domain.port.StoreException as well if no file matches the source's path
     */
    public ChangePlan plan(SyncRequest request, int samples, SyncListener listener) {
        return StateStandIn.look(configuration, state, found -> look(request, found, listener).plan(samples));
    }

    /**
     * Compares both sides value by value, and writes nothing. In all else like {@link #plan}.
     *
     * @param limit how many differences to show for each table
     */
    public VerifyReport verify(SyncRequest request, int limit, SyncListener listener) {
        return StateStandIn.look(configuration, state, found -> look(request, found, listener).verify(limit));
    }

    private Look look(SyncRequest request, StateStore found, SyncListener listener) {
        Profile profile = profile(request);
        List<Leg> legs = Legs.of(profile, Plans.of(profile, request));
        return new Look(ids.next(), profile, legs, engine(found), clock, RunScope.byTable(listener));
    }

    /** Looks for what would go wrong in a run before anything is written. What is wrong is found and not thrown. */
    public CheckReport check(String profile, Direction direction) throws InterruptedException {
        SyncRequest request = direction == Direction.PUSH ? SyncRequest.push(profile) : SyncRequest.pull(profile);
        return StateStandIn.look(configuration, state,
                found -> new Check(configuration, found, engine(found)).of(request));
    }

    /** Whether the ends of the profile answer; asks them now, and waits as long as they take. */
    public List<Reachability> reach(String profile) {
        SyncRequest request = SyncRequest.push(profile);
        return Reachability.of(configuration.profile(profile, request.direction(), request.overrides()), request);
    }

    /** How many rejects each direction and table of the profile has; those without any are left out. */
    public List<RejectStore.Count> rejectCounts(String profile) {
        RejectStore rejects = state.rejects();
        return scopes(profile).stream().flatMap(scope -> rejects.count(scope).stream()).toList();
    }

    /** The scope's rejects after the one with this number, oldest first. */
    public List<RejectStore.Stored> rejects(Scope scope, long after, int limit) {
        return state.rejects().page(scope, after, limit);
    }

    /** One reject of the profile by its number. */
    public Optional<RejectStore.Stored> reject(String profile, long number) {
        return rejectCounts(profile).stream()
                .flatMap(count -> rejects(count.scope(), number - 1, 1).stream())
                .filter(stored -> stored.number() == number)
                .findFirst();
    }

    /**
     * Drops rejects of the profile, whichever direction.
     *
     * @param tables patterns of the tables; empty for all
     * @param numbers the rejects; empty for all
     * @return how many
     */
    public long dropRejects(String profile, List<String> tables, List<Long> numbers) {
        return rejectCounts(profile).stream()
                .map(RejectStore.Count::scope)
                .filter(scope -> isNamed(tables, scope.table()))
                .mapToLong(scope -> dropRejects(scope, numbers))
                .sum();
    }

    private long dropRejects(Scope scope, List<Long> numbers) {
        long dropped = 0;
        long after = 0;
        List<RejectStore.Stored> page = rejects(scope, after, REJECTS_A_PAGE);
        while (!page.isEmpty()) {
            List<Long> chosen = page.stream()
                    .map(RejectStore.Stored::number)
                    .filter(number -> numbers.isEmpty() || numbers.contains(number))
                    .toList();
            state.rejects().remove(chosen);
            dropped += chosen.size();
            after = page.getLast().number();
            page = rejects(scope, after, REJECTS_A_PAGE);
        }
        return dropped;
    }

    /** The latest runs of the profile, or of all where none is named; newest first. */
    public List<RunRecord> runs(Optional<String> profile, int limit) {
        return state.runs().latest(profile, limit);
    }

    public Optional<RunRecord> findRun(String run) {
        return state.runs().find(run);
    }

    public ProfileStatus status(String profile) {
        List<RunRecord> latest = runs(Optional.of(profile), 1);
        return new ProfileStatus(profile, latest.stream().findFirst(), holder(profile), checkpoints(profile),
                rejectCounts(profile));
    }

    /** Who runs the profile now, in this process or another; empty if nobody does. */
    public Optional<String> holder(String profile) {
        return state.locks().holder(profile);
    }

    /** The checkpoints of the profile: passes that did not reach the end. */
    public List<Checkpoint> checkpoints(String profile) {
        return scopes(profile).stream().flatMap(scope -> state.checkpoints().list(scope).stream()).toList();
    }

    /**
     * What is remembered of the profile's tables, whichever direction.
     *
     * @param tables patterns of the tables that are written; empty for all
     */
    public List<RememberedTable> state(String profile, List<String> tables) {
        return new Memory(state).of(scopes(profile)).stream()
                .filter(table -> isNamed(tables, table.scope().table()))
                .toList();
    }

    /**
     * Forgets checkpoints, sync points, digests and orphans of the profile, so that the next run begins anew; rejects stay.
     *
     * @param tables patterns of the tables that are written; empty for all
     * @return what was forgotten
     * @throws ProfileRunningException if the profile is running: it would save again what is forgotten here
     */
    public List<RememberedTable> reset(String profile, List<String> tables) {
        holder(profile).ifPresent(holder -> {
            throw new ProfileRunningException(profile, holder);
        });
        List<RememberedTable> forgotten = state(profile, tables).stream().filter(RememberedTable::isResettable)
                .toList();
        forgotten.forEach(table -> new Memory(state).forget(table.scope()));
        return forgotten;
    }

    /** The tokens that let callers into the server. */
    public AccessTokens tokens() {
        return new AccessTokens(state.tokens(), state.audit(), clock, random);
    }

    /** What servers remember besides what every run does; it lives as long as this object. */
    public ServerState server() {
        return state;
    }

    private List<String> scopes(String profile) {
        return Legs.scopes(configuration, profile);
    }

    private static boolean isNamed(List<String> patterns, String table) {
        return patterns.isEmpty()
                || patterns.stream().anyMatch(pattern -> TableRule.of(pattern).names(new TableName(table)));
    }

    @Override
    public void close() {
        state.close();
    }
}
