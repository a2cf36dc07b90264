package dev.tidemark.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.SyncPlan.Resume;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.EventLog;
import dev.tidemark.testkit.fake.Faults;
import dev.tidemark.testkit.fake.FaultyStateStore;
import dev.tidemark.testkit.fake.FaultyStore;
import dev.tidemark.testkit.fake.MovingClock;
import dev.tidemark.testkit.fake.RecordedSleeper;
import dev.tidemark.testkit.memory.MemoryScratch;
import dev.tidemark.testkit.memory.MemoryStateStore;
import dev.tidemark.testkit.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Two stores, a state and a plan; small pages and batches, so that a few rows make many steps. */
final class Scenario {
    static final String PROFILE = "shop";

    final MemoryStore source = new MemoryStore("source");
    final MemoryStore sink;
    final MemoryStateStore state = new MemoryStateStore();
    final MemoryScratch scratch = new MemoryScratch();
    final MovingClock clock = new MovingClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    final RecordedSleeper sleeper = new RecordedSleeper(clock);
    Faults faults = new Faults();
    EventLog events = new EventLog();
    List<TableRule> rules = List.of(TableRule.of("*"));
    List<String> only = List.of();
    SchemaPolicy schema = SchemaPolicy.CREATE;
    PageLimit page = new PageLimit(2, 1 << 20);
    PageLimit batch = new PageLimit(2, 1 << 20);
    RejectLimit rejects = new RejectLimit.Rows(1_000);
    RetryPolicy retry = RetryPolicy.DEFAULT;
    int parallelTables = 1;
    int writers = 1;
    long limit = Long.MAX_VALUE;
    OrphanPolicy orphans = new OrphanPolicy.Keep();
    Resume resume = new Resume.IfYoungerThan(Duration.ofDays(7));
    private int runs;

    Scenario() {
        this(new MemoryStore("sink"));
    }

    private Scenario(MemoryStore sink) {
        this.sink = sink;
    }

    /** With a sink that takes new rows as a stream. */
    static Scenario thatLoads() {
        return new Scenario(MemoryStore.thatLoads("sink"));
    }

    /** Makes the table in the source, with these rows. */
    Scenario given(TableSpec table, List<Row> rows) {
        source.create(table.schema(), table.positive());
        source.insert(table.tableName(), rows);
        return this;
    }

    /** Makes the table in the sink, with these rows. */
    Scenario wanted(TableSpec table, List<Row> rows) {
        sink.create(table.schema(), table.positive());
        sink.insert(table.tableName(), rows);
        return this;
    }

    /** All tables, written and looked for changes in this way. */
    Scenario going(SyncMode mode, ChangeDetection changes) {
        rules = List.of(new TableRule("*", Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty(), mode,
                changes, Map.of()));
        return this;
    }

    /** A run of which every row is kept that went to the sink. */
    List<Row> sentBy(Consumer<SyncReport> run) {
        List<Row> sent = new ArrayList<>();
        faults.everyBatch(batch -> IntStream.range(0, batch.size()).mapToObj(batch::row).forEach(sent::add));
        run.accept(run());
        return sent;
    }

    /** A run with the faults so far; the next has none unless it is given new ones. */
    SyncReport run() {
        try {
            return engine().run("run-" + ++runs, plan(), new FaultyStore(source, faults), new FaultyStore(sink, faults),
                    events);
        } finally {
            faults = new Faults();
        }
    }

    SyncReport retryRejects() {
        return engine().retryRejects("run-" + ++runs, plan(), new FaultyStore(source, faults),
                new FaultyStore(sink, faults),
                events);
    }

    /** What a run would do now. */
    ChangePlan dryRun(int samples) {
        try {
            return engine().plan("run-" + ++runs, plan(), new FaultyStore(source, faults),
                    new FaultyStore(sink, faults), samples, events);
        } finally {
            faults = new Faults();
        }
    }

    List<Finding> check() {
        return engine().check(plan(), source, sink);
    }

    VerifyReport verify(int limit) {
        return engine().verify("run-" + ++runs, plan(), new FaultyStore(source, faults), new FaultyStore(sink, faults),
                limit, events);
    }

    SyncPlan plan() {
        return new SyncPlan(PROFILE, Direction.PUSH, rules, only, List.of(), schema, page, batch, rejects, retry,
                parallelTables, writers, limit, resume, orphans);
    }

    List<Row> sinkRows(TableSpec table) {
        return sink.rows(table.tableName()).stream().map(row -> row.select(table.columnNames())).toList();
    }

    List<Stored> stored(TableSpec table) {
        return state.rejects().page(scope(table), 0, 10_000);
    }

    static Scope scope(TableSpec table) {
        return new Scope(PROFILE, "push", table.name());
    }

    /** The counts of a table: read, inserted, updated, unchanged, rejected. */
    static List<Long> counts(SyncReport report, TableSpec table) {
        Progress counts = table(report, table).counts();
        assertTrue(counts.isConserved(), counts::toString);
        return List.of(counts.read(), counts.inserted(), counts.updated(), counts.unchanged(), counts.rejected());
    }

    static TableReport table(SyncReport report, TableSpec table) {
        return report.tables().stream().filter(one -> one.table().equals(table.name())).findFirst().orElseThrow();
    }

    List<Set<TableName>> independentTables() {
        return engine().independentTables(plan(), source, sink);
    }

    private SyncEngine engine() {
        return new SyncEngine(new FaultyStateStore(state.reopened(), faults), clock, sleeper, new Random(7),
                scratch);
    }
}
