package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunEventStore.Stored;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.runtime.JsonTree;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import dev.tidemark.runtime.server.Runs.Accepted;
import dev.tidemark.runtime.server.Runs.Kind;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers of one process that share a state in PostgreSQL. */
@ExtendWith(PostgresExtension.class)
final class SharedRunsTest {
    private static final Duration DEAD_AFTER = Duration.ofSeconds(20);

    private final PostgresDatabase database;
    private final List<RunningServer> servers = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    SharedRunsTest(PostgresDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() {
        database.execute("drop schema if exists warehouse cascade", "drop schema if exists tidemark cascade");
    }

    @AfterEach
    void close() {
        servers.forEach(RunningServer::close);
    }

    private RunningServer serve(Fleet fleet) {
        RunningServer server = new RunningServer("server " + servers.size(), fleet.open(DEAD_AFTER), DEAD_AFTER,
                InstantSource.system());
        servers.add(server);
        return server;
    }

    private static JsonTree report(RunRecord record, String status) {
        assertEquals(status, record.status(), record.report());
        return JsonTree.read(record.report());
    }

    private static void assertTotals(JsonTree report, long read, long inserted) {
        JsonTree totals = report.object("totals").orElseThrow();
        assertEquals(read, totals.number("read"));
        assertEquals(inserted, totals.number("inserted"));
        assertEquals(read, totals.number("inserted") + totals.number("updated") + totals.number("unchanged")
                + totals.number("duplicates") + totals.number("rejected"));
    }

    @Test
    void theFilesOfAFleetAreSharedAndItsReportAddsUp() throws Exception {
        Fleet fleet = new Fleet(folder, database).devices(60, 10);
        RunningServer first = serve(fleet);
        RunningServer second = serve(fleet);
        RunningServer third = serve(fleet);
        String run = second.start("fleet");
        JsonTree report = report(first.ended(run), "succeeded");
        assertTotals(report, 1_200, 1_200);
        assertEquals(600, fleet.count("select count(*) from warehouse.reading"));
        assertEquals(600, fleet.count("select count(distinct (device, id)) from warehouse.note"));
        assertEquals(List.of("note", "reading"),
                report.objects("tables").stream().map(table -> table.text("table")).toList());
        assertEquals(600, report.objects("tables").getFirst().number("rowsAfter"));
        for (RunningServer server : List.of(first, second, third)) {
            assertFalse(server.events.isEmpty(), "each had something to do");
        }
        awaitNothingIn(fleet, "run_piece");
        awaitNothingIn(fleet, "run_lock");
        // At once, though the scheduler may not have put the first away.
        assertTotals(report(third.ended(third.start("fleet")), "succeeded"), 1_200, 0);
    }

    /** What is left of a run goes a moment after its report is there. */
    private static void awaitNothingIn(Fleet fleet, String table) throws SQLException {
        long end = System.nanoTime() + DEAD_AFTER.toNanos();
        while (fleet.count("select count(*) from tidemark." + table) > 0) {
            assertTrue(System.nanoTime() < end, "something stays in " + table);
        }
    }

    @Test
    void whatHappensInARunIsToldAsOne() throws Exception {
        Fleet fleet = new Fleet(folder, database).devices(12, 10);
        RunningServer first = serve(fleet);
        serve(fleet);
        String run = first.start("fleet");
        first.ended(run);
        List<String> kinds = new ArrayList<>();
        // The last event comes a moment after the report.
        while (!kinds.contains("run-ended")) {
            kinds = first.syncs.server().events().after(run, 0, 1_000).stream().map(Stored::event)
                    .map(event -> event.kind()).toList();
        }
        assertEquals("run-started", kinds.getFirst());
        assertEquals("run-ended", kinds.getLast());
        assertEquals(1, kinds.stream().filter("run-started"::equals).count());
        assertEquals(2, kinds.stream().filter("table-started"::equals).count());
        assertEquals(2, kinds.stream().filter("table-ended"::equals).count());
    }

    @Test
    void theTablesOfOneSourceAreShared() throws Exception {
        Fleet fleet = new Fleet(folder, database).tables(30, 50);
        RunningServer first = serve(fleet);
        RunningServer second = serve(fleet);
        JsonTree report = report(second.ended(first.start("central")), "succeeded");
        assertTotals(report, 1_500, 1_500);
        assertEquals(30, report.objects("tables").size());
        assertEquals(50, fleet.count("select count(*) from warehouse.t29"));
        assertFalse(first.events.isEmpty());
        assertFalse(second.events.isEmpty());
    }

    @Test
    void aProfileThatRunsIsBusyOnEveryServerAndOnTheCommandLine() throws Exception {
        Fleet fleet = new Fleet(folder, database).tables(3, 50);
        RunningServer first = serve(fleet);
        RunningServer second = serve(fleet);
        first.ended(first.start("central"));
        try (Connection blocking = database.connect(); Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("lock table warehouse.t1 in access exclusive mode");
            String run = first.start("central");
            Accepted.Busy busy = assertInstanceOf(Accepted.Busy.class,
                    second.runs.start(SyncRequest.push("central"), Kind.SYNC));
            assertTrue(busy.holder().contains(run), busy.holder());
            first.awaitWork();
            blocking.rollback();
            assertEquals("succeeded", second.ended(run).status());
        }
    }

    @Test
    void aRunIsCancelledOnWhicheverServerItGoesOn() throws Exception {
        Fleet fleet = new Fleet(folder, database).tables(3, 50);
        RunningServer first = serve(fleet);
        first.ended(first.start("central"));
        RunningServer second = serve(fleet);
        try (Connection blocking = database.connect(); Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("lock table warehouse.t0, warehouse.t1, warehouse.t2 in access exclusive mode");
            String run = first.start("central");
            assertTrue(second.runs.cancel(run));
            assertFalse(second.runs.cancel("01ARZ3NDEKTSV4RRFFQ69G5FAV"), "no such run");
            blocking.rollback();
            assertEquals("interrupted", second.ended(run).status());
            assertFalse(first.runs.cancel(run), "it has ended");
        }
        assertEquals("succeeded", second.ended(second.start("central")).status());
    }

    @Test
    void whatAServerThatIsToldToEndWasDoingAnotherGoesOnWith() throws Exception {
        Fleet fleet = new Fleet(folder, database).tables(4, 200_000);
        RunningServer first = serve(fleet);
        String run = first.start("central");
        first.awaitWork();
        first.close();
        servers.clear();
        RunningServer second = serve(fleet);
        assertEquals(RunStatus.RUNNING, second.syncs.findRun(run).orElseThrow().status());
        assertTotals(report(second.ended(run), "succeeded"), 800_000, 800_000);
        assertEquals(200_000, fleet.count("select count(*) from warehouse.t3"));
    }

    @Test
    void aDamagedFileKeepsNoOtherFromRunning() throws Exception {
        Fleet fleet = new Fleet(folder, database).devices(12, 10);
        Files.writeString(folder.resolve("devices/device-000.db"), "this is no database, and was never one".repeat(50));
        RunningServer server = serve(fleet);
        JsonTree report = report(server.ended(server.start("fleet")), "failed");
        assertTotals(report, 220, 220);
        assertTrue(report.text("error").contains("device-000.db"), report.text("error"));
        assertEquals(11, fleet.count("select count(distinct device) from warehouse.reading"));
    }

    @Test
    void oneFileThatWouldDeleteTooMuchKeepsAllFromDeleting() throws Exception {
        Fleet fleet = new Fleet(folder, database).devices(12, 100);
        RunningServer server = serve(fleet);
        server.ended(server.start("fleet"));
        fleet.fill("devices/device-003.db", "delete from reading where id = 7");
        fleet.fill("devices/device-007.db", "delete from reading", "insert into reading values (1, 1)");
        SyncRequest deleting = SyncRequest.push("fleet").withOverrides(Overrides.NONE
                .with(Setting.DELETE_ORPHANS, "true"));
        Accepted.Started started = assertInstanceOf(Accepted.Started.class, server.runs.start(deleting, Kind.SYNC));
        JsonTree report = report(server.ended(started.run()), "refused");
        assertTrue(report.text("error").contains("device-007.db"), report.text("error"));
        assertEquals(1_200, fleet.count("select count(*) from warehouse.reading"));
    }

    @Test
    void aRunWhoseProcessDiedDoesNotGoOnForEver() throws Exception {
        Fleet fleet = new Fleet(folder, database).tables(2, 10);
        RunningServer server = serve(fleet);
        server.syncs.server().runs().save(new RunRecord("01ARZ3NDEKTSV4RRFFQ69G5FAV", "central", "push",
                RunStatus.RUNNING, Instant.parse("2026-01-02T03:04:05Z"), Optional.empty(), ""));
        server.ended(server.start("central"));
        JsonTree report = report(server.syncs.findRun("01ARZ3NDEKTSV4RRFFQ69G5FAV").orElseThrow(), "interrupted");
        assertTrue(report.text("error").contains("its process ended without a word"), report.text("error"));
    }

    /** Each time of a schedule is one run, however many servers could begin it. */
    @Test
    void ofSeveralServersOneKeepsTheSchedule() throws Exception {
        MovedClock now = new MovedClock("2026-01-02T12:00:30Z");
        Fleet fleet = new Fleet(folder, database).tables(2, 10);
        Files.writeString(folder.resolve("tidemark.yml"), Fleet.CONFIGURATION.replace("sink: warehouse, retry",
                "sink: warehouse, schedule: \"*/5 * * * *\", retry"));
        for (int i = 0; i < 3; i++) {
            servers.add(new RunningServer("server " + i, fleet.open(DEAD_AFTER), DEAD_AFTER, now));
        }
        for (int tick = 1; tick <= 3; tick++) {
            now.moveTo(Instant.parse("2026-01-02T12:00:00Z").plus(Duration.ofMinutes(5L * tick)).toString());
            awaitRuns(servers.getFirst(), tick);
        }
        assertEquals(3, fleet.count("select count(*) from tidemark.run"));
        assertEquals(3, fleet.count("select count(distinct started_at) from tidemark.run where status = 'succeeded'"));
    }

    private static void awaitRuns(RunningServer server, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.syncs.runs(Optional.of("central"), 10).stream().filter(run -> run.endedAt().isPresent())
                .count() < count) {
            assertTrue(System.nanoTime() < end, "fewer than " + count + " runs");
        }
    }

    @Test
    void aRunOfTheCommandLineKeepsServersOut() throws Exception {
        Fleet fleet = new Fleet(folder, database).tables(2, 10);
        RunningServer server = serve(fleet);
        try (Lease _ = server.syncs.server().locks().acquire("central", "somebody's push").orElseThrow()) {
            Accepted.Busy busy = assertInstanceOf(Accepted.Busy.class,
                    server.runs.start(SyncRequest.push("central"), Kind.SYNC));
            assertEquals("somebody's push", busy.holder());
        }
        assertEquals("succeeded", server.ended(server.start("central")).status());
    }
}
