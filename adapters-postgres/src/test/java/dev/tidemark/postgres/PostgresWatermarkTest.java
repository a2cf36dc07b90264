package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a watermark has settled while others write. */
@ExtendWith(PostgresExtension.class)
final class PostgresWatermarkTest {
    private final PostgresDatabase database;
    private final PostgresFixture fixture;

    PostgresWatermarkTest(PostgresDatabase database) {
        this.database = database;
        this.fixture = new PostgresFixture(database);
    }

    @BeforeEach
    void open() {
        fixture.execute("create table events (id bigint primary key, at timestamptz default now(),"
                + " local timestamp default (now() at time zone 'utc'), day date default current_date, rounded timestamptz(0))",
                "insert into events (id) values (1)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static WatermarkBounds bounds(Source source, String column) {
        return source.bounds(new ReadPlan(new TableName("events"), List.of(), List.of("id"), Optional.empty(),
                Optional.empty(), new PageLimit(10, 1 << 20)), column);
    }

    private static long micros(Optional<Value> value) {
        return switch (value.orElseThrow()) {
            case Value.TimestampTz(long micros) -> micros;
            case Value.Timestamp(long micros) -> micros;
            case Value.Date(long day) -> day;
            case Value other -> throw new AssertionError(other);
        };
    }

    private static long micros(Connection connection, String query) throws SQLException {
        try (var row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static final String BEGAN = "select (extract(epoch from now()) * 1000000)::bigint";

    @Test
    void rule8_timesOfAnUnknownClockSettleBeforeTheAgeOfTheOldestTransaction() throws SQLException {
        try (Connection late = fixture.connect(); Connection writer = fixture.connect()) {
            late.setAutoCommit(false);
            late.createStatement().execute("set timezone = 'America/New_York'");
            long began = micros(late, "select (extract(epoch from localtimestamp) * 1000000)::bigint");
            writer.createStatement().execute("delete from events");
            writer.createStatement().execute("set timezone = 'America/New_York'");
            writer.createStatement().execute("insert into events (id, local) values (3, clock_timestamp())");
            try (Source source = fixture.store().openSource()) {
                assertTrue(micros(bounds(source, "local").settled()) < began, "the late one may still write its begin");
            }
        }
    }

    @Test
    void rule8_whatHasSettledLiesBelowTheBeginOfEveryOpenTransaction() throws SQLException {
        try (Connection late = fixture.connect()) {
            late.setAutoCommit(false);
            long began = micros(late, BEGAN);
            fixture.execute("insert into events (id) values (2)");
            try (Source source = fixture.store().openSource()) {
                assertEquals(List.of(), bounds(source, "at").warnings());
                assertTrue(micros(bounds(source, "at").highest()) >= began, "row 2 is the highest");
                assertEquals(began - 1, micros(bounds(source, "at").settled()));
                assertTrue(micros(bounds(source, "local").settled()) < began, "its clock may be another");
                assertEquals(Math.floorDiv(began, 86_400_000_000L) - 1, micros(bounds(source, "day").settled()));
            }
        }
    }

    /** It is gone from pg_stat_activity when it is asked for, and its rows are not in the snapshot either. */
    @Test
    void rule8_aTransactionThatCommitsAfterTheSnapshotWasTakenCountsAsOpen() throws SQLException {
        try (Connection late = fixture.connect()) {
            late.setAutoCommit(false);
            late.createStatement().execute("insert into events (id) values (3)");
            long began = micros(late, BEGAN);
            fixture.execute("insert into events (id) values (2)");
            try (Source source = fixture.store().openSource()) {
                late.commit();
                assertEquals("3", fixture.ask("select count(*) from events"));
                assertEquals(2, source.count(new ReadPlan(new TableName("events"), List.of(), List.of("id"),
                        Optional.empty(), Optional.empty(), new PageLimit(10, 1 << 20))));
                assertEquals(began - 1, micros(bounds(source, "at").settled()));
            }
        }
    }

    @Test
    void rule8_aPreparedTransactionHoldsTheWatermarkBackAndIsTold() throws SQLException {
        String name = fixture.schema() + "_waits";
        try (Connection late = fixture.connect()) {
            late.createStatement()
                    .execute("begin; insert into events (id) values (3); prepare transaction '" + name + "'");
        }
        try (Connection other = fixture.connect()) {
            long prepared = micros(other, "select (extract(epoch from prepared) * 1000000)::bigint"
                    + " from pg_prepared_xacts where gid = '" + name + "'");
            fixture.execute("insert into events (id) values (2)");
            try (Source source = fixture.store().openSource()) {
                WatermarkBounds bounds = bounds(source, "at");
                assertTrue(micros(bounds.settled()) < prepared, bounds::toString);
                assertTrue(bounds.warnings().getFirst().contains(name), bounds::toString);
            }
        } finally {
            fixture.execute("rollback prepared '" + name + "'");
        }
    }

    @Test
    void rule8_whereTheTransactionsOfOthersAreHiddenThatIsTold() throws SQLException {
        String role = fixture.schema() + "_reader";
        fixture.execute("create role " + role + " login password 'x'",
                "grant usage on schema " + fixture.schema() + " to " + role,
                "grant select on all tables in schema " + fixture.schema() + " to " + role);
        PostgresConfig config = fixture.config().withCredentials(role, Optional.of("x"));
        try (Connection late = fixture.connect()) {
            late.setAutoCommit(false);
            micros(late, BEGAN);
            try (Source source = new PostgresStore(config).openSource()) {
                WatermarkBounds bounds = bounds(source, "at");
                assertTrue(bounds.warnings().getFirst().contains("hidden"), bounds::toString);
                assertEquals(bounds.highest(), bounds.settled());
            }
            fixture.execute("grant pg_read_all_stats to " + role);
            try (Source source = new PostgresStore(config).openSource()) {
                assertEquals(List.of(), bounds(source, "at").warnings());
            }
        } finally {
            fixture.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @ParameterizedTest
    @CsvSource({"at, infinity", "at, 2999-01-01 00:00:00+00", "local, 2999-01-01 00:00:00", "day, 2999-01-01"})
    void rule8_aTimeInTheFutureHasNotSettled(String column, String future) {
        fixture.execute("update events set " + column + " = '" + future + "'");
        try (Source source = fixture.store().openSource()) {
            WatermarkBounds bounds = bounds(source, column);
            assertTrue(micros(bounds.settled()) < micros(bounds.highest()) - 300, bounds::toString);
        }
    }

    @Test
    void rule8_aTimeThatWasRoundedMayLieBeforeItsTransaction() throws SQLException {
        try (Connection late = fixture.connect()) {
            late.setAutoCommit(false);
            long began = micros(late, BEGAN);
            fixture.execute("update events set rounded = now() + interval '1 second'");
            try (Source source = fixture.store().openSource()) {
                assertEquals(began - 1_000_000, micros(bounds(source, "rounded").settled()));
            }
        }
    }

    @Test
    void rule8_aDatabaseOfAnotherZoneWritesItsLocalTimes() throws SQLException {
        fixture.execute("alter role all in database " + database.database() + " set timezone = 'America/New_York'");
        try (Connection late = fixture.connect()) {
            late.setAutoCommit(false);
            long began = micros(late, BEGAN);
            fixture.execute("update events set local = now() at time zone 'utc'");
            try (Source source = fixture.store().openSource()) {
                assertTrue(micros(bounds(source, "local").settled()) <= began - 4 * 3_600_000_000L);
            }
        } finally {
            fixture.execute("alter role all in database " + database.database() + " reset timezone");
        }
    }
}
