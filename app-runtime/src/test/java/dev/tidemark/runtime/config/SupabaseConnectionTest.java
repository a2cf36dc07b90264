package dev.tidemark.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.supabase.KeyKind;
import dev.tidemark.supabase.SupabaseConfig;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A project is found by its address and its key, and nobody sees the key. */
final class SupabaseConnectionTest {
    private static final String KEY = "sb_secret_hunter2hunter2";
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYXV0aGVudGljYXRlZCJ9.hunter2";

    @TempDir
    private Path folder;
    private ConfigurationFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new ConfigurationFixture(folder);
    }

    private static String file(String cloud, String profile) {
        return "connections:\n  local: { type: sqlite, path: shop.db }\n  cloud: { type: supabase" + cloud
                + " }\nprofiles:\n  shop: { source: local, sink: cloud" + profile + " }\n";
    }

    private SupabaseConfig config(String cloud) {
        return assertInstanceOf(Connection.Supabase.class, fixture.push(file(cloud, "")).to()).config();
    }

    @Test
    void aConnectionWithAddressAndKeyHasTheDefaults() {
        SupabaseConfig config = config(", url: \"https://ref.supabase.co\", key: " + KEY);

        assertEquals("https://ref.supabase.co", config.url().toString());
        assertEquals("/rest/v1", config.restPath());
        assertEquals(KEY, config.key());
        assertEquals(KeyKind.SECRET, config.kind());
        assertEquals(Optional.empty(), config.accessToken());
        assertEquals("public", config.schema());
        assertEquals(SupabaseConfig.DEFAULT_TIMEOUT, config.timeout());
    }

    @Test
    void everyKeyOfAConnectionIsUnderstood() {
        SupabaseConfig config = config(", url: \"http://127.0.0.1:3000/\", key: " + KEY
                + ", rest-path: \"\", access-token: " + TOKEN + ", schema: audit, timeout: 30s");

        assertEquals("http://127.0.0.1:3000", config.url().toString());
        assertEquals("", config.restPath());
        assertEquals(Optional.of(TOKEN), config.accessToken());
        assertEquals(KeyKind.USER, config.kind());
        assertEquals("audit", config.schema());
        assertEquals(Duration.ofSeconds(30), config.timeout());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"https://ref.supabase.co/rest/v1|/rest/v1", "https://ref.supabase.co/rest/v1/|/rest/v1",
                    "https://ref.supabase.co/|/rest/v1", "http://localhost:54321|/rest/v1"})
    void anAddressThatAlreadyHasThePathIsTheSame(String url, String restPath) {
        SupabaseConfig config = config(", url: \"" + url + "\", key: " + KEY);

        assertEquals(url.replaceFirst("(?<=[^/:])/.*", ""), config.url().toString());
        assertEquals(restPath, config.restPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ref.supabase.co", "ftp://ref.supabase.co", "https://", "https://hunter2@ref.supabase.co",
            "https://ref.supabase.co?apikey=hunter2", "https://ref.supabase.co/auth/v1", "https://ref supabase.co"})
    void whatIsNoAddressIsToldWithItsPlaceAndNotShown(String url) {
        List<String> problems = fixture.problems(file(", key: k, url: \"" + url + "\"", ""));

        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith("tidemark.yml:3:"), problems.getFirst());
        assertTrue(problems.getFirst().contains("such as https://ref.supabase.co"), problems.getFirst());
        assertFalse(problems.getFirst().contains("hunter2"), problems.getFirst());
    }

    @Test
    void theAddressOfTheDashboardLeadsToThatOfTheProject() {
        List<String> problems = fixture.problems(
                file(", url: \"https://supabase.com/dashboard/project/abcdefghijklmnopqrst/editor\", key: k", ""));

        assertTrue(problems.getFirst().contains("its address is https://abcdefghijklmnopqrst.supabase.co"),
                problems.toString());
    }

    @Test
    void whatAConnectionLeavesOutComesFromTheVariablesOfSupabase() {
        fixture.set("SUPABASE_URL", "https://env.supabase.co").set("SUPABASE_SERVICE_ROLE_KEY", "legacy");
        assertEquals("legacy", config("").key());
        assertEquals("https://env.supabase.co", config("").url().toString());

        fixture.set("SUPABASE_SECRET_KEY", KEY);
        assertEquals(KEY, config("").key(), "the kind of key of today comes first");
        assertEquals("given", config(", key: given").key());
    }

    @Test
    void aKeyThatSeesAPartOfTheRowsIsNeverTakenWithoutBeingNamed() {
        fixture.set("SUPABASE_ANON_KEY", "anon").set("SUPABASE_PUBLISHABLE_KEY", "sb_publishable_x");
        String cloud = ", url: \"https://ref.supabase.co\"";

        assertEquals(List.of("tidemark.yml:3:10: which key? Give it as key, or set the variable SUPABASE_SECRET_KEY or"
                + " SUPABASE_SERVICE_ROLE_KEY"), fixture.problemsOfPush(file(cloud, "")));
        assertEquals("anon", config(cloud + ", key: \"${SUPABASE_ANON_KEY}\"").key());
    }

    @Test
    void aConnectionThatLeadsNowhereNamesTheVariablesOnceItIsUsed() {
        String yaml = file("", "");
        fixture.load(yaml);

        assertEquals(List.of("tidemark.yml:3:10: which key? Give it as key, or set the variable SUPABASE_SECRET_KEY or"
                + " SUPABASE_SERVICE_ROLE_KEY",
                "tidemark.yml:3:10: which project? Give its url, or set the variable SUPABASE_URL"),
                fixture.problemsOfPush(yaml).stream().sorted().toList());
        assertEquals(List.of("tidemark.yml:3:58: the variable NO_SUCH is not set"),
                fixture.problemsOfPush(file(", url: \"https://ref.supabase.co\", key: \"${NO_SUCH}\"", "")).stream()
                        .map(problem -> problem.replaceFirst("3:[0-9]+", "3:58")).toList());
    }

    @Test
    void aKeyWithTheWordOfItsHeaderIsToldToBeGivenWithoutIt() {
        List<String> problems = fixture
                .problems(file(", url: \"https://ref.supabase.co\", key: \"Bearer " + TOKEN + "\"", ""));

        assertTrue(problems.getFirst().endsWith("expected a key, without `Bearer `"), problems.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"key: \"hunter2 hunter2\"", "key: \"hunter2\\nhunter2\"", "key: k, access-token: hunter2",
            "key: k, rest-path: \"hunter2?x\"", "key: k, timeout: soon"})
    void whatAHeaderCannotCarryIsAProblemAndNoSecretIsShown(String keys) {
        List<String> problems = fixture.problems(file(", url: \"https://ref.supabase.co\", " + keys, ""));

        assertEquals(1, problems.size(), problems.toString());
        if (!keys.contains("rest-path")) {
            assertFalse(problems.toString().contains("hunter2"), problems.toString());
        }
    }

    @Test
    void noSecretIsInWhatPrints() {
        Profile profile = fixture.push(file(", url: \"https://ref.supabase.co\", key: " + KEY + ", access-token: "
                + TOKEN, ""));

        assertFalse(profile.toString().contains("hunter2"), profile.toString());
        assertFalse(profile.to().address().contains("hunter2"), profile.to().address());
        assertEquals("https://ref.supabase.co/rest/v1/public", profile.to().address());
    }

    @Test
    void changingTheSinkToAProjectIsTheOnlyEdit() {
        Profile profile = fixture.push(file(", url: \"https://ref.supabase.co\", key: k",
                ", sink-schema: audit, writers: 2, page-size: 500, batch-size: 5000, transaction: batch, analyze: auto"));

        assertEquals("https://ref.supabase.co/rest/v1/audit", profile.to().address());
        assertEquals(OptionalInt.of(2), profile.writers());
        assertEquals(new ChangeDetection.Digest(), profile.rules().getFirst().changes());
    }

    @Test
    void aTransactionOverRequestsIsRefusedWithTheReason() {
        List<String> problems = fixture.problemsOfPush(
                file(", url: \"https://ref.supabase.co\", key: k", ", transaction: table"));

        assertTrue(problems.getFirst().contains("Supabase has no transaction over several requests"),
                problems.toString());
    }

    @Test
    void writersAreOneToSixteen() {
        assertTrue(fixture.problems(file(", url: \"https://ref.supabase.co\", key: k", ", writers: 17")).getFirst()
                .endsWith("expected a whole number from 1 to 16, found '17'"));
    }

    @Test
    void aPullWritesTheFileByComparisonAndReadsTheProject() {
        Profile profile = fixture.pull(file(", url: \"https://ref.supabase.co\", key: k", ""));

        assertInstanceOf(Connection.Supabase.class, profile.from());
        assertEquals(new ChangeDetection.Compare(), profile.rules().getFirst().changes());
    }

    @Test
    void aPullTurnsConditionsAndConstantsIntoTheLanguageOfTheProject() {
        String tables = """
            , tables: [ { name: orders, where: "total > 0", sink-where: "total=gt.0&state=eq.open",
                          columns: { set: { device: "o'ha\\"ra", site: 7 } } }, { name: notes, columns: { set: { site: 7 } } } ]""";
        Profile pull = fixture.pull(file(", url: \"https://ref.supabase.co\", key: k", tables));

        TableRule orders = pull.rules().getFirst();
        assertEquals(Optional.of("total=gt.0&state=eq.open&and=(\"device\".eq.\"o'ha\\\"ra\")&and=(\"site\".eq.\"7\")"),
                orders.where());
        assertEquals(Optional.of("total > 0"), orders.sinkWhere());
        assertEquals(Optional.of("1 = 1"), pull.rules().getLast().sinkWhere(), "the file speaks SQL");
    }

    @Test
    void typesOfColumnsAreKeptForATableWithANameOfItsOwn() {
        String cloud = ", url: \"https://ref.supabase.co\", key: k";
        Profile profile = fixture.push(file(cloud,
                ", tables: [ { name: orders, into: copied, key: id, columns: { types: { id: bigint, at: timestamptz } } } ]"));
        assertEquals(Map.of("orders", Map.of("id", "bigint", "at", "timestamptz")), profile.types());
        Profile pulled = fixture.pull(file(cloud,
                ", tables: [ { name: orders, into: copied, columns: { types: { id: \"numeric(10,2)\" } } } ]"));
        assertEquals(Map.of("copied", Map.of("id", "numeric(10,2)")), pulled.types(), "by the name that is read");

        List<String> problems = fixture.problems(file(cloud,
                ", tables: [ { name: \"o*\", columns: { types: { id: \"x; drop\" } } } ]"));
        assertEquals(2, problems.size(), problems.toString());
    }

    @ParameterizedTest
    @CsvSource({"https://ref.supabase.co,https://ref.supabase.co",
            "supabase:https://ref.supabase.co,https://ref.supabase.co",
            "supabase:abcdefghijklmnopqrst,https://abcdefghijklmnopqrst.supabase.co",
            "supabase:,https://env.supabase.co", "http://127.0.0.1:54321/rest/v1,http://127.0.0.1:54321"})
    void anEndOfTheCommandLineMayBeAProject(String to, String url) {
        fixture.set("SUPABASE_URL", "https://env.supabase.co").set("SUPABASE_SECRET_KEY", KEY);
        Configuration configuration = Configuration.adHoc("shop.db", to, List.of("orders"), fixture.environment());
        Profile profile = configuration.profile(configuration.soleProfile(), Direction.PUSH, Overrides.NONE);

        SupabaseConfig config = assertInstanceOf(Connection.Supabase.class, profile.to()).config();
        assertEquals(url, config.url().toString());
        assertEquals(KEY, config.key());
        assertEquals(List.of("orders"), profile.rules().stream().map(TableRule::pattern).toList());
        assertTrue(configuration.soleProfile().matches("shop-to-[a-z0-9.]+-[0-9a-f]{8}"), configuration.soleProfile());
    }

    @Test
    void anEndWithoutAKeyNamesTheVariable() {
        ConfigurationException e = assertThrows(ConfigurationException.class,
                () -> Configuration.adHoc("shop.db", "https://ref.supabase.co", List.of(), fixture.environment()));

        assertEquals("--to: which key? Give it as key, or set the variable SUPABASE_SECRET_KEY or"
                + " SUPABASE_SERVICE_ROLE_KEY", e.problems().getFirst().text());
    }
}
