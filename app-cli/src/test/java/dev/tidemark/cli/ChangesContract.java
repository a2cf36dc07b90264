package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Only what changed, nothing left behind, and the proof: tried from outside, from a SQLite file to each kind of sink. The
 * numbers are those of the rules of correctness.
 */
abstract class ChangesContract {
    private static final String CUSTOMERS = "select id, name, n from customers order by id";
    private static final String ORDERS = "select id, customer, total from orders order by id";
    private static final Pattern COUNTS = Pattern.compile(
            "\"totals\":\\{\"read\":(\\d+),\"inserted\":(\\d+),\"updated\":(\\d+),\"unchanged\":(\\d+),\"duplicates\":0,\"deleted\":(\\d+)");

    @TempDir
    private Path directory;

    private Sqlite shop;
    private Side copy;

    /** A sink without tables. */
    abstract Side sink(Path folder) throws SQLException;

    /** Whether a push makes the tables that are missing. */
    boolean makesTables() {
        return true;
    }

    /** Makes the tables of the shop that are missing, in a sink that makes none itself, each by its name. */
    void ready() {
    }

    /** Likewise the table of customers with the day of a snapshot in its key. */
    void readyForSnapshots() {
    }

    /** The sink's connection as YAML. */
    abstract String connection();

    /** The lines that a profile needs for this sink, as YAML. */
    abstract String profileLines();

    abstract Map<String, String> variables();

    /** Something that changes whenever a row of the sink is written, and only then. */
    abstract String trace(Side sink) throws SQLException, IOException;

    @BeforeEach
    void aShop() throws IOException, SQLException {
        configure("");
        copy = sink(directory);
        ready();
        shop = new Sqlite(directory.resolve("shop.db")).execute(
                "create table customers (id integer primary key, name text not null, n integer)",
                "create table orders (id integer primary key, customer integer references customers, total real)",
                "insert into customers with recursive c(i) as (select 1 union all select i + 1 from c where i < 60) "
                        + "select i, 'Žofie ' || i, i * 10 from c",
                "insert into orders select id, id, id + 0.5 from customers");
    }

    @Test
    void aSinkRowChangedByHandIsFoundByVerifyAndMendedByTheNextPush() throws SQLException {
        push(0);
        copy.run("update customers set n = 99 where id = 2", "update customers set name = '' where id = 3",
                "delete from orders where id = 7", "insert into customers values (1000, 'nobody', null)");
        Call verify = call(1, "verify", "shop");
        assertTrue(verify.out().contains("customers id=2 differs: n is 20 in the source, 99 in the sink"),
                verify.out());
        assertTrue(verify.out().contains("customers id=3 differs: name is Žofie 3 in the source, '' in the sink"),
                verify.out());
        assertTrue(verify.out().contains("customers id=1000 is only in the sink"), verify.out());
        assertTrue(verify.out().contains("orders id=7 is missing in the sink"), verify.out());
        assertTrue(last(verify).startsWith("4 differences in 2 tables ("), verify.out());

        Call push = push(0);
        assertTrue(push.out().contains(": 1 inserted, 2 updated, 117 unchanged, 0 deleted, 0 rejected"), push.out());
        assertTrue(call(1, "verify", "shop").out().contains("1 difference in 1 table ("));
        push(0, "--delete-orphans");
        assertEqual();
    }

    @Test
    void differencesBeyondTheLimitAreCountedAndJsonHasValuesInFull() throws SQLException {
        push(0);
        String longName = "x".repeat(500);
        copy.run("update customers set n = n + 1", "update customers set name = '" + longName + "' where id = 1");
        Call few = call(1, "verify", "shop", "--limit", "2", "--table", "cust*");
        assertEquals(2, few.out().lines().filter(line -> line.contains(" differs")).count(), few.out());
        assertTrue(few.out().contains("customers: 58 more differences; --limit shows more"), few.out());
        assertTrue(few.out().contains("... (500 characters)"), few.out());
        Call json = call(1, "verify", "shop", "--output", "json", "--exclude", "orders");
        assertTrue(json.out().contains("\"sink\":\"" + longName + "\""), json.out());
        assertTrue(json.out().contains("\"status\":\"different\""), json.out());
    }

    @Test
    void aTruncatedSinkTableIsFilledAgain() throws SQLException {
        push(0);
        copy.run("delete from orders", "delete from customers");
        Call push = push(0);
        assertTrue(push.out().contains(": 120 inserted, 0 updated, 0 unchanged"), push.out());
        assertEqual();
    }

    /** Rule 5. */
    @Test
    void fromAnEmptiedSourceNothingIsDeleted() throws SQLException {
        push(0);
        shop.execute("delete from orders");
        for (String command : List.of("plan", "push")) {
            Call call = call(5, command, "shop", "--delete-orphans", "--max-delete", "100%");
            assertTrue(call.err().contains("orders"), call.err());
        }
        assertEquals(60, copy.rows(ORDERS).size());
        shop.execute("delete from customers");
        call(5, "push", "shop", "--delete-orphans");
        assertEquals(60, copy.rows(CUSTOMERS).size());
    }

    /** Rule 5: one refusal deletes nothing anywhere. */
    @Test
    void aDeleteListOverTheLimitDeletesNothingAnywhere() throws SQLException {
        push(0);
        shop.execute("delete from orders where id <= 11", "delete from customers where id = 1");
        assertTrue(call(5, "plan", "shop", "--delete-orphans").err().contains("11"));
        Call refused = call(5, "push", "shop", "--delete-orphans");
        assertTrue(refused.err().contains("orders") && refused.err().contains("11"), refused.err());
        assertEquals(60, copy.rows(ORDERS).size());
        assertEquals(60, copy.rows(CUSTOMERS).size());
        Call allowed = push(0, "--delete-orphans", "--max-delete", "11");
        assertTrue(allowed.out().contains(" 12 deleted, 0 rejected"), allowed.out());
        assertEqual();
    }

    /** Rule 5: a limit given by the user is taken literally; without one ten rows may always go. */
    @Test
    void tenRowsMayGoUnlessTheUserSaysOtherwise() throws SQLException {
        push(0);
        shop.execute("delete from orders where id <= 10");
        call(5, "push", "shop", "--delete-orphans", "--max-delete", "9");
        call(5, "push", "shop", "--delete-orphans", "--max-delete", "5%");
        assertTrue(push(0, "--delete-orphans").out().contains(" 10 deleted"));
        assertEqual();
    }

    /** Rule 5: rejected keys never. */
    @Test
    void theOldCopyOfARejectedRowStays() throws SQLException {
        copy.run("drop table if exists orders", "drop table if exists customers",
                "create table customers (id integer primary key, name text not null, n integer check (n < 5000))");
        ready();
        push(0);
        shop.execute("update customers set n = 6000 where id = 2", "delete from orders where id in (2, 3)",
                "delete from customers where id = 3");
        Call push = push(1, "--delete-orphans", "--max-rejects", "5");
        assertTrue(push.out().contains(" 3 deleted, 1 rejected"), push.out());
        assertEquals(List.of("2|Žofie 2|20"), copy.rows("select id, name, n from customers where id = 2"));
        assertEquals(59, copy.rows(CUSTOMERS).size());
    }

    /** Rule 5. */
    @Test
    void aRowThatARowThatStaysRefersToIsReportedAndNotDeleted() throws SQLException {
        push(0);
        shop.execute("delete from orders where id = 1", "delete from customers where id in (1, 2)",
                "delete from orders where id = 2");
        Call push = push(0, "--delete-orphans", "--table", "customers");
        assertTrue(push.out().contains(" 0 deleted"), push.out());
        assertTrue(push.err().contains("warning: "), push.err());
        assertEquals(60, copy.rows(CUSTOMERS).size());
        push(0, "--delete-orphans");
        assertEqual();
    }

    @Test
    void aPlanTellsExactlyWhatThePushThenDoes() throws SQLException {
        Call first = call(1, "plan", "shop", "--exit-code");
        assertEquals(makesTables(), first.out().toLowerCase(java.util.Locale.ROOT).contains("create table"),
                first.out());
        assertEquals(all(), last(first));
        push(0);
        assertEquals("Nothing to do.", last(call(0, "plan", "shop", "--exit-code")));

        shop.execute("update customers set name = 'Ada' where id in (2, 3)",
                "insert into customers values (61, 'x', 1)",
                "delete from orders where id = 9", "update orders set total = null where id = 10");
        Call plan = call(1, "plan", "shop", "--delete-orphans", "--exit-code", "--output", "json");
        assertEquals(List.of(120L, 1L, 3L, 116L, 1L), counts(plan));
        assertTrue(plan.out().contains("\"hasChanges\":true"), plan.out());
        Call samples = call(0, "plan", "shop", "--delete-orphans", "--samples", "1");
        assertTrue(samples.out().contains("customers: update id=2: name Žofie 2 -> Ada"), samples.out());
        assertTrue(samples.out().contains("customers: insert id=61"), samples.out());
        assertTrue(samples.out().contains("orders: delete id=9"), samples.out());
        assertEquals(List.of(120L, 1L, 3L, 116L, 1L), counts(push(0, "--delete-orphans", "--output", "json")));
        assertEqual();
    }

    @Test
    void aDryRunLeavesNeitherAFileNorARowNorAState() throws Exception {
        Call dry = call(0, "push", "shop", "--dry-run");
        assertEquals(all(), last(dry));
        assertFalse(Files.exists(directory.resolve("copy.db")), "the sink's file is made");
        assertFalse(Files.exists(directory.resolve(".tidemark")), "the state is made");
        push(0);
        shop.execute("update customers set n = 0");
        String state = call(0, "state", "show", "shop", "--output", "json").out();
        String runs = call(0, "runs", "shop", "--output", "json").out();
        String trace = trace(copy);
        assertTrue(call(0, "push", "shop", "--dry-run").out().contains("Would change 60 rows in 1 table"));
        call(0, "pull", "shop", "--dry-run");
        call(1, "verify", "shop");
        assertEquals(state, call(0, "state", "show", "shop", "--output", "json").out());
        assertEquals(runs, call(0, "runs", "shop", "--output", "json").out());
        assertEquals(trace, trace(copy));
    }

    @Test
    void aPlanOfAPullTellsWhatThePullThenDoes() throws SQLException {
        push(0);
        copy.run("update customers set name = 'back' where id = 5", "delete from orders where id = 5");
        Call plan = call(0, "plan", "shop", "--pull", "--output", "json");
        assertEquals(List.of(119L, 0L, 1L, 118L, 0L), counts(plan));
        assertTrue(plan.out().contains("\"direction\":\"pull\""), plan.out());
        assertEquals(List.of(119L, 0L, 1L, 118L, 0L), counts(call(0, "pull", "shop", "--output", "json")));
    }

    @Test
    void unchangedRowsAreReadAndNothingIsWritten() throws Exception {
        push(0);
        for (String changes : List.of("auto", "compare", "all", "digest", "digest")) {
            String trace = trace(copy);
            Call again = push(0, "--changes", changes);
            assertTrue(again.out().contains(": 0 inserted, 0 updated, 120 unchanged, 0 deleted"), again.out());
            assertEquals(trace, trace(copy), changes);
        }
    }

    @Test
    void digestsSendOnlyWhatChangedAndSeeWhatVanished() throws SQLException {
        push(0, "--changes", "digest");
        shop.execute("update customers set n = null where id = 30", "delete from orders where id = 31",
                "insert into orders values (100, 1, 0.1)");
        Call plan = call(0, "plan", "shop", "--changes", "digest", "--delete-orphans", "--output", "json");
        assertEquals(List.of(120L, 1L, 1L, 118L, 1L), counts(plan));
        Call push = push(0, "--changes", "digest", "--delete-orphans", "--output", "json");
        assertEquals(List.of(120L, 1L, 1L, 118L, 1L), counts(push));
        assertEqual();
    }

    /** Rule 1, and the guard of digests: a sink that was emptied by others is compared again, and that is said. */
    @Test
    void digestsDoNotTrustAnEmptiedSink() throws SQLException {
        push(0, "--changes", "digest");
        copy.run("delete from orders");
        Call push = push(0, "--changes", "digest");
        assertTrue(push.out().contains(": 60 inserted"), push.out());
        assertTrue(push.err().contains("warning: orders"), push.err());
        assertEqual();
    }

    /** Rule 8: the boundary is inclusive, NULLs are always read, and pages do not tear equal values apart. */
    @Test
    void aWatermarkMissesNeitherEqualValuesNorNulls() throws SQLException {
        shop.execute("create table visits (id integer primary key, what text, seen integer)",
                "insert into visits values (1, 'a', 100), (2, 'b', 200), (3, 'c', 200), (4, 'd', null)");
        String[] options = {"--table", "visits", "--changes", "{ watermark: seen }", "--page-size", "1"};
        push(0, options);
        assertTrue(call(0, "state", "show", "shop").out().contains("watermark   200"));
        shop.execute("insert into visits values (0, 'late', 200)", "update visits set what = 'dd' where id = 4",
                "update visits set what = 'unseen' where id = 1");
        Call push = push(0, options);
        assertTrue(push.out().contains(": 1 inserted, 1 updated, 2 unchanged"), push.out());
        assertEquals(List.of("0|late|200", "1|a|100", "2|b|200", "3|c|200", "4|dd|null"),
                copy.rows("select id, what, seen from visits order by id"));
    }

    /** Rule 1: a sink with fewer rows than were left there begins anew, and says so. */
    @Test
    void aWatermarkDoesNotTrustATruncatedSink() throws SQLException {
        String[] options = {"--table", "customers", "--changes", "watermark:n"};
        push(0, options);
        copy.run("delete from customers where id < 30");
        Call push = push(0, options);
        assertTrue(push.out().contains(": 29 inserted"), push.out() + push.err());
        assertTrue(push.err().contains("warning: customers"), push.err());
        assertEquals(shop.rows(CUSTOMERS), copy.rows(CUSTOMERS));
    }

    @Test
    void whatIsRememberedCanBeShownAndForgotten() throws SQLException {
        assertEquals("Nothing is remembered of shop.", last(call(0, "state", "show", "shop")));
        push(0, "--changes", "digest");
        Call show = call(0, "state", "show", "shop");
        assertTrue(show.out().contains("push of customers") && show.out().contains("digests     of 60 rows"),
                show.out());
        Call reset = call(0, "state", "reset", "shop", "--table", "cust*");
        assertTrue(last(reset).startsWith("Forgot this of 1 table;"), reset.out());
        Call left = call(0, "state", "show", "shop", "--output", "json");
        assertTrue(left.out().contains("\"table\":\"orders\"") && !left.out().contains("\"table\":\"customers\""),
                left.out());
        assertTrue(push(0, "--changes", "digest").out().contains(": 0 inserted, 0 updated, 120 unchanged"));
    }

    @Test
    void aSnapshotOfTheSameDayIsUpdatedAndThatOfAnotherStays() throws Exception {
        configure("tables: [ { name: customers, mode: snapshot, snapshot: { every: day, column: collected_on } } ]");
        readyForSnapshots();
        push(0);
        assertEquals(60, copy.rows("select * from customers").size());
        copy.run("insert into customers (id, name, n, collected_on) values (1, 'of old', 1, '2020-01-01')");
        shop.execute("update customers set name = 'later' where id = 2", "insert into customers values (61, 'new', 1)");
        Call again = push(0);
        assertTrue(again.out().contains(": 1 inserted, 1 updated, 59 unchanged"), again.out());
        assertEquals(62, copy.rows("select * from customers").size());
        assertEquals(List.of("of old", "Žofie 1"),
                copy.rows("select name from customers where id = 1 order by collected_on"));
        assertTrue(last(call(0, "verify", "shop")).startsWith("All equal: 61 rows in 1 table ("));
    }

    /** Rule 3: with order or limit deletes are refused. */
    @Test
    void onlyTheTopRowsGoOverAndNoneAreDeletedForIt() throws Exception {
        configure("tables: [ { name: customers, order: \"n desc\", limit: 3 } ]");
        push(0);
        assertEquals(List.of("58", "59", "60"), copy.rows("select id from customers order by id"));
        shop.execute("update customers set n = 10000 where id = 1");
        assertTrue(push(0).out().contains(": 1 inserted"));
        assertEquals(List.of("1", "58", "59", "60"), copy.rows("select id from customers order by id"));
        call(2, "push", "shop", "--delete-orphans");
        assertEquals(4, copy.rows("select id from customers").size());
    }

    /** Rule 14: what hangs on the table stays, and a refusal leaves it as it was. */
    @Test
    void aFullRefreshLeavesWhatTheSourceHoldsAndViewsOverIt() throws SQLException {
        push(0);
        copy.run("create view rich as select id from customers where n > 100", "insert into orders values (900, 1, 1)",
                "update customers set n = -1 where id < 40");
        Call push = push(0, "--full-refresh");
        assertTrue(push.out().contains(": 0 inserted, 39 updated, 81 unchanged, 1 deleted, 0 rejected"), push.out());
        assertEqual();
        assertEquals(50, copy.rows("select id from rich").size());
        shop.execute("delete from orders");
        call(5, "push", "shop", "--full-refresh");
        assertEquals(60, copy.rows(ORDERS).size());
    }

    /** Rule 2: what a profile says of deletes holds for its push. */
    @Test
    void aPullDeletesNothingUnlessItIsTold() throws Exception {
        configure("delete-orphans: true");
        push(0);
        copy.run("delete from orders where id = 5");
        call(0, "pull", "shop");
        assertEquals(60, shop.rows(ORDERS).size());
        call(0, "pull", "shop", "--delete-orphans");
        assertEquals(59, shop.rows(ORDERS).size());
        shop.execute("delete from orders where id = 6");
        assertTrue(push(0, "--delete-orphans=false").out().contains(" 0 deleted"));
        assertTrue(push(0).out().contains(" 1 deleted"));
    }

    @Test
    void aCheckTellsWhatIsWellAndWhatIsNot() throws Exception {
        Call well = call(0, "check", "shop");
        assertTrue(last(well).matches("(\\d+ notes?, )?\\d+ as it should be"), well.out());
        shop.execute("create table odd (id integer primary key, n integer)",
                "insert into odd values (1, 1), (2, 'two')");
        copy.run("create table odd (id integer primary key, n integer)");
        Call odd = Call.with(directory, variables(), "check");
        assertTrue(odd.out().contains("odd"), odd.out());
        Files.delete(directory.resolve("shop.db"));
        assertTrue(call(3, "check").out().contains("shop.db"));
    }

    private String all() {
        return "Would change 120 rows in 2 tables" + (makesTables() ? " and the schema of 2 tables" : "")
                + "; nothing was written.";
    }

    final void configure(String more) throws IOException {
        Files.writeString(directory.resolve("tidemark.yml"), """
                connections:
                  local: { type: sqlite, path: shop.db }
                  copy: %s
                profiles:
                  shop:
                    source: local
                    sink: copy
                %s%s
                """.formatted(connection(), profileLines(), more.isEmpty() ? "" : "    " + more));
    }

    private Call push(int exitCode, String... options) {
        List<String> arguments = new ArrayList<>(List.of("push", "shop"));
        arguments.addAll(List.of(options));
        return call(exitCode, arguments.toArray(String[]::new));
    }

    private Call call(int exitCode, String... arguments) {
        Call call = Call.with(directory, variables(), arguments);
        assertEquals(exitCode, call.exitCode(), () -> String.join(" ", arguments) + "\n" + call.out() + call.err());
        return call;
    }

    private void assertEqual() throws SQLException {
        assertEquals(shop.rows(CUSTOMERS), copy.rows(CUSTOMERS));
        assertEquals(shop.rows(ORDERS), copy.rows(ORDERS));
        assertTrue(last(call(0, "verify", "shop")).startsWith("All equal: "));
    }

    private static String last(Call call) {
        return call.out().lines().toList().getLast();
    }

    /** Read, inserted, updated, unchanged, deleted. */
    private static List<Long> counts(Call call) {
        Matcher counts = COUNTS.matcher(call.out());
        assertTrue(counts.find(), call.out());
        List<Long> numbers = new ArrayList<>();
        for (int group = 1; group <= counts.groupCount(); group++) {
            numbers.add(Long.valueOf(counts.group(group)));
        }
        return numbers;
    }
}
