package dev.tidemark.http.metrics;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.PeakMemory;
import dev.tidemark.runtime.server.RunObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what runs do on this server, each server its own part of a run that several share. Labels are names of profiles and
 * tables, never values of rows.
 */
@Singleton
final class RunMetrics implements RunObserver {
    /** A profile of thousands of tables must not flood who stores the metrics; the others are counted together. */
    private static final int MOST_TABLES = 1_000;
    static final String OTHER_TABLES = "(others)";

    private static final Duration[] STORE_STEPS = millis(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
            30_000, 60_000);
    private static final Duration[] RUN_STEPS = millis(500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000,
            900_000, 3_600_000, 14_400_000, 86_400_000);

    private final MeterRegistry registry;
    private final StateMetrics state;
    private final AtomicInteger active = new AtomicInteger();
    private final Set<String> tables = ConcurrentHashMap.newKeySet();

    RunMetrics(MeterRegistry registry, StateMetrics state) {
        this.registry = registry;
        this.state = state;
        Gauge.builder("tidemark.runs.active", active, AtomicInteger::get)
                .description("Runs, or parts of runs, that go on here now").register(registry);
        Gauge.builder("tidemark.sync.memory.peak", PeakMemory::bytes).baseUnit("bytes")
                .description("The most memory that this process ever held").register(registry);
    }

    @Override
    public Watch of(String run, String profile, Direction direction) {
        active.incrementAndGet();
        return new RunMeters(this, profile);
    }

    void closed() {
        active.decrementAndGet();
    }

    void ended(SyncReport report) {
        Timer.builder("tidemark.sync.duration").description("How long runs took")
                .tags("profile", report.profile(), "direction", report.direction().word(), "status",
                        report.status().word())
                .serviceLevelObjectives(RUN_STEPS).register(registry).record(report.duration());
        state.ended(report);
    }

    Timer pages(String profile) {
        return storeTimer("tidemark.page.fetch", "How long the source took to deliver a page", profile);
    }

    Timer batches(String profile) {
        return storeTimer("tidemark.batch", "How long the sink took for a batch, its rejects and its checkpoint",
                profile);
    }

    private Timer storeTimer(String name, String description, String profile) {
        return Timer.builder(name).description(description).tag("profile", profile)
                .serviceLevelObjectives(STORE_STEPS).register(registry);
    }

    Counter retries(String profile) {
        return Counter.builder("tidemark.retries").description("Attempts that failed for a while and were repeated")
                .tag("profile", profile).register(registry);
    }

    Counter rejects(String profile, String table) {
        return Counter.builder("tidemark.rejects").description("Rows that a run left in the reject store")
                .tags("profile", profile, "table", label(table)).register(registry);
    }

    Counter rows(String profile, String table, Outcome outcome) {
        return Counter.builder("tidemark.sync.rows").description("Rows, by what became of them")
                .tags("profile", profile, "table", label(table), "outcome", outcome.word()).register(registry);
    }

    private String label(String table) {
        if (tables.contains(table)) {
            return table;
        }
        return tables.size() < MOST_TABLES && tables.add(table) ? table : OTHER_TABLES;
    }

    private static Duration[] millis(long... millis) {
        return java.util.Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
