package dev.tidemark.runtime.server;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.server.Runs.Accepted;
import dev.tidemark.runtime.server.Runs.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles that servers push by themselves, each at the times of its schedule, on one of the servers that share the state.
 * A time at which no server runs is made up for once, as soon as one does; one at which the profile is still running is
 * passed over. Thread-safe.
 */
public final class Schedules {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final String TASK = "schedule";
    /** What is kept instead of a schedule while servers meet it that do not know it: since when. */
    private static final String UNKNOWN = "unknown since ";
    private static final Duration LEFT_TO_OTHERS = Duration.ofSeconds(10);
    private static final Duration GONE_AFTER = Duration.ofDays(1);

    private final Map<String, Cron> byProfile = new LinkedHashMap<>();
    private final InstantSource clock;

    /** What is done when a schedule is due. */
    @FunctionalInterface
    interface Start {
        Accepted start(SyncRequest request, Kind kind);
    }

    Schedules(Configuration configuration, InstantSource clock) {
        this.clock = clock;
        for (String profile : configuration.profileNames()) {
            configuration.schedule(profile).ifPresent(schedule -> byProfile.put(profile, new Cron(schedule)));
        }
    }

    /** When the profile is pushed next; empty if it has no schedule. */
    public Optional<Instant> next(String profile) {
        return Optional.ofNullable(byProfile.get(profile)).map(cron -> cron.next(clock.instant()));
    }

    /** What the scheduler does at these times. */
    CustomTask<String> task(Start runs) {
        return Tasks.custom(TASK, String.class).execute((instance, _) -> due(instance, runs));
    }

    private CompletionHandler<String> due(TaskInstance<String> instance, Start runs) {
        String profile = instance.getId();
        Cron cron = byProfile.get(profile);
        if (cron == null) {
            return unknown(profile, String.valueOf(instance.getData()));
        }
        try {
            switch (runs.start(SyncRequest.push(profile), Kind.SYNC)) {
                case Accepted.Started(var run) -> LOG.info("schedule of {}: run {} begins", profile, run);
                case Accepted.Busy(_, var holder) ->
                        LOG.warn("schedule of {}: passed over, it is still running ({})", profile, holder);
            }
        } catch (ConfigurationException | StoreException e) {
            LOG.error("schedule of {}: the run cannot begin: {}", profile, e.getMessage());
        }
        return (complete, operations) -> operations.reschedule(complete, cron.next(clock.instant()), cron.text());
    }

    /**
     * Servers with another configuration know it, as while all get a new one: it is theirs to do, a moment later. Only what no
     * server knew for long is gone.
     */
    private CompletionHandler<String> unknown(String profile, String kept) {
        Instant now = clock.instant();
        Instant since = kept.startsWith(UNKNOWN) ? Instant.parse(kept.substring(UNKNOWN.length())) : now;
        if (now.isAfter(since.plus(GONE_AFTER))) {
            LOG.warn("schedule of {}: no server knew it since {}, it is gone", profile, since);
            return (complete, operations) -> operations.remove();
        }
        if (since.equals(now)) {
            LOG.warn("schedule of {}: it is due, and not in the configuration of this server; left to others", profile);
        }
        return (complete, operations) -> operations.reschedule(complete, now.plus(LEFT_TO_OTHERS), UNKNOWN + since);
    }

    /**
     * Makes what the scheduler keeps what the configuration says: new ones, changed ones, and none that are gone.
     *
     * @param alone whether no other server may know what this one does not
     */
    void settle(SchedulerClient scheduler, boolean alone) {
        scheduler.fetchScheduledExecutionsForTask(TASK, String.class, known -> {
            String profile = known.getTaskInstance().getId();
            Cron cron = byProfile.get(profile);
            if (cron == null) {
                if (alone) {
                    LOG.info("schedule of {}: it is gone from the configuration", profile);
                    scheduler.cancel(known.getTaskInstance());
                }
            } else if (isAnother(cron, String.valueOf(known.getData())) && !known.isPicked()) {
                scheduler.reschedule(known.getTaskInstance(), cron.next(clock.instant()), cron.text());
            }
        });
        byProfile.forEach((profile, cron) -> scheduler.scheduleIfNotExists(
                new TaskInstance<>(TASK, profile, cron.text()), cron.next(clock.instant())));
    }

    /** One that is due, and was left to those who know it, stays due. */
    private static boolean isAnother(Cron cron, String kept) {
        return !kept.startsWith(UNKNOWN) && !cron.text().equals(kept);
    }
}
