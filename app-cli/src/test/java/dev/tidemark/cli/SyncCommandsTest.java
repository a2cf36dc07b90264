package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands over real SQLite files, inside this JVM. */
final class SyncCommandsTest {
    private static final String CONFIG = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy:  { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy }
            """;

    @TempDir
    private Path directory;

    private Sqlite shop;
    private Sqlite copy;

    @BeforeEach
    void aShop() throws IOException, SQLException {
        Files.writeString(directory.resolve("tidemark.yml"), CONFIG);
        copy = new Sqlite(directory.resolve("copy.db"));
        shop = new Sqlite(directory.resolve("shop.db")).execute(
                "create table customers (id integer primary key, name text not null, n integer)",
                "create table \"the orders\" (id integer primary key, customer integer references customers, total real)",
                "insert into customers values (1, 'Ada', 1), (2, 'Žofie 🌊', 20), (3, '', null)",
                "insert into \"the orders\" values (10, 1, 9.5), (11, 2, 0.1)");
    }

    @Test
    void aSecondPushFindsNothingToDo() throws SQLException {
        Call first = push();
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().contains("Synced 5 rows in "), first.out());
        assertTrue(first.out().contains(": 5 inserted, 0 updated, 0 unchanged, 0 deleted, 0 rejected"), first.out());
        assertTrue(first.out().lines().toList().getLast().matches(
                "Sink size [\\d.]+ MB -> [\\d.]+ MB \\(\\+[\\d.]+ MB\\) · \\d+ round trips? · 0 retries · peak memory \\d+ MB"),
                first.out());
        assertEquals(shop.rows("select * from customers order by id"),
                copy.rows("select * from customers order by id"));
        assertEquals(shop.rows("select * from \"the orders\""), copy.rows("select * from \"the orders\""));

        Call second = push();
        assertEquals(0, second.exitCode(), second.err());
        assertTrue(second.out().contains(": 0 inserted, 0 updated, 5 unchanged, 0 deleted, 0 rejected"), second.out());
    }

    @Test
    void aChangedRowIsUpdatedAndNothingElse() throws SQLException {
        push();
        shop.execute("update customers set name = 'Ada L.' where id = 1");
        Call again = Call.of(directory, "sync", "shop", "--table", "cust*");
        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.out().contains("Synced 3 rows"), again.out());
        assertTrue(again.out().contains(": 0 inserted, 1 updated, 2 unchanged"), again.out());
    }

    @Test
    void outputJsonIsOneObjectAndNothingElse() {
        Call call = push("--output", "json");
        assertEquals(0, call.exitCode(), call.err());
        assertEquals(1, call.out().lines().count(), call.out());
        assertTrue(call.out().startsWith("{\"schemaVersion\":1,\"run\":\""), call.out());
        assertTrue(call.out().contains("\"profile\":\"shop\",\"direction\":\"push\",\"status\":\"succeeded\""),
                call.out());
        assertTrue(call.out().contains("\"totals\":{\"read\":5,\"inserted\":5,"), call.out());
    }

    @Test
    void twoEndsAreEnoughWithoutAFile() throws IOException, SQLException {
        Files.delete(directory.resolve("tidemark.yml"));
        Call call = Call.of(directory, "push", "--from", "sqlite:shop.db", "--to", "sqlite:copy.db", "--table",
                "customers");
        assertEquals(0, call.exitCode(), call.err());
        assertEquals(List.of("customers"), copy.rows("select name from sqlite_master where type = 'table'"));
        Call runs = Call.of(directory, "runs", "--from", "sqlite:shop.db", "--to", "sqlite:copy.db");
        assertTrue(runs.out().contains("succeeded"), runs.out() + runs.err());
    }

    @Test
    void aPullBringsRowsBackAndDeletesNone() throws SQLException {
        push();
        copy.execute("insert into customers values (4, 'Dijkstra', 4)", "delete from customers where id = 3");
        Call pull = Call.of(directory, "pull", "shop");
        assertEquals(0, pull.exitCode(), pull.err());
        assertTrue(pull.out().contains(": 1 inserted, 0 updated, 4 unchanged"), pull.out());
        assertEquals(List.of("1", "2", "3", "4"), shop.rows("select id from customers order by id"));
    }

    @Test
    void aMisspeltKeyIsNamedWithItsPlaceAndTheNearestOne() throws IOException {
        Files.writeString(directory.resolve("tidemark.yml"),
                CONFIG.replace("sink: copy }", "sink: copy, page-sise: 7 }"));
        Call call = push();
        assertEquals(2, call.exitCode());
        assertTrue(call.err().contains("tidemark.yml:5:"), call.err());
        assertTrue(call.err().contains("page-size"), call.err());
        assertEquals("", call.out());
    }

    @Test
    void aMissingSourceFileIsNotReachedRatherThanMade() throws IOException {
        Files.delete(directory.resolve("shop.db"));
        Call call = push();
        assertEquals(3, call.exitCode(), call.err());
        assertTrue(call.err().contains("shop.db"), call.err());
        assertEquals("", call.out());
        assertFalse(Files.exists(directory.resolve("shop.db")));
    }

    @Test
    void anUnknownProfileIsAConfigurationError() {
        Call call = Call.of(directory, "push", "shoop");
        assertEquals(2, call.exitCode());
        assertTrue(call.err().contains("shop"), call.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--changes=sometimes", "--max-delete=110%", "--page-size=none", "--max-rejects=110%"})
    void whatMakesNoSenseIsRefusedBeforeAnythingIsWritten(String option) {
        Call call = push(option);
        assertEquals(2, call.exitCode(), call.out() + call.err());
        assertFalse(Files.exists(copy.file()));
    }

    @Test
    void theEnvironmentBeatsTheFileAndTheFlagBeatsBoth() {
        Map<String, String> wrong = Map.of("TIDEMARK_PAGE_SIZE", "none");
        Call environment = Call.with(directory, wrong, "push", "shop");
        assertEquals(2, environment.exitCode());
        assertTrue(environment.err().contains("TIDEMARK_PAGE_SIZE"), environment.err());
        assertEquals(0, Call.with(directory, wrong, "push", "shop", "--page-size", "1").exitCode());
    }

    @Test
    void statusAndRunsTellWhatHappened() {
        assertTrue(Call.of(directory, "status").out().contains("never"));
        push();
        Call status = Call.of(directory, "status", "shop");
        assertEquals(0, status.exitCode(), status.err());
        assertTrue(status.out().contains("push succeeded"), status.out());
        Call runs = Call.of(directory, "runs", "shop", "--output", "json");
        assertTrue(runs.out().contains("\"status\":\"succeeded\""), runs.out() + runs.err());
        assertTrue(runs.out().contains("\"report\":{\"schemaVersion\":1"), runs.out());
    }

    @Test
    void aRowThatDoesNotLandCanBeListedShownRetriedAndDropped() throws SQLException {
        copy.execute("create table customers (id integer primary key, name text not null, n integer check (n < 10))");
        Call push = push("--max-rejects", "1");
        assertEquals(1, push.exitCode(), push.out() + push.err());
        assertTrue(push.out().contains("1 rejected"), push.out());
        assertTrue(push.err().contains("tidemark rejects list shop"), push.err());

        Call list = Call.of(directory, "rejects", "list", "shop");
        assertTrue(list.out().contains("id=2"), list.out() + list.err());
        assertTrue(list.out().contains("constraint"), list.out());
        String number = list.out().lines().toList().get(1).strip().split(" ")[0];
        Call show = Call.of(directory, "rejects", "show", "shop", number);
        assertTrue(show.out().contains("Žofie 🌊"), show.out() + show.err());
        Call json = Call.of(directory, "rejects", "list", "shop", "--output", "json");
        assertTrue(json.out().contains("\"row\":{\"id\":\"2\",\"name\":\"Žofie 🌊\",\"n\":\"20\"}"), json.out());

        shop.execute("update customers set n = 5 where id = 2");
        Call retry = Call.of(directory, "rejects", "retry", "shop");
        assertEquals(0, retry.exitCode(), retry.out() + retry.err());
        assertEquals(List.of("5"), copy.rows("select n from customers where id = 2"));
        assertTrue(Call.of(directory, "rejects", "list", "shop").out().contains("No rejects"));

        shop.execute("update customers set n = 50 where id = 3");
        push("--max-rejects", "1");
        Call drop = Call.of(directory, "rejects", "drop", "shop", "--all");
        assertEquals("Dropped 1 reject of shop.", drop.out().strip(), drop.err());
    }

    @Test
    void tooManyRejectsFailTheRun() throws SQLException {
        copy.execute("create table customers (id integer primary key, name text not null, n integer check (n < 10))");
        Call push = push("--max-rejects", "0");
        assertEquals(4, push.exitCode(), push.out() + push.err());
        assertTrue(push.err().contains("customers"), push.err());
    }

    private Call push(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "push";
        arguments[1] = "shop";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Call.of(directory, arguments);
    }
}
