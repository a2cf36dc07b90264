package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.postgres.PostgresConfig.Pooler;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections: how many there are, who gets which, and what holds on each of them. */
@ExtendWith(PostgresExtension.class)
final class PostgresSessionsTest {
    private final PostgresDatabase elsewhere;
    private final PostgresDatabase database;
    private final PostgresFixture fixture;
    private PostgresSessions sessions;

    PostgresSessionsTest(PostgresDatabase database) {
        this.elsewhere = database;
        this.database = database.createDatabase();
        this.fixture = new PostgresFixture(this.database);
        this.sessions = new PostgresSessions(fixture.config());
    }

    @BeforeEach
    void begin() {
        sessions.enter();
    }

    @AfterEach
    void close() {
        sessions.leave();
        fixture.close();
    }

    @Test
    void aConnectionThatIsGivenBackIsLentAgainAndClosedWithItsLastUser() throws SQLException {
        PostgresSession first = sessions.lend();
        Connection connection = first.connection();
        first.close();
        PostgresSession second = sessions.lend();
        assertSame(connection, second.connection());
        second.close();
        sessions.leave();
        assertTrue(connection.isClosed());
        sessions.enter();
    }

    @Test
    void whatOneLeftUndoneTheNextDoesNotSee() throws SQLException {
        fixture.execute("create table t (id int)");
        String table = fixture.schema() + ".t";
        try (PostgresSession careless = sessions.lend()) {
            careless.begin();
            careless.execute("insert into " + table + " values (1); set local lock_timeout = '3s'");
        }
        try (PostgresSession next = sessions.lend()) {
            assertEquals(0, next.queryLong("select count(*) from " + table));
            assertTrue(next.queryBoolean("select current_setting('lock_timeout') = '0'"));
        }
    }

    @Test
    void aConnectionThatBrokeTakesTheIdleOnesWithIt() throws SQLException {
        PostgresSession broken = sessions.lend();
        PostgresSession other = sessions.lend();
        Connection idle = other.connection();
        other.close();
        database.execute("select pg_terminate_backend(" + broken.queryLong("select pg_backend_pid()") + ")");
        assertThrows(SQLException.class, () -> broken.execute("select 1"));
        broken.close();
        assertTrue(idle.isClosed());
        try (PostgresSession fresh = sessions.lend()) {
            assertEquals(1, fresh.queryLong("select 1"));
        }
    }

    @Test
    void oneThatIsExpectedIsTheOneThatIsLent() throws Exception {
        sessions.expect();
        sessions.expect();
        try (PostgresSession lent = sessions.lend()) {
            assertEquals(1, lent.queryLong("select 1"));
            assertEquals(1, connections());
            sessions.expect();
            try (PostgresSession second = sessions.lend()) {
                assertNotSame(lent.connection(), second.connection());
            }
        }
    }

    @Test
    void oneThatIsExpectedAndNotLentIsClosedWithTheStore() throws Exception {
        try (Store.Expectation _ = new PostgresStore(fixture.config()).expect()) {
            // nobody comes
        }
        for (int i = 0; connections() > 0 && i < 200; i++) {
            database.execute("select pg_sleep(0.05)");
        }
        assertEquals(0, connections());
    }

    @Test
    void oneThatCouldNotBeOpenedAheadIsOpenedWhenItIsNeeded() throws Exception {
        elsewhere.execute("alter database " + database.database() + " with allow_connections false");
        sessions.expect();
        assertThrows(StoreException.class, sessions::lend);
        sessions.expect();
        elsewhere.execute("select pg_sleep(0.3)");
        elsewhere.execute("alter database " + database.database() + " with allow_connections true");
        try (PostgresSession lent = sessions.lend()) {
            assertEquals(1, lent.queryLong("select 1"));
        }
    }

    @Test
    void temporaryTablesAreGoneOnlyWhenTheServerSaidSo() throws SQLException {
        PostgresSession first = sessions.lend();
        first.alone(() -> {
            first.execute("create temp table left_over (id int)");
            return true;
        });
        first.madeTemporaryTables();
        first.close();
        PostgresSession second = sessions.lend();
        assertThrows(SQLException.class, () -> second.alone(() -> {
            second.execute(second.discardTemporaryTables() + "select 1 / 0");
            return true;
        }));
        second.close();
        try (PostgresSession third = sessions.lend()) {
            assertEquals("discard temp;", third.discardTemporaryTables());
        }
    }

    @Test
    void thatConnectingFailsIsToldToWhoeverAsks() {
        PostgresSessions wrong = new PostgresSessions(PostgresConfig.of(database.host(), database.port(),
                "no_such_database", database.user(), Optional.of(database.password()))
                .withSslmode("disable"));
        wrong.enter();
        wrong.expect();
        assertEquals("3D000", assertThrows(StoreException.Denied.class, wrong::lend).code());
        wrong.leave();
    }

    @Test
    void settingsHoldForTheConnectionOrBehindAPoolerForTheTransaction() throws SQLException {
        database.execute("alter database " + database.database() + " set synchronous_commit = off");
        String settings = "select current_setting('synchronous_commit') || ' '"
                + " || current_setting('row_security') || ' ' || current_setting('datestyle')";
        try (PostgresSession direct = sessions.lend()) {
            assertEquals("on off ISO, YMD", direct.alone(() -> text(direct, settings)));
        }
        sessions.leave();
        sessions = new PostgresSessions(fixture.config().withPooler(Pooler.YES));
        sessions.enter();
        try (PostgresSession pooled = sessions.lend()) {
            assertTrue(pooled.isPooled());
            assertEquals("on off ISO, YMD", pooled.alone(() -> text(pooled, settings)));
            pooled.beginSnapshot(null);
            assertEquals("on off ISO, YMD", text(pooled, settings));
            pooled.rollback();
            assertEquals("off on ISO, MDY", text(pooled, settings));
        }
    }

    @Test
    void lookingAtManyTablesTakesOneConnectionAndAFewRoundTrips() throws Exception {
        List<TableName> tables = IntStream.range(0, 60).mapToObj("t%02d"::formatted).map(TableName::new).toList();
        fixture.execute(tables.stream().map(t -> "create table " + t + " (id int primary key)").toArray(String[]::new));
        try (RoundTrips trips = new RoundTrips(database); Sink sink = through(trips).openSink()) {
            int connected = trips.count();
            // Start-up, perhaps a password's three, and the settings.
            assertTrue(connected <= 5, () -> connected + " to connect");
            tables.forEach(table -> assertTrue(sink.describe(table).isPresent()));
            tables.forEach(sink::mayChangeRows);
            // Two alone, and the others at once.
            assertEquals(3, trips.count() - connected);
            assertEquals(1, connections());
        }
    }

    @Test
    void sizesAndCountsAreOneRoundTripAndSoIsAViewsSnapshot() throws Exception {
        List<TableName> tables = List.of(new TableName("a"), new TableName("b"));
        fixture.execute("create table a (id int primary key)", "create table b (id int primary key)",
                "insert into a values (1)");
        try (RoundTrips trips = new RoundTrips(database)) {
            PostgresStore store = through(trips);
            try (Sink _ = store.openSink()) {
                int connected = trips.count();
                assertEquals(1, store.sizes().measure(tables).rows().get(new TableName("a")));
                assertEquals(1, trips.count() - connected);
                try (Source view = store.openView()) {
                    assertEquals(2, trips.count() - connected);
                    tables.forEach(view::describe);
                    assertEquals(4, trips.count() - connected);
                }
                assertEquals(1, connections());
            }
        }
    }

    @Test
    void rowsOfAViewAreReadOnASecondConnectionAndItsNextReaderImportsNothing() throws Exception {
        fixture.execute("create table a (id int primary key)", "insert into a values (1)");
        try (RoundTrips trips = new RoundTrips(database)) {
            PostgresStore store = through(trips);
            try (Source view = store.openView()) {
                StringBuilder seen = new StringBuilder();
                ReadPlan plan = new ReadPlan(new TableName("a"), List.of(new ReadColumn.Stored("id", ValueType.INT64)),
                        List.of("id"), Optional.empty(), Optional.empty(), new PageLimit(100, 1 << 20));
                view.describe(new TableName("a"));
                for (int i = 0; i < 3; i++) {
                    int before = trips.count();
                    try (SourcePager pager = view.open(plan, new Cursor.Start())) {
                        assertEquals(1, pager.next().orElseThrow().read());
                        assertTrue(pager.next().isEmpty());
                    }
                    seen.append(trips.count() - before).append(' ');
                }
                // Connecting, settings, the snapshot and the rows; then whether the snapshot is held still, and the rows.
                assertEquals("4 2 2 ", seen.toString());
                assertEquals(2, connections());
            }
        }
    }

    private PostgresStore through(RoundTrips trips) {
        return new PostgresStore(new PostgresConfig("127.0.0.1", trips.port(), database.database(), database.user(),
                Optional.of(database.password()), "disable", fixture.schema(), Pooler.NO,
                PostgresConfig.Access.AUTO, PostgresConfig.Analyze.AUTO, Map.of()));
    }

    @Test
    void aMissingTableHasNoRowsAndNoBytes() {
        fixture.execute("create table there (id int)", "insert into there values (1), (2)");
        SizeProbe sizes = fixture.store().sizes();
        List<TableName> tables = List.of(new TableName("missing"), new TableName("there"));
        SizeProbe.Sizes both = sizes.measure(tables);
        assertEquals(sizes.rows(tables), both.rows());
        assertEquals(2, both.rows().get(new TableName("there")));
        assertEquals(0, both.rows().get(new TableName("missing")));
        assertEquals(sizes.bytes(tables), both.bytes());
        assertEquals(OptionalLong.of(0), sizes.measure(List.of(new TableName("missing"))).bytes());
    }

    private static String text(PostgresSession session, String query) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private int connections() throws SQLException {
        try (Connection asking = database.connect();
                Statement statement = asking.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity where application_name"
                        + " = 'tidemark' and datname = current_database()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
