package dev.tidemark.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.runtime.config.Profile.Analyze;
import dev.tidemark.sqlite.driver.DriverChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    private static final String ENDS = ConfigurationFixture.ENDS;

    @TempDir
    private Path folder = Path.of("");
    private ConfigurationFixture fixture = new ConfigurationFixture(folder);

    @BeforeEach
    void prepare() {
        fixture = new ConfigurationFixture(folder);
    }

    @Test
    void aShortProfileHasTheDefaultsOfTheContract() {
        Profile profile = fixture.push(ENDS + "  shop: { source: local, sink: warehouse }\n");

        assertEquals(folder.resolve("shop.db"), ((Connection.Sqlite) profile.from()).path());
        assertEquals("postgresql://db.example.org:5432/shop/public", profile.to().address());
        assertEquals(List.of("*"), profile.rules().stream().map(TableRule::pattern).toList());
        assertEquals(new ChangeDetection.Compare(), profile.rules().getFirst().changes());
        assertEquals(new OrphanPolicy.Keep(), profile.orphans());
        assertEquals(SchemaPolicy.CREATE, profile.schema());
        assertEquals(Analyze.AUTO, profile.analyze());
        assertEquals(OptionalInt.empty(), profile.pageSize());
        assertEquals(new RejectLimit.Percent(10), profile.rejects());
        assertEquals(RetryPolicy.DEFAULT, profile.retry());
        assertEquals(Duration.ofDays(7), profile.checkpointAge());
    }

    @Test
    void everySettingIsUnderstood() {
        Profile profile = fixture.push(ENDS + """
              shop:
                source: local
                sink: warehouse
                sink-schema: audit
                mode: insert-only
                changes: auto
                delete-orphans: false
                max-delete: 10%
                analyze: off
                transaction: batch
                writers: 1
                max-rejects: 5
                page-size: 1000
                batch-size: 500
                parallel-tables: 3
                retry: { attempts: 5, base-delay: 500ms, max-delay: 2m }
                schema: match
                checkpoint-age: 2d
                tables: all
            """);

        assertEquals("postgresql://db.example.org:5432/shop/audit", profile.to().address());
        assertEquals(new SyncMode.InsertOnly(), profile.rules().getFirst().mode());
        assertEquals(Analyze.OFF, profile.analyze());
        assertEquals(new RejectLimit.Rows(5), profile.rejects());
        assertEquals(OptionalInt.of(1_000), profile.pageSize());
        assertEquals(OptionalInt.of(500), profile.batchSize());
        assertEquals(OptionalInt.of(3), profile.parallelTables());
        assertEquals(new RetryPolicy(5, Duration.ofMillis(500), Duration.ofMinutes(2)), profile.retry());
        assertEquals(SchemaPolicy.MATCH, profile.schema());
        assertEquals(Duration.ofDays(2), profile.checkpointAge());
    }

    @Test
    void tablesMayBeNamesPatternsAndRules() {
        Profile profile = fixture.push(ENDS + """
              shop:
                source: local
                sink: warehouse
                tables:
                  - customers
                  - "log_*"
                  - name: orders
                    key: [order_id]
                    columns: { exclude: [internal_note], set: { device: "7", site: 7, live: true }, times: { created: epoch-seconds } }
                    where: "total > 0"
                    into: orders_copy
                    mode: insert-only
            """);

        assertEquals(List.of("customers", "log_*", "orders"),
                profile.rules().stream().map(TableRule::pattern).toList());
        TableRule orders = profile.rules().getLast();
        assertEquals(Optional.of(new TableName("orders_copy")), orders.into());
        assertEquals(List.of("order_id"), orders.key());
        assertEquals(List.of("internal_note"), orders.excluded());
        assertEquals(Map.of("device", new Value.Text("7"), "site", new Value.Int64(7), "live", new Value.Bool(true)),
                orders.constants());
        assertEquals(Optional.of("total > 0"), orders.where());
        assertEquals(new SyncMode.InsertOnly(), orders.mode());
        assertEquals(Map.of("created", TimeEncoding.EPOCH_SECONDS), orders.times());
    }

    @Test
    void everyProblemIsToldAtOnceWithLineColumnAndTheNearestKey() {
        List<String> problems = fixture.problems("""
            conections: {}
            connections:
              local: { type: sqlite, pth: shop.db }
              warehouse: { type: postgre, url: "x" }
            profiles:
              shop:
                source: locale
                sink: local
                page-sise: 10
                page-size: many
                batch-size: 0
                max-rejects: 110%
                max-rejects: 10%
                delete-orphans: perhaps
                retry: { attempts: 3, base-delay: 1 sec }
                tables: [ { nmae: x } ]
            """);

        assertEquals(List.of(
                "tidemark.yml:1:1: unknown key 'conections' in the configuration; did you mean 'connections'?",
                "tidemark.yml:3:10: a sqlite connection needs a path",
                "tidemark.yml:3:26: unknown key 'pth' in a sqlite connection; did you mean 'path'?",
                "tidemark.yml:4:22: expected one of postgres, sqlite, supabase, found 'postgre'; did you mean 'postgres'?",
                "tidemark.yml:7:13: there is no connection 'locale'; did you mean 'local'?",
                "tidemark.yml:9:5: unknown key 'page-sise' in a profile; did you mean 'page-size'?",
                "tidemark.yml:10:16: expected a whole number above 0, found 'many'",
                "tidemark.yml:11:17: expected a whole number above 0, found '0'",
                "tidemark.yml:12:18: expected a number of rows, or a share from 0% to 100%, found '110%'",
                "tidemark.yml:13:5: the key 'max-rejects' stands twice in a profile; the first is in line 12",
                "tidemark.yml:14:21: expected one of false, true, found 'perhaps'",
                "tidemark.yml:15:39: expected a duration such as 500ms, 1s, 10m, 2h or 7d, found '1 sec'",
                "tidemark.yml:16:15: a table needs a name",
                "tidemark.yml:16:17: unknown key 'nmae' in a table; did you mean 'name'?"), problems);
    }

    @Test
    void textThatIsNoYamlIsToldWithItsPlaceAndWithoutTheText() {
        List<String> problems = fixture
                .problems("connections:\n  local: { type: sqlite, password: hunter2\nprofiles: [");

        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().startsWith("tidemark.yml:3:"), problems.getFirst());
        assertFalse(problems.getFirst().contains("hunter2"), problems.getFirst());
    }

    @Test
    void variablesComeFromTheEnvironmentThenFromDotEnvThenFromTheirDefault() {
        fixture.write(".env", "# where\nexport SHOP_FILE='from-file.db'\nSHOP_ROWS=20 # a page\nSHOP_FIRST=file\n");
        fixture.set("SHOP_FIRST", "environment");
        Profile profile = fixture.push("""
            connections:
              local: { type: sqlite, path: "${SHOP_FIRST}-${SHOP_FILE}" }
              other: { type: sqlite, path: "${SHOP_NONE:-default.db}" }
            profiles:
              shop: { source: local, sink: other, page-size: "${SHOP_ROWS}", tables: [ "a$${b}" ] }
            """);

        assertEquals(folder.resolve("environment-from-file.db"), ((Connection.Sqlite) profile.from()).path());
        assertEquals(folder.resolve("default.db"), ((Connection.Sqlite) profile.to()).path());
        assertEquals(OptionalInt.of(20), profile.pageSize());
        assertEquals("a${b}", profile.rules().getFirst().pattern());
    }

    @Test
    void theDriverOfAFileIsConfiguredAndTheVariableBeatsIt() {
        String yaml = """
            connections:
              local: { type: sqlite, path: shop.db, driver: jdbc }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy }
            """;
        Profile configured = fixture.push(yaml);
        assertEquals(DriverChoice.JDBC, ((Connection.Sqlite) configured.from()).driver());
        assertEquals(DriverChoice.AUTO, ((Connection.Sqlite) configured.to()).driver());
        assertEquals(
                List.of("tidemark.yml:2:49: expected one of auto, jdbc, native, found 'nativ'; did you mean 'native'?"),
                fixture.problems(yaml.replace("jdbc", "nativ")));

        fixture.set("TIDEMARK_SQLITE_DRIVER", "native");
        Profile forced = fixture.push(yaml);
        assertEquals(DriverChoice.NATIVE, ((Connection.Sqlite) forced.from()).driver());
        assertEquals(DriverChoice.NATIVE, ((Connection.Sqlite) forced.to()).driver());
    }

    @Test
    void anUnsetVariableIsNamedOnlyWhenItsConnectionIsUsed() {
        String yaml = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy: { type: sqlite, path: copy.db }
              warehouse: { type: postgres, url: "${PG_URL}", password: "${PG_SECRET}" }
            profiles:
              other: { source: local, sink: copy }
              shop: { source: local, sink: warehouse }
            """;

        fixture.load(yaml).profile("other", Direction.PUSH, Overrides.NONE);
        assertEquals(List.of("tidemark.yml:4:37: the variable PG_URL is not set"),
                fixture.problemsOfPush(yaml).subList(0, 1));
    }

    @Test
    void whatLibpqUnderstandsFillsInWhatAConnectionLeavesOut() {
        fixture.set("PGHOST", "db.example.org").set("PGPORT", "6543").set("PGDATABASE", "shop").set("PGUSER", "ada")
                .set("PGPASSWORD", "hunter2")
                .set("PGSSLMODE", "require");
        Profile profile = fixture.push("""
            connections:
              local: { type: sqlite, path: shop.db }
              warehouse: { type: postgres }
            profiles:
              shop: { source: local, sink: warehouse }
            """);

        Connection.Postgres warehouse = (Connection.Postgres) profile.to();
        assertEquals("postgresql://db.example.org:6543/shop/public", warehouse.address());
        assertEquals("ada", warehouse.config().user());
        assertEquals(Optional.of("hunter2"), warehouse.config().password());
        assertEquals("require", warehouse.config().sslmode());
        assertFalse(profile.toString().contains("hunter2"), profile.toString());
    }

    @Test
    void databaseUrlStandsInForAConnectionThatSaysNothing() {
        fixture.set("DATABASE_URL", "postgres://ada:hunter2@db.example.org/shop").set("PGHOST", "elsewhere");
        Profile profile = fixture.push("""
            connections: { local: { type: sqlite, path: shop.db }, warehouse: { type: postgres } }
            profiles: { shop: { source: local, sink: warehouse } }
            """);

        assertEquals("postgresql://db.example.org:5432/shop/public", profile.to().address());
    }

    @Test
    void aConnectionThatLeadsNowhereNamesTheVariables() {
        List<String> problems = fixture.problemsOfPush("""
            connections: { local: { type: sqlite, path: shop.db }, warehouse: { type: postgres } }
            profiles: { shop: { source: local, sink: warehouse } }
            """);

        assertTrue(problems.getFirst().contains("DATABASE_URL or PGHOST"), problems.toString());
    }

    @Test
    void flagBeatsEnvironmentBeatsFile() {
        String yaml = ENDS
                + "  shop: { source: local, sink: warehouse, page-size: 1, batch-size: 1, parallel-tables: 1 }\n";
        fixture.set("TIDEMARK_PAGE_SIZE", "2").set("TIDEMARK_BATCH_SIZE", "2").set("TIDEMARK_RETRY", "{ attempts: 9 }");
        Profile profile = fixture.load(yaml).profile("shop", Direction.PUSH,
                Overrides.NONE.with(Setting.PAGE_SIZE, "3"));

        assertEquals(OptionalInt.of(3), profile.pageSize());
        assertEquals(OptionalInt.of(2), profile.batchSize());
        assertEquals(OptionalInt.of(1), profile.parallelTables());
        assertEquals(9, profile.retry().attempts());
    }

    @Test
    void aWrongFlagIsToldByItsName() {
        Configuration configuration = fixture.load(ENDS + "  shop: { source: local, sink: warehouse }\n");
        ConfigurationException e = assertThrows(ConfigurationException.class,
                () -> configuration.profile("shop", Direction.PUSH, Overrides.NONE.with(Setting.MAX_REJECTS, "lots")));

        assertEquals(List.of("--max-rejects: expected a number of rows, or a share from 0% to 100%, found 'lots'"),
                ConfigurationFixture.texts(e));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction: run", "transaction: table"})
    void whatComesLaterIsSaidToWhenItIsUsedAndNotBefore(String setting) {
        List<String> problems = fixture
                .problemsOfPush(ENDS + "  shop: { source: local, sink: warehouse, " + setting + " }\n");

        assertTrue(problems.stream().allMatch(problem -> problem.contains("is not in this version yet")),
                problems.toString());
    }

    @Test
    void theConfigurationIsFoundByFlagThenByVariableThenByItsName() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("named.yml"), ENDS + "  named: { source: local, sink: warehouse }\n");
        Files.writeString(folder.resolve("given.yml"), ENDS + "  given: { source: local, sink: warehouse }\n");
        fixture.write("tidemark.yml", ENDS + "  usual: { source: local, sink: warehouse }\n");

        assertEquals(List.of("usual"), Configuration.load(Optional.empty(), fixture.environment()).profileNames());
        fixture.set("TIDEMARK_CONFIG", "elsewhere/named.yml");
        Configuration named = Configuration.load(Optional.empty(), fixture.environment());
        assertEquals(List.of("named"), named.profileNames());
        assertEquals(new StateLocation.File(elsewhere.resolve(".tidemark/state.db")), named.state());
        assertEquals(List.of("given"),
                Configuration.load(Optional.of(Path.of("given.yml")), fixture.environment()).profileNames());
    }

    @Test
    void aMissingFileIsAProblemThatSaysWhatToDo() {
        ConfigurationException e = assertThrows(ConfigurationException.class,
                () -> Configuration.load(Optional.of(Path.of("none.yml")), fixture.environment()));

        assertEquals("none.yml: there is no such file; name one with --config, or give both ends with --from and --to",
                e.getMessage());
    }

    @Test
    void anUnknownProfileNamesTheNearest() {
        Configuration configuration = fixture.load(ENDS + "  shop: { source: local, sink: warehouse }\n");
        ConfigurationException e = assertThrows(ConfigurationException.class,
                () -> configuration.profile("shpo", Direction.PUSH, Overrides.NONE));

        assertEquals("there is no profile 'shpo'; did you mean 'shop'? There are: shop", e.getMessage());
    }

    @Test
    void theStateMayLieInAPostgresConnection() {
        String yaml = "state: warehouse\n" + ENDS + "  shop: { source: local, sink: warehouse }\n";

        assertEquals("postgresql://db.example.org:5432/shop/public",
                ((StateLocation.Database) fixture.load(yaml).state()).connection().address());
        assertEquals(List.of("tidemark.yml:1:8: there is no connection 'warehose'; did you mean 'warehouse'?"),
                fixture.problems(yaml.replaceFirst("warehouse", "warehose")));
    }

    @Test
    void aNameOfTwoEndsWithoutAFileIsTheSameEveryTimeAndHoldsNoSecret() {
        String to = "postgresql://ada:hunter2@db.example.org/shop?sslmode=require";
        Configuration one = Configuration.adHoc("shop.db", to, List.of("orders"), fixture.environment());
        Configuration same = Configuration.adHoc("sqlite:shop.db", to.replace("hunter2", "other"), List.of(),
                fixture.environment());
        Configuration other = Configuration.adHoc("shop.db", to.replace("db.example", "db2.example"), List.of(),
                fixture.environment());

        assertTrue(one.soleProfile().matches("shop-to-shop-[0-9a-f]{8}"), one.soleProfile());
        assertEquals(one.soleProfile(), same.soleProfile());
        assertFalse(one.soleProfile().equals(other.soleProfile()));
        Profile profile = one.profile(one.soleProfile(), Direction.PUSH, Overrides.NONE);
        assertEquals(List.of("orders"), profile.rules().stream().map(TableRule::pattern).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://host/db", "postgresql://ada:hunter2@host:port/db",
            "https://ada:hunter2@ref.supabase.co", "https://ref.supabase.co", ""})
    void anEndThatIsNoStoreIsAProblemOfItsFlagAndShowsNoPassword(String from) {
        ConfigurationException e = assertThrows(ConfigurationException.class,
                () -> Configuration.adHoc(from, "copy.db", List.of(), fixture.environment()));

        String problem = e.problems().getFirst().text();
        assertTrue(problem.startsWith("--from: "), problem);
        assertFalse(problem.contains("hunter2"), problem);
    }

    @Test
    void aWrongUrlInTheFileIsNotShown() {
        List<String> problems = fixture.problems("""
            connections:
              warehouse: { type: postgres, url: "postgresql://ada:hunter2@host:hunter2/db" }
            """);

        assertEquals(1, problems.size());
        assertFalse(problems.toString().contains("hunter2"), problems.toString());
    }
}
