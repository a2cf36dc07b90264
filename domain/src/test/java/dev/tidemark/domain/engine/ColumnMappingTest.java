package dev.tidemark.domain.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColumnMappingTest {

    @Test
    void aPullMeetsTheColumnThatItsPushLeftOutAndLeavesItAlone() {
        TableSchema warehouse = table("id", "total");
        TableSchema local = table("id", "total", "internal_note");

        ColumnMapping mapping = map(excluding("internal_note"), warehouse, local);

        assertEquals(List.of("id", "total"), mapping.pairs().stream().map(ColumnMapping.Pair::to).toList());
        assertEquals(List.of(), mapping.warnings());
    }

    @Test
    void anExcludedColumnThatNobodyHasIsAMistake() {
        Unplannable mistake = assertThrows(Unplannable.class,
                () -> map(excluding("internal_nte"), table("id"), table("id")));

        assertEquals("orders has no column internal_nte to exclude", mistake.getMessage());
    }

    @Test
    void namesThatDifferInCaseAloneAreOneColumnUnlessTwoCouldBeMeant() {
        assertEquals(List.of("Id"), map(excluding(), table("id"), table("Id")).pairs().stream()
                .map(ColumnMapping.Pair::to).toList());
        assertEquals(List.of("x"), map(excluding(), table("ID", "x"), table("Id", "id", "x")).pairs().stream()
                .map(ColumnMapping.Pair::to).toList());
    }

    @Test
    void aConstantIsWhatItIsInANewColumnAndWhatTheColumnHoldsInOneThatExists() {
        Map<String, Value> constants = Map.of("num", new Value.Int64(5), "flag", new Value.Bool(true));
        TableRule rule = new TableRule("orders", Optional.empty(), List.of(), List.of(), constants, Optional.empty(),
                TableRule.of("*").mode(), TableRule.of("*").changes(), Map.of());

        ColumnMapping anew = ColumnMapping.of(SchemaPolicy.CREATE, rule, table("id"), () -> table("id"),
                Optional.empty());
        ColumnMapping intoText = map(rule, table("id"), table("id", "num", "flag"));

        assertEquals(ValueType.INT64, anew.to("num").orElseThrow().type());
        assertEquals(Optional.of(new Value.Bool(true)), anew.to("flag").orElseThrow().constant());
        assertEquals(Optional.of(new Value.Text("5")), intoText.to("num").orElseThrow().constant());
        assertEquals(Optional.of(new Value.Text("true")), intoText.to("flag").orElseThrow().constant());
    }

    private static ColumnMapping map(TableRule rule, TableSchema source, TableSchema sink) {
        return ColumnMapping.of(SchemaPolicy.CREATE, rule, source, () -> source, Optional.of(sink));
    }

    private static TableRule excluding(String... columns) {
        TableRule all = TableRule.of("orders");
        return new TableRule("orders", Optional.empty(), List.of(), List.of(columns), Map.of(), Optional.empty(),
                all.mode(), all.changes(), Map.of());
    }

    private static TableSchema table(String... columns) {
        return new TableSchema(new TableName("orders"), "sqlite", "orders", Relation.TABLE,
                List.of(columns).stream().map(name -> Column.of(name, ValueType.TEXT, "TEXT")).toList(), List.of(),
                KeyEquality.BY_VALUE, List.of(), List.of());
    }
}
