package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.supabase.SupabaseTable.Referrer;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupabaseTablesTest {
    private static final TableName CHILD = new TableName("child");
    private static final TableName PARENT = new TableName("parent");

    private final SupabaseProject project;

    SupabaseTablesTest(SupabaseProject project) {
        this.project = project;
    }

    @BeforeAll
    void makeTables() {
        project.execute("create type mood as enum ('sad', 'ok')", "create domain positive as int check (value > 0)",
                "create table parent (id int primary key, name varchar(20) not null default 'x', c char(3), n numeric(6,2))",
                "create table child (id int primary key, parent_id int not null references parent, self int references"
                        + " child, \"Odd, \"\"name\\\" text)",
                "create table types (a bigint generated always as identity, b char(2), primary key (b, a), ia int[],"
                        + " m mood, d positive, iv interval, tz timetz, t time, ts timestamp(3), tstz timestamptz,"
                        + " ip inet, bi bit(3), j json, jb jsonb, u uuid, by bytea, r4 real, f8 double precision,"
                        + " bo boolean, da date, si smallint, ch \"char\", vb bit varying(5), va varchar(5)[])",
                "create table bare (a int, b text)", "create view child_view as select * from child",
                "create view child_count as select parent_id, count(*) from child group by 1",
                "create table secret (a int primary key)",
                "revoke all on secret from anon, authenticated, service_role",
                "create table pairs (a int, b int, primary key (a, b))",
                "create table of_pairs (id int primary key, a int, b int, foreign key (a, b) references pairs)",
                "create table tree (a int, b int, up_a int, up_b int, primary key (a, b),"
                        + " foreign key (up_a, up_b) references tree)",
                "create view of_pairs_view as select * from of_pairs");
    }

    @BeforeEach
    void heal() {
        project.gateway().heal();
    }

    @Test
    void tablesComeBeforeViewsAndWhatTheKeyMayNotReadIsLeftOut() {
        List<String> names = tables().all().stream().map(table -> table.schema().name().name()).toList();
        assertEquals(List.of("bare", "child", "of_pairs", "pairs", "parent", "tree", "types", "child_count",
                "child_view", "of_pairs_view"), names);
    }

    @Test
    void typesAreNamedAsPostgresqlNamesThem() {
        TableSchema types = tables().find(new TableName("types")).orElseThrow().schema();
        Map<String, String> declared = types.columns().stream()
                .collect(Collectors.toMap(Column::name, column -> column.declaredType() + ": " + column.type()));
        assertEquals(Map.ofEntries(Map.entry("a", "bigint: INT64"), Map.entry("b", "character(2): TEXT"),
                Map.entry("ia", "integer[]: NATIVE(integer[])"), Map.entry("m", "mood: NATIVE(mood)"),
                Map.entry("d", "integer: INT64"), Map.entry("iv", "interval: NATIVE(interval)"),
                Map.entry("tz", "time with time zone: NATIVE(time with time zone)"),
                Map.entry("t", "time without time zone: TIME"),
                Map.entry("ts", "timestamp without time zone: TIMESTAMP"),
                Map.entry("tstz", "timestamp with time zone: TIMESTAMPTZ"), Map.entry("ip", "inet: NATIVE(inet)"),
                Map.entry("bi", "bit(3): NATIVE(bit(3))"), Map.entry("j", "json: JSON"), Map.entry("jb", "jsonb: JSON"),
                Map.entry("u", "uuid: UUID"), Map.entry("by", "bytea: BYTES"), Map.entry("r4", "real: FLOAT64"),
                Map.entry("f8", "double precision: FLOAT64"), Map.entry("bo", "boolean: BOOLEAN"),
                Map.entry("da", "date: DATE"), Map.entry("si", "smallint: INT64"),
                Map.entry("ch", "\"char\": NATIVE(\"char\")"),
                Map.entry("vb", "bit varying(5): NATIVE(bit varying(5))"),
                Map.entry("va", "character varying[]: NATIVE(character varying[])")), declared);
        assertEquals(List.of("a", "b"), types.key());
        assertEquals(KeyEquality.LOOSE, types.keyEquality());
    }

    @Test
    void aTableIsDescribedWithItsKeyDefaultsAndReferences() {
        SupabaseTable child = tables().find(CHILD).orElseThrow();
        SupabaseTable parent = tables().find(PARENT).orElseThrow();
        ForeignKey toParent = new ForeignKey(List.of("parent_id"), PARENT, List.of("id"), "NO ACTION");
        assertTrue(parent.described());
        assertEquals(List.of("id", "parent_id", "self", "Odd, \"name\\"),
                child.columns().stream().map(SupabaseColumn::name).toList());
        assertEquals(List.of("id"), child.schema().key());
        assertEquals(toParent, child.schema().foreignKeys().getFirst());
        assertEquals(List.of(new Referrer(CHILD, toParent)), parent.referrers());
        Column name = parent.schema().column("name").orElseThrow();
        assertEquals(Nullability.NOT_NULL, name.nullability());
        assertEquals(Optional.of("'x'"), name.defaultExpression());
        assertEquals("character varying(20)", name.declaredType());
        assertEquals("supabase " + project.url() + "/rest/v1/public/parent", parent.schema().identity());
    }

    @Test
    void aViewIsToldFromATable() {
        SupabaseTables tables = tables();
        assertEquals(Relation.TABLE, relation(tables, "bare"));
        assertEquals(Relation.VIEW, relation(tables, "child_view"));
        assertEquals(Relation.VIEW, relation(tables, "child_count"));
    }

    @Test
    void theServerIsAskedOnceForWhatDoesNotChange() {
        SupabaseTables tables = tables();
        project.gateway().forget();
        tables.all();
        tables.all();
        tables.find(CHILD);
        assertEquals(1, project.gateway().requests().stream().filter(request -> request.path().equals("/rest/v1/"))
                .count());
    }

    @Test
    void aMissingTableIsNotThere() {
        assertTrue(tables().find(new TableName("none")).isEmpty());
        assertTrue(hidden(KnownTables.NONE).find(new TableName("none")).isEmpty());
    }

    @Test
    void aTableWithoutGrantIsDeniedWithTheGrantThatItNeeds() {
        StoreException e = assertThrows(StoreException.Denied.class, () -> tables().find(new TableName("secret")));
        assertEquals("42501", e.code());
        assertTrue(e.advice().toLowerCase(java.util.Locale.ROOT).contains("grant select on public.secret"), e.advice());
    }

    @Test
    void aTableThatWasMadeInTheMeantimeIsFound() {
        SupabaseTables tables = tables();
        tables.all();
        project.execute("create table later (a int primary key)");
        assertEquals(List.of("a"), tables.find(new TableName("later")).orElseThrow().schema().key());
        project.execute("drop table later");
    }

    @Test
    void aSchemaThatIsNotServedIsRefusedWithAdvice() {
        SupabaseTables tables = new SupabaseTables(client(config(project.secretKey()).withSchema("hidden")),
                KnownTables.NONE);
        StoreException e = assertThrows(StoreException.Denied.class, tables::all);
        assertEquals("PGRST106", e.code());
        assertFalse(e.advice().isEmpty());
    }

    @Test
    void whatWritingTeachesAboutAColumnStays() {
        SupabaseTables tables = tables();
        assertEquals(Generation.NONE, generation(tables));
        tables.learn(new TableName("types"), "a", Generation.IDENTITY_ALWAYS);
        assertEquals(Generation.IDENTITY_ALWAYS, generation(tables));
    }

    @Test
    void aHiddenTableIsWhatIsKnownOfItElsewhereAndFoundThere() {
        SupabaseTables tables = hidden(elsewhere());
        assertEquals(List.of(CHILD, PARENT), tables.all().stream().map(table -> table.schema().name()).toList());
        SupabaseTable parent = tables.find(PARENT).orElseThrow();
        assertFalse(parent.described());
        assertFalse(tables.isDescribed());
        assertEquals(Optional.empty(), tables.version());
        assertEquals(List.of("id", "name", "n"), parent.schema().columns().stream().map(Column::name).toList());
        assertEquals(List.of("id"), parent.schema().key());
        assertEquals("character varying(20)", parent.schema().column("name").orElseThrow().declaredType());
        assertEquals(new SupabaseColumn("name", "character varying", ValueType.TEXT, OptionalInt.of(20)),
                parent.column("name").orElseThrow());
        assertEquals(1, parent.referrers().size());
        assertEquals("postgresql", parent.schema().dialect());
        assertEquals("supabase " + project.url() + "/rest/v1/public/parent", parent.schema().identity());
    }

    @Test
    void aHiddenTableOfASqliteHasTheTypesThatTheServerTakes() {
        List<String> expected = List.of("a bigint INT64", "b text TEXT", "ia unknown NATIVE(unknown)",
                "m unknown NATIVE(unknown)", "d bigint INT64", "iv unknown NATIVE(unknown)",
                "tz unknown NATIVE(unknown)", "t time without time zone TIME",
                "ts timestamp without time zone TIMESTAMP",
                "tstz timestamp with time zone TIMESTAMPTZ", "ip unknown NATIVE(unknown)", "bi unknown NATIVE(unknown)",
                "j json JSON", "jb jsonb JSON", "u uuid UUID", "by bytea BYTES", "r4 double precision FLOAT64",
                "f8 double precision FLOAT64", "bo boolean BOOLEAN", "da date DATE", "si bigint INT64", "ch text TEXT",
                "n numeric DECIMAL", "mo unknown NATIVE(unknown)", "x unknown NATIVE(unknown)",
                "rg unknown NATIVE(unknown)");
        project.execute("alter table types add column n numeric(6,2)", "alter table types add column mo money",
                "alter table types add column x xml", "alter table types add column rg int4range");
        TableName types = new TableName("types");
        TableSchema known = new TableSchema(types, "sqlite", "x", Relation.TABLE,
                expected.stream().map(line -> Column.of(line.split(" ", 2)[0], ValueType.TEXT, "")).toList(),
                List.of("b", "a"), KeyEquality.SEVERAL_FORMS, List.of(List.of("b", "a")), List.of());
        SupabaseTable found = hidden(new Known(Map.of(types, known))).find(types).orElseThrow();
        assertEquals(expected, found.schema().columns().stream()
                .map(column -> column.name() + " " + column.declaredType() + " " + column.type()).toList());
        assertEquals(List.of("b", "a"), found.schema().key());
        assertEquals(KeyEquality.LOOSE, found.schema().keyEquality());
        project.execute("alter table types drop column n, drop column mo, drop column x, drop column rg");
    }

    @Test
    void rule4_whatIsAKeyElsewhereAndHoldsNullHereLosesNoRow() throws Exception {
        project.execute("create table unkeyed (id integer, v text)",
                "insert into unkeyed select case when x % 3 > 0 then x end, x from generate_series(1, 60) x",
                "grant select on unkeyed to anon");
        TableName name = new TableName("unkeyed");
        TableSchema known = new TableSchema(name, "sqlite", "x", Relation.TABLE,
                List.of(Column.of("id", ValueType.INT64, "INTEGER").notNull(), Column.of("v", ValueType.TEXT, "TEXT")),
                List.of("id"), KeyEquality.BY_VALUE, List.of(List.of("id")), List.of());
        try (Source source = new SupabaseStore(config(project.publishableKey()), new Known(Map.of(name, known)),
                (_, _) -> List.of()).openSource()) {
            List<Row> rows = ReadRows.all(source, ReadRows.plan(source, "unkeyed", List.of("id"), 7));
            assertEquals(60, rows.size());
            assertEquals(60, rows.stream().distinct().count());
        }
        project.execute("drop table unkeyed");
    }

    @Test
    void aHiddenTableOfWhichNobodyKnowsTheColumnsIsDenied() {
        SupabaseTables tables = hidden(KnownTables.NONE);
        assertThrows(StoreException.Denied.class, () -> tables.find(CHILD));
        assertThrows(StoreException.Denied.class, tables::all);
    }

    @Test
    void aWrongKeyIsDeniedAndNotTakenForOneThatSeesLess() {
        SupabaseTables tables = new SupabaseTables(client(config("sb_secret_wrong")), elsewhere());
        assertThrows(StoreException.Denied.class, tables::all);
        assertThrows(StoreException.Denied.class, () -> tables.find(CHILD));
    }

    @Test
    void anExpiredTokenIsDeniedAtOnce() {
        String expired = project.token("authenticated", java.time.Duration.ofMinutes(-5));
        SupabaseTables tables = new SupabaseTables(
                client(config(project.secretKey()).withAccessToken(expired)), elsewhere());
        StoreException e = assertThrows(StoreException.Denied.class, tables::all);
        assertTrue(e.code().equals("PGRST301") || e.code().equals("PGRST303"), e.code());
        assertTrue(e.advice().contains("expired"), e.advice());
    }

    @Test
    void aWrongPathIsNotTakenForAProjectWithoutTables() {
        SupabaseTables tables = new SupabaseTables(client(config(project.secretKey()).withRestPath("/rest/v2")),
                elsewhere());
        StoreException e = assertThrows(StoreException.Denied.class, () -> tables.find(CHILD));
        assertTrue(e.advice().contains("rest-path"), e.advice());
    }

    @Test
    void rowsAreCountedAsFarAsTheKeySeesThem() {
        project.execute("create table counted (a int primary key)",
                "insert into counted select generate_series(1, 2500)");
        SupabaseSizes sizes = new SupabaseSizes(client(config(project.secretKey())));
        TableName counted = new TableName("counted");
        TableName nowhere = new TableName("nowhere");
        assertEquals(Map.of(counted, 2_500L, nowhere, 0L), sizes.rows(List.of(counted, nowhere)));
        assertEquals(OptionalLong.empty(), sizes.bytes(List.of(counted)));
    }

    private SupabaseTables tables() {
        return new SupabaseTables(client(config(project.secretKey())), KnownTables.NONE);
    }

    private SupabaseTables hidden(KnownTables elsewhere) {
        return new SupabaseTables(client(config(project.publishableKey())), elsewhere);
    }

    private SupabaseConfig config(String key) {
        return SupabaseConfig.of(project.url(), key);
    }

    private static SupabaseClient client(SupabaseConfig config) {
        return new SupabaseClient(config);
    }

    private static Relation relation(SupabaseTables tables, String name) {
        return tables.find(new TableName(name)).orElseThrow().schema().relation();
    }

    private static Generation generation(SupabaseTables tables) {
        return tables.find(new TableName("types")).orElseThrow().schema().column("a").orElseThrow().generation();
    }

    /** As a PostgreSQL at the other end describes them; the project's parent lacks a column of it. */
    private static KnownTables elsewhere() {
        TableSchema parent = new TableSchema(PARENT, "postgresql", "x", Relation.TABLE,
                List.of(Column.of("id", ValueType.INT64, "integer").notNull(),
                        Column.of("name", ValueType.TEXT, "character varying(20)"),
                        Column.of("n", ValueType.DECIMAL, "numeric(6,2)"), Column.of("lacking", ValueType.TEXT, "text"),
                        Column.of("lacking, too", ValueType.TEXT, "text")),
                List.of("id"), KeyEquality.BY_VALUE, List.of(List.of("id"), List.of("lacking")), List.of());
        TableSchema child = new TableSchema(CHILD, "postgresql", "x", Relation.TABLE,
                List.of(Column.of("id", ValueType.INT64, "integer").notNull(),
                        Column.of("parent_id", ValueType.INT64, "integer")),
                List.of("id"), KeyEquality.BY_VALUE, List.of(List.of("id")),
                List.of(new ForeignKey(List.of("parent_id"), PARENT, List.of("id"), "CASCADE")));
        return new Known(Map.of(PARENT, parent, CHILD, child));
    }

    private record Known(Map<TableName, TableSchema> schemas) implements KnownTables {
        @Override
        public List<TableName> tables() {
            return List.copyOf(schemas.keySet());
        }

        @Override
        public Optional<TableSchema> describe(TableName table) {
            return Optional.ofNullable(schemas.get(table));
        }
    }
}
