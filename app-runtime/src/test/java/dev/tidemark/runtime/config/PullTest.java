package dev.tidemark.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.schema.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PullTest {
    private static final String PROFILE = ConfigurationFixture.ENDS + """
              shop:
                source: local
                sink: warehouse
                sink-schema: audit
                mode: insert-only
                schema: match
                page-size: 100
                tables:
                  - { name: orders, key: [id, device], columns: { exclude: [note], set: { device: "o'hara", site: 7 } }, into: orders_copy, where: "total > 0", mode: insert-only }
                  - "*"
            """;

    @TempDir
    private Path folder = Path.of("");
    private ConfigurationFixture fixture = new ConfigurationFixture(folder);

    @BeforeEach
    void prepare() {
        fixture = new ConfigurationFixture(folder);
    }

    @Test
    void rule2APullSwapsTheEndsAndIsAnUpsertWhateverTheProfileSaysForItsPush() {
        Profile pull = fixture.pull(PROFILE);

        assertEquals("postgresql://db.example.org:5432/shop/audit", pull.from().address());
        assertEquals("local", pull.to().name());
        assertEquals(SchemaPolicy.CREATE, pull.schema());
        assertEquals(OptionalInt.of(100), pull.pageSize());
        pull.rules().forEach(rule -> assertEquals(new SyncMode.Upsert(), rule.mode()));
    }

    @Test
    void rule2APullTurnsIntoKeyColumnsAndConstantsRound() {
        TableRule orders = fixture.pull(PROFILE).rules().getFirst();

        assertEquals("orders_copy", orders.pattern());
        assertEquals(Optional.of(new TableName("orders")), orders.into());
        assertEquals(List.of("id"), orders.key());
        assertEquals(List.of("device", "note", "site"), orders.excluded().stream().sorted().toList());
        assertEquals(Map.of(), orders.constants());
        assertEquals(Optional.of("(total > 0\n) AND \"device\" = 'o''hara' AND \"site\" = 7"), orders.where());
    }

    @Test
    void rule2AnOwnPullBlockBeatsTheGentleDefaults() {
        Profile pull = fixture.pull(PROFILE + """
                pull:
                  mode: insert-only
                  schema: evolve
                  page-size: 50
                  tables: [ { name: orders_copy, where: "total > 1", into: orders } ]
            """);

        assertEquals(SchemaPolicy.EVOLVE, pull.schema());
        assertEquals(OptionalInt.of(50), pull.pageSize());
        assertEquals(1, pull.rules().size());
        assertEquals("orders_copy", pull.rules().getFirst().pattern());
        assertEquals(Optional.of("total > 1"), pull.rules().getFirst().where());
        assertEquals(new SyncMode.InsertOnly(), pull.rules().getFirst().mode());
    }

    @Test
    void rule2FlagsOfAPullHold() {
        Profile pull = fixture.load(PROFILE).profile("shop", Direction.PULL,
                Overrides.NONE.with(Setting.MODE, "insert-only"));

        assertEquals(new SyncMode.InsertOnly(), pull.rules().getLast().mode());
    }

    @Test
    void aMistakeInThePullBlockIsToldWhenTheFileIsRead() {
        List<String> problems = fixture.problems(
                ConfigurationFixture.ENDS + "  shop: { source: local, sink: warehouse, pull: { mod: upsert } }\n");

        assertEquals(List.of("tidemark.yml:5:51: unknown key 'mod' in a pull block; did you mean 'mode'?"), problems);
    }

    @Test
    void rule2DeletesAndTheWayToFindChangesHoldForThePushUnlessThePullSaysOtherwise() {
        String yaml = ConfigurationFixture.ENDS
                + "  shop: { source: local, sink: warehouse, delete-orphans: true, changes: digest%s }\n";

        assertEquals(new OrphanPolicy.Keep(), fixture.pull(yaml.formatted("")).orphans());
        assertEquals(new ChangeDetection.Compare(), fixture.pull(yaml.formatted("")).rules().getFirst().changes());
        Profile told = fixture.pull(yaml.formatted(", pull: { delete-orphans: true, max-delete: 3, changes: all }"));
        assertEquals(new OrphanPolicy.Delete(new DeleteLimit.Rows(3)), told.orphans());
        assertEquals(new ChangeDetection.All(), told.rules().getFirst().changes());
    }

    @Test
    void rule2VariablesOfThePushMakeNoPullLessGentle() {
        fixture.set("TIDEMARK_DELETE_ORPHANS", "true").set("TIDEMARK_MODE", "full-refresh")
                .set("TIDEMARK_FULL_REFRESH", "true").set("TIDEMARK_PAGE_SIZE", "7");
        Profile pull = fixture.pull(ConfigurationFixture.ENDS + "  shop: { source: local, sink: warehouse }\n");

        assertEquals(new OrphanPolicy.Keep(), pull.orphans());
        assertEquals(new SyncMode.Upsert(), pull.rules().getFirst().mode());
        assertEquals(OptionalInt.of(7), pull.pageSize());
    }

    @Test
    void rule2EachSidesConditionStaysWithItsSide() {
        TableRule rule = fixture.pull(ConfigurationFixture.ENDS + """
              shop:
                source: local
                sink: warehouse
                tables: [ { name: orders, where: "total > 0", sink-where: "total > 0::numeric" } ]
            """).rules().getFirst();

        assertEquals(Optional.of("(total > 0::numeric\n)"), rule.where());
        assertEquals(Optional.of("total > 0"), rule.sinkWhere());
    }

    @Test
    void rule2ATableWhoseSliceIsBoundByConstantsIsTheProfilesAsAWholeOnTheOtherSide() {
        TableRule rule = fixture.pull(ConfigurationFixture.ENDS + """
              shop: { source: local, sink: warehouse, tables: [ { name: orders, columns: { set: { site: 7 } } } ] }
            """).rules().getFirst();

        assertEquals(Optional.of("\"site\" = 7"), rule.where());
        assertEquals(Optional.of("1 = 1"), rule.sinkWhere());
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot: day", "mode: snapshot", "limit: 10"})
    void aTableThatThePullCannotTurnRoundIsToldByItsName(String part) {
        Profile pull = fixture.pull(ConfigurationFixture.ENDS
                + "  shop: { source: local, sink: warehouse, tables: [ { name: scores, " + part + " }, orders ] }\n");

        assertEquals(1, pull.oneWay().size());
        String problem = pull.oneWay().getFirst().problem().text();
        assertTrue(problem.startsWith("tidemark.yml:5:"), problem);
        assertTrue(problem.contains("scores"), problem);
    }

    @Test
    void aPullWithTablesOfItsOwnTurnsNothingRound() {
        Profile pull = fixture.pull(ConfigurationFixture.ENDS
                + "  shop: { source: local, sink: warehouse, mode: snapshot, pull: { tables: [ scores ] } }\n");

        assertEquals(List.of(), pull.oneWay());
        assertEquals(new SyncMode.Upsert(), pull.rules().getFirst().mode());
    }
}
