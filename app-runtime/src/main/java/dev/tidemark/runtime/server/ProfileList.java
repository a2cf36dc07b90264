package dev.tidemark.runtime.server;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunHistory.Filter;
import dev.tidemark.domain.port.RunHistory.Place;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Profile;
import dev.tidemark.runtime.config.Schedule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * All profiles and where they stand, looked at once a second however many ask; less often where looking takes long, as with
 * a profile of a thousand files. Thread-safe.
 */
public final class ProfileList {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Looking takes no more than this part of the time: an eleventh. */
    private static final long SHARE = 10;

    /** Of these at least one has ended, unless as many processes died over their runs one after the other. */
    private static final int LATEST = 5;

    private final Syncs syncs;
    private final Schedules schedules;
    private List<ProfileOverview> latest = List.of();
    private long staleAt = System.nanoTime();

    public ProfileList(Syncs syncs, InstantSource clock) {
        this.syncs = syncs;
        this.schedules = new Schedules(syncs.configuration(), clock);
    }

    /** In the order of the file. */
    public synchronized List<ProfileOverview> all() {
        long now = System.nanoTime();
        if (now - staleAt >= 0) {
            latest = syncs.configuration().profileNames().stream().map(this::of).toList();
            long took = System.nanoTime() - now;
            staleAt = now + took + Math.max(FRESH_NANOS, took * SHARE);
        }
        return latest;
    }

    private ProfileOverview of(String name) {
        Optional<RunRecord> running = running(name);
        Optional<RunRecord> last = syncs.runs(Optional.of(name), LATEST).stream()
                .filter(run -> !run.status().equals(RunStatus.RUNNING)).findFirst();
        long rejects = syncs.rejectCounts(name).stream().mapToLong(RejectStore.Count::rejects).sum();
        Optional<String> schedule = syncs.configuration().schedule(name).map(ProfileList::text);
        Optional<Instant> next = schedules.next(name);
        try {
            Profile profile = syncs.configuration().profile(name, Direction.PUSH, Overrides.NONE);
            return new ProfileOverview(name, profile.from().name(), profile.to().name(), mode(profile),
                    Optional.empty(), schedule, next, running, last, rejects);
        } catch (ConfigurationException e) {
            return new ProfileOverview(name, "", "", "", Optional.of(String.valueOf(e.getMessage())), schedule, next,
                    running, last, rejects);
        }
    }

    private static String text(Schedule schedule) {
        return schedule.zone().equals(ZoneOffset.UTC) ? schedule.cron() : schedule.cron() + " " + schedule.zone();
    }

    /** A process that died says for ever that it runs; nobody holds the profile then. */
    private Optional<RunRecord> running(String profile) {
        RunHistory history = syncs.server().runs();
        Filter running = new Filter(Optional.of(profile), Optional.of(RunStatus.RUNNING));
        return history.before(Place.NEWEST, running, 1).stream().findFirst()
                .filter(_ -> syncs.holder(profile).isPresent());
    }

    private static String mode(Profile profile) {
        List<String> modes = profile.rules().stream().map(rule -> rule.mode().word()).distinct().toList();
        return modes.size() == 1 ? modes.getFirst() : "mixed";
    }
}
