package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.postgres.PostgresConfig.Access;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a look at a PostgreSQL finds before anything is written. */
@ExtendWith(PostgresExtension.class)
final class PostgresCheckTest {
    private final PostgresFixture fixture;
    private final String role;

    PostgresCheckTest(PostgresDatabase database) {
        this.fixture = new PostgresFixture(database);
        this.role = fixture.schema() + "_role";
        fixture.execute("create role " + role + " login password 'x'",
                "grant usage on schema " + fixture.schema() + " to " + role);
    }

    @AfterEach
    void close() {
        fixture.execute("drop owned by " + role, "drop role " + role);
        fixture.close();
    }

    private PostgresConfig asRole() {
        return fixture.config().withCredentials(role, Optional.of("x"));
    }

    private TableSchema schema(String table) {
        try (Source source = fixture.store().openSource()) {
            return source.describe(new TableName(table));
        }
    }

    private TablePlan plan(String table) {
        TableSchema schema = schema(table);
        return Plans.table(schema, Optional.of(schema), SchemaPolicy.MATCH);
    }

    private static TablePlan with(TablePlan plan, ChangeDetection changes, OrphanPolicy orphans) {
        return new TablePlan(plan.source(), plan.existing(), plan.target(), plan.schema(), plan.read(), plan.write(),
                plan.back(), plan.mode(), changes, orphans, plan.fingerprint());
    }

    private static String sink(Store store, TablePlan plan) {
        try (Sink sink = store.openSink()) {
            return text(sink.check(plan));
        }
    }

    private static String source(Store store, TablePlan plan) {
        try (Source source = store.openSource()) {
            return text(source.check(plan));
        }
    }

    private static String text(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity() + " " + finding.message() + " -> " + finding.advice())
                .collect(Collectors.joining("\n"));
    }

    private static void assertHas(String findings, String... parts) {
        for (String part : parts) {
            assertTrue(findings.contains(part), () -> part + " is not in\n" + findings);
        }
    }

    @Test
    void theRightsThatAreMissingAreNamedWithTheGrantThatGivesThem() {
        fixture.execute("create table people (id bigint primary key, name text)",
                "grant select, insert on people to " + role);
        Store store = new PostgresStore(asRole());
        TablePlan plan = plan("people");
        assertHas(sink(store, with(plan, plan.changes(), new OrphanPolicy.Delete(new DeleteLimit.None()))),
                "ERROR the role " + role + " lacks UPDATE, DELETE -> grant update, delete on ");
        assertHas(source(store, plan), "OK 0 rows");
        fixture.execute("revoke select on people from " + role, "grant select (id, name) on people to " + role);
        assertHas(source(store, plan), "OK 0 rows");
        fixture.execute("revoke select (name) on people from " + role);
        assertHas(source(store, plan), "ERROR the role " + role + " may not read it -> grant select on ");
    }

    @Test
    void aTableThatIsMissingNeedsTheRightToMakeIt() {
        TablePlan plan = Plans.table(TableSpec.table("fresh").required("id", ValueType.INT64).key("id"),
                Optional.empty(), SchemaPolicy.CREATE);
        assertHas(sink(fixture.store(), plan), "OK the table will be made");
        assertHas(sink(new PostgresStore(asRole()), plan), "ERROR", "grant create on schema");
    }

    @Test
    void whatTheTableWantsOfItsWritersIsTold() {
        fixture.execute("create table people (id bigint generated always as identity, name text)");
        TableSchema before = schema("people");
        fixture.execute("alter table people add must text not null, add fine int not null default 1,"
                + " add twice int generated always as (fine * 2) stored",
                "create function f() returns trigger language plpgsql as 'begin return new; end'",
                "create trigger stamp after update on people for each row execute function f()");
        TableSchema keyed = new TableSchema(before.name(), before.dialect(), before.identity(), before.relation(),
                before.columns(), List.of("id"), before.keyEquality(), before.uniqueKeys(), before.foreignKeys());
        String findings = sink(fixture.store(), Plans.table(keyed, Optional.of(before), SchemaPolicy.MATCH));
        assertHas(findings, "ERROR the column must is NOT NULL", "NOTE id is generated always",
                "NOTE triggers may change or skip what is written: stamp", "WARNING no unique index");
        assertHas(sink(fixture.store(), plan("people")), "NOTE the table computes twice");
        try (Sink sink = fixture.store().openSink()) {
            assertTrue(sink.mayChangeRows(new TableName("people")));
        }
        fixture.execute("alter table people disable trigger stamp");
        try (Sink sink = fixture.store().openSink()) {
            assertEquals(false, sink.mayChangeRows(new TableName("people")));
        }
    }

    @Test
    void rule17_policiesThatFilterAreAnErrorUnlessTheyAreAskedFor() {
        fixture.execute("create table people (id bigint primary key)", "grant all on people to " + role,
                "alter table people enable row level security");
        TablePlan plan = plan("people");
        Store plain = new PostgresStore(asRole());
        assertHas(sink(plain, plan), "ERROR policies");
        assertHas(source(plain, plan), "ERROR policies");
        Store asked = new PostgresStore(asRole().withAccess(Access.RLS));
        assertHas(sink(asked, plan), "WARNING policies");
        assertHas(source(asked, plan), "WARNING policies", "OK 0 rows");
        assertEquals(Store.Visibility.PERHAPS_FILTERED, asked.visibility());
        assertEquals(Store.Visibility.ALL_ROWS, plain.visibility());
    }

    @ParameterizedTest
    @CsvSource({"gone, , ERROR the watermark column gone is missing",
            "doc, , ERROR the watermark column doc is of type json",
            "at, 5, ERROR at holds times", "n, , WARNING n holds numbers and has no lookback",
            "name, , WARNING name is of type text", "at, , NOTE no index begins with at",
            "at, , 'WARNING 1 of 2 rows have no at'", "local, , NOTE local has no time zone"})
    void rule8_theQualityOfAWatermarkIsTold(String column, BigDecimal lookback, String expected) {
        fixture.execute(
                "create table events (id int primary key, at timestamptz, local timestamp, n int, name text, doc json)",
                "insert into events (id, at) values (1, now()), (2, null)");
        TablePlan plan = plan("events");
        assertHas(source(fixture.store(), with(plan, new ChangeDetection.ByWatermark(column,
                Optional.ofNullable(lookback).map(Lookback.OfNumber::new)), plan.orphans())), expected);
    }

    @Test
    void aViewWithoutAKeyIsNoted() {
        fixture.execute("create view ones as select 1 as one");
        assertHas(source(fixture.store(), plan("ones")), "OK 1 rows", "NOTE the view has no key");
    }
}
