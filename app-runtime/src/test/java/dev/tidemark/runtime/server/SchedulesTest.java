package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server on a state in SQLite, whose clock the test moves. */
final class SchedulesTest {
    private static final String SHOP = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy, schedule: "*/5 * * * *" }
              never: { source: local, sink: copy }
            """;

    private final MovedClock now = new MovedClock("2026-01-02T12:00:30Z");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void prepare() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table item(id integer primary key)");
        }
    }

    private RunningServer serve(String yaml) throws Exception {
        Files.writeString(folder.resolve("tidemark.yml"), yaml);
        Syncs syncs = Syncs.open(Configuration.load(Optional.empty(), new Environment(Map.of(), folder)));
        try {
            return new RunningServer("server", syncs, Sharing.DEAD_AFTER, now);
        } catch (ConfigurationException e) {
            syncs.close();
            throw e;
        }
    }

    private void moveTo(String time) {
        now.moveTo(time);
    }

    /** Until so many runs have ended. */
    private static void awaitRuns(RunningServer server, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (runs(server) < count) {
            assertTrue(System.nanoTime() < end, "only " + runs(server) + " runs");
        }
    }

    private static int runs(RunningServer server) {
        return (int) server.syncs.runs(Optional.of("shop"), 100).stream().filter(run -> run.endedAt().isPresent())
                .count();
    }

    @Test
    void aProfileIsPushedAtEachTimeOfItsSchedule() throws Exception {
        try (RunningServer server = serve(SHOP)) {
            assertEquals(Optional.of(Instant.parse("2026-01-02T12:05:00Z")), server.runs.schedules().next("shop"));
            assertEquals(Optional.empty(), server.runs.schedules().next("never"));
            moveTo("2026-01-02T12:05:00Z");
            awaitRuns(server, 1);
            assertEquals(Optional.of(Instant.parse("2026-01-02T12:10:00Z")), server.runs.schedules().next("shop"));
            moveTo("2026-01-02T12:10:00Z");
            awaitRuns(server, 2);
            assertEquals("push", server.syncs.runs(Optional.of("shop"), 1).getFirst().direction());
        }
    }

    @Test
    void timesAtWhichNoServerRanAreMadeUpForOnce() throws Exception {
        serve(SHOP).close();
        moveTo("2026-01-02T12:59:00Z");
        try (RunningServer server = serve(SHOP)) {
            awaitRuns(server, 1);
            moveTo("2026-01-02T13:00:00Z");
            awaitRuns(server, 2);
            assertEquals(2, runs(server));
        }
    }

    @Test
    void aTimeAtWhichTheProfileIsRunningIsPassedOver() throws Exception {
        try (RunningServer server = serve(SHOP)) {
            try (Lease _ = server.syncs.server().locks().acquire("shop", "a push by hand").orElseThrow()) {
                moveTo("2026-01-02T12:05:00Z");
                awaitNext("2026-01-02T12:10:00Z");
                assertEquals(0, server.syncs.runs(Optional.of("shop"), 10).size());
            }
            moveTo("2026-01-02T12:10:00Z");
            awaitRuns(server, 1);
        }
    }

    @Test
    void aChangedScheduleHoldsFromTheNextStartAndOneThatIsGoneIsGone() throws Exception {
        serve(SHOP).close();
        try (RunningServer server = serve(SHOP.replace("*/5 * * * *", "0 13 * * *"))) {
            assertEquals(Instant.parse("2026-01-02T13:00:00Z"), kept().orElseThrow());
            moveTo("2026-01-02T13:00:00Z");
            awaitRuns(server, 1);
        }
        serve(SHOP.replace(", schedule: \"*/5 * * * *\"", "")).close();
        assertEquals(Optional.empty(), kept());
    }

    /** While all get a new configuration, a server meets schedules that only others know. */
    @Test
    void aScheduleOfOthersStaysTheirsUntilNobodyKnewItForADay() throws Exception {
        try (RunningServer server = serve(SHOP)) {
            try (Connection connection = state(); Statement statement = connection.createStatement()) {
                statement.execute(
                        "insert into scheduled_run(task_name, task_instance, task_data, execution_time, picked,"
                                + " version) values ('schedule', 'elsewhere', cast('0 0 * * * in Z' as blob), "
                                + Instant.parse("2026-01-02T12:00:30Z").toEpochMilli() + ", 0, 1)");
            }
            moveTo("2026-01-02T12:00:40Z");
            await(() -> kept("elsewhere").filter(at -> !at.isBefore(Instant.parse("2026-01-02T12:00:50Z"))).isPresent(),
                    "left to others");
            assertEquals(0, server.syncs.runs(Optional.empty(), 10).size());
            moveTo("2026-01-03T12:00:39Z");
            await(() -> kept("elsewhere").filter(at -> !at.isBefore(Instant.parse("2026-01-03T12:00:49Z"))).isPresent(),
                    "left to others again");
            moveTo("2026-01-03T12:01:00Z");
            await(() -> kept("elsewhere").isEmpty(), "gone");
        }
    }

    @Test
    void aSecondServerOnAStateThatCannotBeSharedIsRefused() throws Exception {
        try (RunningServer _ = serve(SHOP)) {
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> serve(SHOP));
            assertTrue(String.valueOf(refused.getMessage()).contains("another server uses this state"),
                    refused.toString());
        }
        serve(SHOP).close();
    }

    /** Something that the state tells. */
    @FunctionalInterface
    private interface Look {
        boolean isSo() throws Exception;
    }

    private static void await(Look look, String what) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!look.isSo()) {
            assertTrue(System.nanoTime() < end, "not yet " + what);
        }
    }

    private void awaitNext(String time) throws Exception {
        await(() -> kept().equals(Optional.of(Instant.parse(time))), time);
    }

    private Connection state() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".tidemark/state.db"));
    }

    /** When the scheduler is to push the shop next. */
    private Optional<Instant> kept() throws Exception {
        return kept("shop");
    }

    private Optional<Instant> kept(String profile) throws Exception {
        try (Connection connection = state();
                Statement statement = connection.createStatement();
                var rows = statement
                        .executeQuery("select execution_time from scheduled_run where task_name = 'schedule'"
                                + " and task_instance = '" + profile + "'")) {
            return rows.next() ? Optional.of(Instant.ofEpochMilli(rows.getLong(1))) : Optional.empty();
        }
    }
}
