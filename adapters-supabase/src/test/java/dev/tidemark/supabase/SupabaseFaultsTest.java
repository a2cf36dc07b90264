package dev.tidemark.supabase;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.MovingClock;
import dev.tidemark.testkit.fake.RecordedSleeper;
import dev.tidemark.testkit.memory.MemoryScratch;
import dev.tidemark.testkit.memory.MemoryStateStore;
import dev.tidemark.testkit.memory.MemoryStore;
import dev.tidemark.testkit.supabase.Fault;
import dev.tidemark.testkit.supabase.Gateway;
import dev.tidemark.testkit.supabase.GatewayRequest;
import dev.tidemark.testkit.supabase.PostgrestSettings;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs through a gateway that fails: nothing is lost, nothing is written twice, and the counts are what happened. */
@ExtendWith(SupabaseExtension.class)
final class SupabaseFaultsTest {
    private static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64)
            .column("name", ValueType.TEXT).column("age", ValueType.INT64).key("id");
    private static final int ROWS = 300;

    private final SupabaseProject project;
    private final Gateway gateway;
    private final MemoryStore other = new MemoryStore("other");
    private final MemoryStateStore state = new MemoryStateStore();
    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private PageLimit page = new PageLimit(50, 1 << 20);
    private PageLimit batch = new PageLimit(20, 1 << 20);
    private OrphanPolicy orphans = new OrphanPolicy.Keep();
    private SupabaseFixture fixture;
    private int runs;

    SupabaseFaultsTest(SupabaseProject project) {
        this.project = project;
        this.gateway = project.gateway();
    }

    @BeforeEach
    void makeTables() {
        fixture = new SupabaseFixture(project);
        fixture.create(PEOPLE);
        other.create(PEOPLE.schema(), List.of());
        gateway.forget();
    }

    @AfterEach
    void heal() {
        fixture.close();
    }

    /** What happens to every seventh request. */
    enum Trouble {
        TOO_MANY_REQUESTS(Fault.answer(429)),
        TOO_MANY_REQUESTS_AND_HOW_LONG(Fault.answer(429).withHeader("Retry-After", "1")),
        A_PAGE_FOR_PEOPLE(Fault.html(502)),
        NO_SCHEMA_CACHE(Fault.error(503, "PGRST002", "Could not query the database for the schema cache. Retrying.")),
        NO_CONNECTION_FREE(Fault.error(504, "PGRST003", "Timed out acquiring connection from connection pool.")),
        A_GATEWAY_THAT_GIVES_UP(Fault.answer(504)),
        A_GATEWAY_THAT_GIVES_UP_TOO_EARLY(Fault.answer(504).afterCommit()),
        CLOUDFLARE(Fault.html(520)),
        A_DEADLOCK(Fault.error(500, "40P01", "deadlock detected")),
        A_RESET(Fault.Broken.RESET),
        A_LOST_ANSWER(Fault.Broken.RESET_AFTER_COMMIT),
        A_CUT_ANSWER(Fault.Broken.CUT),
        SLOWNESS(Fault.delay(Duration.ofMillis(100)));

        private final Fault fault;

        Trouble(Fault fault) {
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aSinkThatFailsEverySeventhTimeLosesNothingAndCountsExactly(Trouble trouble) {
        other.insert(PEOPLE.tableName(), people(0, ROWS));
        fixture.insert(PEOPLE, people(0, 50));
        fixture.insert(PEOPLE, LongStream.range(50, 80).mapToObj(id -> PEOPLE.row(id, "old", null)).toList());
        SyncReport report = troubled(trouble, () -> run(other, fixture.store()));
        assertEquals(List.of(300L, 220L, 30L, 50L, 0L), counts(report));
        assertSame(people(0, ROWS), fixture.read(PEOPLE));
        assertPolite();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aSourceThatFailsEverySeventhTimeLosesNothing(Trouble trouble) {
        fixture.insert(PEOPLE, people(0, ROWS));
        SyncReport report = troubled(trouble, () -> run(fixture.store(), other));
        assertEquals(List.of(300L, 300L, 0L, 0L, 0L), counts(report));
        assertSame(people(0, ROWS), other.rows(PEOPLE.tableName()));
        assertPolite();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void rule5_whatIsDeletedThroughTroubleIsWhatTheSourceLacks(Trouble trouble) {
        other.insert(PEOPLE.tableName(), people(0, ROWS));
        fixture.insert(PEOPLE, people(0, ROWS + 40));
        orphans = new OrphanPolicy.Delete(new DeleteLimit.Rows(1_000));
        SyncReport report = troubled(trouble, () -> run(other, fixture.store()));
        assertEquals(List.of(300L, 0L, 0L, 300L, 0L), counts(report));
        assertEquals(40, report.tables().getFirst().counts().deleted());
        assertSame(people(0, ROWS), fixture.read(PEOPLE));
        assertPolite();
    }

    @Test
    void aProjectThatTimesOutIsSentLess() {
        other.insert(PEOPLE.tableName(), people(0, ROWS));
        Store store = fixture.store();
        gateway.on(request -> request.bodyBytes() > 200).number(n -> n % 5 == 2 && n < 15).comes(Fault.answer(544));
        SyncReport report = run(other, store);
        assertEquals(Status.SUCCEEDED, report.status(), () -> told(report));
        assertEquals(List.of(300L, 300L, 0L, 0L, 0L), counts(report));
        assertSame(people(0, ROWS), fixture.read(PEOPLE));
    }

    @Test
    void aProjectThatTimesOutIsAskedForLess() {
        fixture.insert(PEOPLE, people(0, ROWS));
        Store store = fixture.store();
        gateway.on(request -> request.query().contains("order=")).every(4).comes(Fault.answer(544));
        SyncReport report = run(store, other);
        assertEquals(Status.SUCCEEDED, report.status(), () -> told(report));
        assertSame(people(0, ROWS), other.rows(PEOPLE.tableName()));
    }

    @Test
    void aBodyThatIsTooLargeIsSentInHalves() {
        other.insert(PEOPLE.tableName(), people(0, ROWS));
        gateway.limitBody(500);
        SyncReport report = run(other, fixture.store());
        assertEquals(Status.SUCCEEDED, report.status(), () -> told(report));
        assertEquals(List.of(300L, 300L, 0L, 0L, 0L), counts(report));
        assertSame(people(0, ROWS), fixture.read(PEOPLE));
    }

    @Test
    void anAddressOfEightThousandBytesIsEnough() {
        gateway.limitUrl(8_000);
        other.insert(PEOPLE.tableName(), people(0, 3_000));
        fixture.insert(PEOPLE, people(0, 2_000));
        batch = new PageLimit(1_000, 1 << 20);
        page = new PageLimit(1_000, 1 << 20);
        SyncReport report = run(other, fixture.store());
        assertEquals(Status.SUCCEEDED, report.status(), () -> told(report));
        assertEquals(List.of(3_000L, 1_000L, 0L, 2_000L, 0L), counts(report));
        assertPolite();
    }

    @Test
    void aServerThatHangsOnceIsAskedAgain() {
        other.insert(PEOPLE.tableName(), people(0, ROWS));
        project.reload();
        gateway.on(GatewayRequest::isWrite).nth(4).comes(Fault.Broken.HANG);
        Store hasty = store(fixture.config().withTimeout(Duration.ofSeconds(2)));
        SyncReport report = run(other, hasty);
        assertEquals(Status.SUCCEEDED, report.status(), () -> told(report));
        assertEquals(List.of(300L, 300L, 0L, 0L, 0L), counts(report));
        assertSame(people(0, ROWS), fixture.read(PEOPLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PGRST301", "PGRST303"})
    void aTokenThatExpiresInMidRunStopsItAndTheNextRunGoesOn(String code) {
        other.insert(PEOPLE.tableName(), people(0, ROWS));
        Store store = fixture.store();
        gateway.on(request -> request.isWrite() && request.bodyBytes() > 2).after(5)
                .comes(Fault.error(401, code, "JWT expired"));
        SyncReport first = run(other, store);
        assertEquals(Status.FAILED, first.status());
        Failure failure = first.failure().or(() -> first.tables().getFirst().failure()).orElseThrow();
        assertEquals(Failure.Kind.UNREACHABLE, failure.kind(), failure::toString);
        int landed = fixture.read(PEOPLE).size();
        assertTrue(landed > 0 && landed < ROWS, () -> landed + " rows");

        gateway.heal();
        SyncReport second = run(other, fixture.store());
        assertEquals(Status.SUCCEEDED, second.status(), () -> told(second));
        assertTrue(second.tables().getFirst().resumedFrom().isPresent());
        assertSame(people(0, ROWS), fixture.read(PEOPLE));
        assertEquals(ROWS, first.tables().getFirst().counts().inserted() + counts(second).get(1),
                "each row was inserted once");
    }

    @Test
    void aTokenThatHasExpiredIsDenied() {
        other.insert(PEOPLE.tableName(), people(0, 3));
        project.reload();
        String expired = project.token("service_role", Duration.ofMinutes(-5));
        SyncReport report = run(other, store(SupabaseConfig.of(project.url(), project.publishableKey())
                .withAccessToken(expired)));
        assertEquals(Status.FAILED, report.status());
        Failure failure = report.failure().or(() -> report.tables().getFirst().failure()).orElseThrow();
        assertEquals(Failure.Kind.UNREACHABLE, failure.kind(), failure::toString);
        assertFalse(failure.toString().contains(expired), "no secrets in messages");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void aCapOfRowsCutsNothingShort(int maxRows) {
        project.restart(PostgrestSettings.HOSTED.withMaxRows(maxRows));
        try {
            other.insert(PEOPLE.tableName(), people(0, 60));
            fixture.insert(PEOPLE, people(0, 20));
            SyncReport written = run(other, fixture.store());
            assertEquals(List.of(60L, 40L, 0L, 20L, 0L), counts(written), () -> told(written));
            MemoryStore back = new MemoryStore("back");
            back.create(PEOPLE.schema(), List.of());
            SyncReport read = run(fixture.store(), back);
            assertEquals(List.of(60L, 60L, 0L, 0L, 0L), counts(read), () -> told(read));
            assertSame(people(0, 60), back.rows(PEOPLE.tableName()));
        } finally {
            project.restart(PostgrestSettings.HOSTED);
        }
    }

    private SyncReport troubled(Trouble trouble, Supplier<SyncReport> run) {
        fixture.store();
        gateway.on(_ -> true).every(7).comes(trouble.fault);
        SyncReport report = run.get();
        assertTrue(gateway.requests().size() >= 7, "it had trouble");
        assertEquals(Status.SUCCEEDED, report.status(), () -> told(report));
        return report;
    }

    private SyncReport run(Store source, Store sink) {
        TableRule rule = new TableRule("people", Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty(),
                new SyncMode.Upsert(), new ChangeDetection.All(), Map.of());
        SyncPlan plan = new SyncPlan("shop", Direction.PUSH, List.of(rule), List.of(), List.of(), SchemaPolicy.MATCH,
                page, batch, new RejectLimit.Rows(1_000),
                new RetryPolicy(9, Duration.ofMillis(10), Duration.ofSeconds(1)), 1, 4, Long.MAX_VALUE,
                new SyncPlan.Resume.IfYoungerThan(Duration.ofDays(7)), orphans);
        return new SyncEngine(state.reopened(), clock, new RecordedSleeper(clock), new Random(7), new MemoryScratch())
                .run("run-" + ++runs, plan, source, sink, _ -> {
                });
    }

    private static Store store(SupabaseConfig config) {
        return new SupabaseStore(config, KnownTables.NONE, (_, _) -> List.of());
    }

    /** Read, inserted, updated, unchanged, rejected. */
    private static List<Long> counts(SyncReport report) {
        TableReport table = report.tables().getFirst();
        Progress counts = table.counts();
        assertTrue(counts.isConserved(), counts::toString);
        return List.of(counts.read(), counts.inserted(), counts.updated(), counts.unchanged(), counts.rejected());
    }

    /** What no client may do to a gateway. */
    private void assertPolite() {
        for (GatewayRequest request : gateway.requests()) {
            assertTrue(request.target().length() <= 7_000, () -> "an address of " + request.target().length());
            assertEquals("public", request.header("Accept-Profile").orElse(""));
            assertEquals("public", request.header("Content-Profile").orElse(""));
            assertFalse(request.header("Authorization").orElse("").contains("sb_"), "an opaque key is no token");
            assertTrue(!request.method().equals("DELETE") || !request.query().isEmpty(), request::toString);
            assertTrue(request.concurrent() <= 8, () -> request.concurrent() + " at a time");
        }
    }

    private static void assertSame(List<Row> expected, List<Row> actual) {
        Function<List<Row>, List<String>> lines = rows -> new ArrayList<>(rows).stream()
                .map(row -> row.select(PEOPLE.columnNames()).describe()).sorted().toList();
        assertEquals(lines.apply(expected), lines.apply(actual));
    }

    private static String told(SyncReport report) {
        return report.failure() + " " + report.tables().stream().map(TableReport::failure).toList();
    }

    private static List<Row> people(int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> PEOPLE.row(id, "name " + id, id % 3 == 0 ? null : id))
                .toList();
    }
}
