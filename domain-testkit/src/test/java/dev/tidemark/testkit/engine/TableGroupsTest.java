package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which tables may be run on several machines at once. */
class TableGroupsTest {
    private static final TableSpec AREAS = keyed("areas");
    private static final TableSpec SHOPS = keyed("shops").column("area", ValueType.INT64)
            .references("area", "areas", "id");
    private static final TableSpec PARTS = keyed("parts").column("whole", ValueType.INT64)
            .references("whole", "parts", "id");
    private static final TableSpec NOTES = keyed("notes");

    private final Scenario scenario = new Scenario();

    @Test
    void tablesThatAForeignKeyOfTheSourceJoinsStayTogether() {
        given(AREAS, NOTES, PARTS, SHOPS);
        assertEquals(List.of(names("areas", "shops"), names("notes"), names("parts")), scenario.independentTables());
    }

    @Test
    void tablesThatAForeignKeyOfTheSinkJoinsStayTogether() {
        given(AREAS, NOTES, keyed("shops").column("area", ValueType.INT64));
        scenario.wanted(SHOPS, List.of());
        assertEquals(List.of(names("areas", "shops"), names("notes")), scenario.independentTables());
    }

    @Test
    void aChainIsOneGroupAlsoWhereOnlyItsMiddleRefersToBoth() {
        given(AREAS, keyed("a").column("b", ValueType.INT64).references("b", "b", "id"),
                keyed("b").column("c", ValueType.INT64).references("c", "areas", "id"), NOTES);
        assertEquals(List.of(names("a", "areas", "b"), names("notes")), scenario.independentTables());
    }

    @Test
    void aTableThatTheRunLeavesOutJoinsNothing() {
        given(AREAS, NOTES, SHOPS);
        scenario.only = List.of("shops", "notes");
        assertEquals(List.of(names("notes"), names("shops")), scenario.independentTables());
    }

    @Test
    void aTableThatIsCalledInTheSinkAsAnotherIsInTheSourceStaysWithIt() {
        given(AREAS, NOTES, PARTS);
        scenario.rules = List.of(into("areas", "notes"), into("notes", "others"), TableRule.of("*"));
        assertEquals(List.of(names("areas", "notes"), names("parts")), scenario.independentTables());
    }

    @Test
    void aNameThatIsAPatternStaysWithWhatItSelects() {
        given(keyed("n*"), NOTES, AREAS);
        assertEquals(List.of(names("areas"), names("n*", "notes")), scenario.independentTables());
    }

    private void given(TableSpec... specs) {
        for (TableSpec spec : specs) {
            scenario.given(spec, List.of());
        }
    }

    private static TableSpec keyed(String name) {
        return table(name).required("id", ValueType.INT64).key("id");
    }

    private static TableRule into(String table, String other) {
        return new TableRule(table, Optional.of(new TableName(other)), List.of(), List.of(), Map.of(),
                Optional.empty(), new SyncMode.Upsert(), new ChangeDetection.All(), Map.of());
    }

    private static Set<TableName> names(String... names) {
        return Arrays.stream(names).map(TableName::new).collect(Collectors.toSet());
    }
}
