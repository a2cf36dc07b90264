package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.runtime.TablesElsewhere.Side;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.sqlite.driver.DriverChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project does not show is known by the names that it has there. */
final class TablesElsewhereTest {
    private static final Map<String, Map<String, String>> NO_TYPES = Map.of();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void prepare() throws Exception {
        new SyncsFixture(folder).run("shop.db", "create table customer(id integer primary key, name text)",
                "create table orders(id integer primary key, customer integer references customer(id), total text, note text)",
                "create table orders_copy(id integer primary key, total text)",
                "create view big as select id, total from orders");
    }

    private Store store(String file) {
        return Composition.empty(new Connection.Sqlite("local", folder.resolve(file), DriverChoice.AUTO));
    }

    private static TableRule rule(String name, String into, List<String> excluded, Map<String, Value> constants) {
        return new TableRule(name, Optional.of(into).filter(text -> !text.isEmpty()).map(TableName::new), List.of(),
                excluded, constants, Optional.empty(), new SyncMode.Upsert(), new ChangeDetection.All(), Map.of());
    }

    private static List<String> columns(TableSchema table) {
        return table.columns().stream().map(Column::name).toList();
    }

    @Test
    void tablesThatAreWrittenHaveTheNamesAndColumnsThatTheRulesGiveThem() {
        TablesElsewhere known = new TablesElsewhere(Side.WRITTEN,
                List.of(rule("orders", "sales", List.of("note"), Map.of("device", new Value.Text("a"))),
                        rule("customer", "people", List.of(), Map.of())),
                NO_TYPES, Optional.of(store("shop.db")));

        assertEquals(List.of("people", "sales"), known.tables().stream().map(TableName::name).sorted().toList());
        TableSchema sales = known.describe(new TableName("sales")).orElseThrow();
        assertEquals(List.of("id", "customer", "total", "device"), columns(sales));
        assertEquals(List.of("id", "device"), sales.key());
        assertEquals(new TableName("people"), sales.foreignKeys().getFirst().target());
        assertEquals(Optional.empty(), known.describe(new TableName("orders")));
    }

    @Test
    void tablesThatAreReadAreFoundByWhatTheyGoInto() {
        TablesElsewhere known = new TablesElsewhere(Side.READ,
                List.of(rule("sales", "orders_copy", List.of(), Map.of()),
                        rule("customer", "", List.of(), Map.of())),
                NO_TYPES, Optional.of(store("shop.db")));

        assertEquals(List.of("customer", "sales"), known.tables().stream().map(TableName::name).sorted().toList());
        assertEquals(List.of("id", "total"), columns(known.describe(new TableName("sales")).orElseThrow()));
    }

    @Test
    void aViewIsKnownIfARuleNamesIt() {
        List<TableRule> all = List.of(TableRule.of("*"));
        assertEquals(Optional.empty(), new TablesElsewhere(Side.WRITTEN, all, NO_TYPES, Optional.of(store("shop.db")))
                .describe(new TableName("big")));
        TablesElsewhere named = new TablesElsewhere(Side.WRITTEN, List.of(TableRule.of("big")), NO_TYPES,
                Optional.of(store("shop.db")));
        assertEquals(List.of("id", "total"), columns(named.describe(new TableName("big")).orElseThrow()));
    }

    @Test
    void whatTheProfileSaysOfColumnsHolds() {
        TablesElsewhere known = new TablesElsewhere(Side.WRITTEN, List.of(rule("orders", "sales", List.of(), Map.of())),
                Map.of("orders", Map.of("total", "decimal(10, 2)", "made", "timestamptz")),
                Optional.of(store("shop.db")));

        TableSchema sales = known.describe(new TableName("sales")).orElseThrow();
        Column total = sales.column("total").orElseThrow();
        assertEquals(ValueType.DECIMAL, total.type());
        assertEquals("numeric(10,2)", total.declaredType());
        assertEquals("timestamp with time zone", sales.column("made").orElseThrow().declaredType());
        assertEquals(List.of("id"), sales.key());
        assertEquals("", sales.column("note").orElseThrow().declaredType(), "what nobody tells stays unknown");
    }

    @Test
    void theProfileAloneSufficesWhereTheOtherSideIsStillToBeMade() {
        TableRule rule = new TableRule("orders", Optional.empty(), List.of("id"), List.of(), Map.of(), Optional.empty(),
                new SyncMode.Upsert(), new ChangeDetection.All(), Map.of());
        TablesElsewhere known = new TablesElsewhere(Side.READ, List.of(rule),
                Map.of("orders", Map.of("id", "int8")), Optional.of(store("missing.db")));

        assertEquals(List.of(new TableName("orders")), known.tables());
        TableSchema orders = known.describe(new TableName("orders")).orElseThrow();
        assertEquals(ValueType.INT64, orders.columns().getFirst().type());
        assertEquals("bigint", orders.columns().getFirst().declaredType());
        assertEquals(List.of("id"), orders.key());
    }
}
