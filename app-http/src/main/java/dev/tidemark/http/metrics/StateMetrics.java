package dev.tidemark.http.metrics;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.Syncs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What the state remembers, whichever server or command did it: when a profile last succeeded, and how many of its rows wait as
 * rejects. Asked every half minute and after each run here, and not when Prometheus asks: its answer must not wait for a store
 * that does not answer.
 */
@Singleton
@Bean(preDestroy = "close")
final class StateMetrics implements AutoCloseable {
    private static final Duration PACE = Duration.ofSeconds(30);

    /** Who fails more often than this has had no success that the state still shows cheaply. */
    private static final int LATEST = 50;
    /** With {@code rejects} all that could land did; the rejects have a gauge of their own. */
    private static final Set<String> SUCCESS = Set.of(SyncReport.Status.SUCCEEDED.word(),
            SyncReport.Status.REJECTS.word());

    private final Syncs syncs;
    private final MeterRegistry registry;
    private final ScheduledExecutorService clock;
    private final Map<Target, Instant> successes = new ConcurrentHashMap<>();
    private final Map<String, Long> rejects = new ConcurrentHashMap<>();

    StateMetrics(Syncs syncs, MeterRegistry registry) {
        this.syncs = syncs;
        this.registry = registry;
        this.clock = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("state metrics").factory());
        ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(this::refresh, 0, PACE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private record Target(String profile, String direction) {
    }

    private void refresh() {
        syncs.configuration().profileNames().forEach(this::refresh);
    }

    private void refresh(String profile) {
        try {
            for (RunRecord run : syncs.runs(Optional.of(profile), LATEST)) {
                if (SUCCESS.contains(run.status())) {
                    run.endedAt().ifPresent(at -> succeeded(new Target(profile, run.direction()), at));
                }
            }
            keep(profile, syncs.rejectCounts(profile).stream().mapToLong(RejectStore.Count::rejects).sum());
        } catch (StoreException _) {
            // What was known last stays; /health tells that the state cannot be reached.
        }
    }

    /** A run ended here. */
    void ended(SyncReport report) {
        if (SUCCESS.contains(report.status().word())) {
            succeeded(new Target(report.profile(), report.direction().word()),
                    report.startedAt().plus(report.duration()));
        }
        refresh(report.profile());
    }

    private synchronized void succeeded(Target target, Instant at) {
        boolean isFirst = !successes.containsKey(target);
        successes.merge(target, at, (one, other) -> one.isAfter(other) ? one : other);
        if (isFirst) {
            Gauge.builder("tidemark.last.success.timestamp", successes,
                    all -> all.getOrDefault(target, Instant.EPOCH).toEpochMilli() / 1_000.0)
                    .baseUnit("seconds").tags("profile", target.profile(), "direction", target.direction())
                    .description("When the profile last ran well, in seconds since 1970").register(registry);
        }
    }

    private void keep(String profile, long count) {
        if (rejects.put(profile, count) == null) {
            Gauge.builder("tidemark.rejects.stored", rejects, all -> all.getOrDefault(profile, 0L))
                    .tag("profile", profile).description("Rows that wait in the reject store").register(registry);
        }
    }
}
