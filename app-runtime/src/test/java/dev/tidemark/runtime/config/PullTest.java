package dev.tidemark.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.plan.Direction;
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
        assertEquals(Optional.of("(total > 0) AND \"device\" = 'o''hara' AND \"site\" = 7"), orders.where());
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
}
