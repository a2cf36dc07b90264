package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.StoreFixture.Ability;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Sink} promises for tables: made, grown or left alone, as the plan says. */
public abstract class SinkSchemaContract extends StoreContract {
    private static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64)
            .required("name", ValueType.TEXT).column("code", ValueType.TEXT).key("id").unique("code");
    private static final TableSpec VISITS = table("visits").required("person", ValueType.INT64)
            .required("day", ValueType.DATE).column("note", ValueType.TEXT).key("person", "day")
            .references("person", "people", "id");
    private static final TableSpec EVERY_TYPE = table("every_type").required("id", ValueType.INT64)
            .column("a", ValueType.BOOLEAN).column("b", ValueType.FLOAT64).column("c", ValueType.DATE)
            .column("d", ValueType.TIME).column("e", ValueType.TIMESTAMP).column("f", ValueType.TIMESTAMPTZ)
            .column("g", ValueType.TEXT).column("h", ValueType.BYTES).column("i", ValueType.DECIMAL)
            .column("j", ValueType.JSON).column("k", ValueType.UUID).key("id");

    @Test
    void createMakesColumnsKeyNotNullAndUniqueConstraints() {
        try (Sink sink = store().openSink()) {
            if (!makes(sink, Plans.table(PEOPLE, Optional.empty(), SchemaPolicy.CREATE))) {
                return;
            }
            TableSchema made = sink.describe(PEOPLE.tableName()).orElseThrow();
            assertEquals(fixture().dialect(), made.dialect());
            assertEquals(PEOPLE.columnNames(), made.columns().stream().map(Column::name).toList());
            assertEquals(List.of("id"), made.key());
            assertEquals(List.of(ValueType.INT64, ValueType.TEXT, ValueType.TEXT),
                    made.columns().stream().map(Column::type).toList());
            assertEquals(List.of(true, true, false),
                    made.columns().stream().map(column -> column.nullability() == Column.Nullability.NOT_NULL)
                            .toList());
            assertTrue(made.isUnique(List.of("id")) && made.isUnique(List.of("code")));
        }
        assertEquals(List.of(), fixture().read(PEOPLE));
    }

    @Test
    void rule20_aColumnIsMadeForEveryTypeAndDescribedAsThatType() {
        try (Sink sink = store().openSink()) {
            if (!makes(sink, Plans.table(EVERY_TYPE, Optional.empty(), SchemaPolicy.CREATE))) {
                return;
            }
        }
        try (Source source = store().openSource()) {
            assertEquals(EVERY_TYPE.columns().stream().map(Column::type).toList(),
                    source.describe(EVERY_TYPE.tableName()).columns().stream().map(Column::type).toList());
        }
    }

    @Test
    void aTableDescribedByTheSameKindOfStoreIsMadeAsItWas() {
        TableSpec model = table("model").required("id", ValueType.INT64).defaulted("state", ValueType.TEXT, "'new'")
                .defaulted("qty", ValueType.INT64, "7").column("total", ValueType.FLOAT64).key("id")
                .unique("state", "qty");
        fixture().create(model);
        try (Sink sink = store().openSink()) {
            TableSchema there = sink.describe(model.tableName()).orElseThrow();
            TableSchema wanted = renamed(there, "copy");
            TablePlan plan = Plans.table(wanted, Optional.empty(), SchemaPolicy.CREATE);
            if (!makes(sink, plan)) {
                return;
            }
            assertEquals(List.of(), sink.prepare(plan));
            TableSchema made = sink.describe(wanted.name()).orElseThrow();
            assertNotEquals(there.identity(), made.identity());
            assertEquals(renamed(there, "same"), renamed(made, "same"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "a b", "a\"b", "Mixed", "größe", "1st", "a;--b"})
    void oddNamesAreMadeAsTheyAre(String name) {
        TableSpec odd = table(name).required(name + "1", ValueType.INT64).column(name, ValueType.TEXT).key(name + "1")
                .unique(name);
        try (Sink sink = store().openSink()) {
            if (!makes(sink, Plans.table(odd, Optional.empty(), SchemaPolicy.CREATE))) {
                return;
            }
            assertEquals(odd.columnNames(),
                    sink.describe(odd.tableName()).orElseThrow().columns().stream().map(Column::name).toList());
        }
    }

    @Test
    void whatIsThereIsLeftAlone() {
        fixture().create(PEOPLE);
        try (Sink sink = store().openSink()) {
            Optional<TableSchema> before = sink.describe(PEOPLE.tableName());
            for (SchemaPolicy policy : SchemaPolicy.values()) {
                sink.prepare(Plans.table(PEOPLE, before, policy));
                assertEquals(before, sink.describe(PEOPLE.tableName()));
            }
        }
    }

    @Test
    void preparingTwiceIsPreparingOnce() {
        try (Sink sink = store().openSink()) {
            TablePlan plan = Plans.table(PEOPLE, Optional.empty(), SchemaPolicy.CREATE);
            if (!makes(sink, plan)) {
                return;
            }
            Optional<TableSchema> made = sink.describe(PEOPLE.tableName());
            sink.prepare(plan);
            assertEquals(made, sink.describe(PEOPLE.tableName()));
        }
    }

    @Test
    void evolveAddsTheColumnsThatAreMissingAndKeepsRows() throws InterruptedException {
        TableSpec before = table("people").required("id", ValueType.INT64).column("name", ValueType.TEXT).key("id");
        given(before, List.of(before.row(1, "Al")));
        TableSpec after = before.column("age", ValueType.INT64).column("größe 2", ValueType.FLOAT64);
        try (Sink sink = store().openSink()) {
            if (!makes(sink, Plans.table(after, sink.describe(before.tableName()), SchemaPolicy.EVOLVE))) {
                assertSameRows(List.of(before.row(1, "Al")), fixture().read(before));
                return;
            }
            assertEquals(after.columnNames(),
                    sink.describe(after.tableName()).orElseThrow().columns().stream().map(Column::name).toList());
            assertSameRows(List.of(after.row(1, "Al", null, null)), fixture().read(after));
            try (SinkUpserter upserter = sink.open(Plans.write(after))) {
                assertInstanceOf(UpsertOutcome.Applied.class,
                        upserter.upsert(batch(after, List.of(after.row(1, "Al", 5, 1.5)))));
            }
            assertSameRows(List.of(after.row(1, "Al", 5, 1.5)), fixture().read(after));
        }
    }

    @Test
    void createAndMatchAddNoColumn() {
        TableSpec before = table("people").required("id", ValueType.INT64).key("id");
        fixture().create(before);
        TableSpec after = before.column("age", ValueType.INT64);
        try (Sink sink = store().openSink()) {
            Optional<TableSchema> there = sink.describe(before.tableName());
            sink.prepare(Plans.table(after, there, SchemaPolicy.CREATE));
            sink.prepare(Plans.table(after, there, SchemaPolicy.MATCH));
            assertEquals(there, sink.describe(before.tableName()));
        }
    }

    @Test
    void theStatementsAreToldBeforeTheyRunAndTellingWritesNothing() {
        try (Sink sink = store().openSink()) {
            TablePlan plan = Plans.table(PEOPLE, Optional.empty(), SchemaPolicy.CREATE);
            List<String> statements = sink.ddl(plan);
            assertTrue(statements.stream().anyMatch(statement -> statement.contains("people")), statements::toString);
            assertEquals(statements, sink.ddl(plan));
            assertEquals(Optional.empty(), sink.describe(PEOPLE.tableName()));
            if (makes(sink, plan)) {
                assertEquals(List.of(), sink.ddl(plan));
            }
        }
    }

    @Test
    void theColumnsThatEvolveAddsAreTold() {
        TableSpec before = table("people").required("id", ValueType.INT64).column("name", ValueType.TEXT).key("id");
        fixture().create(before);
        TableSpec after = before.column("age", ValueType.INT64).column("größe 2", ValueType.FLOAT64);
        try (Sink sink = store().openSink()) {
            Optional<TableSchema> there = sink.describe(before.tableName());
            TablePlan plan = Plans.table(after, there, SchemaPolicy.EVOLVE);
            String statements = String.join(";", sink.ddl(plan));
            assertTrue(statements.contains("age") && statements.contains("größe 2"), statements);
            assertEquals(there, sink.describe(before.tableName()));
            assertEquals(List.of(), sink.ddl(Plans.table(after, there, SchemaPolicy.CREATE)));
            assertEquals(List.of(), sink.ddl(Plans.table(after, there, SchemaPolicy.MATCH)));
            if (makes(sink, plan)) {
                assertEquals(List.of(), sink.ddl(plan));
            }
        }
    }

    @Test
    void aCheckFindsNothingWrongWhereNothingIsAndWritesNothing() {
        fixture().create(PEOPLE);
        try (Sink sink = store().openSink()) {
            Optional<TableSchema> there = sink.describe(PEOPLE.tableName());
            List<Finding> findings = sink.check(Plans.table(PEOPLE, there, SchemaPolicy.MATCH));
            assertEquals(List.of(), findings.stream()
                    .filter(finding -> finding.severity().compareTo(Finding.Severity.NOTE) > 0).toList());
            assertEquals(there, sink.describe(PEOPLE.tableName()));
            assertEquals(List.of(), fixture().read(PEOPLE));
        }
    }

    @Test
    void matchMakesNoTable() {
        try (Sink sink = store().openSink()) {
            StoreException trouble = assertThrows(StoreException.Permanent.class,
                    () -> sink.prepare(Plans.table(PEOPLE, Optional.empty(), SchemaPolicy.MATCH)));
            assertThrows(StoreException.Permanent.class,
                    () -> sink.ddl(Plans.table(PEOPLE, Optional.empty(), SchemaPolicy.MATCH)));
            assertTrue(String.valueOf(trouble.getMessage()).contains("people"));
            assertEquals(Optional.empty(), sink.describe(PEOPLE.tableName()));
        }
    }

    @Test
    void rule16_foreignKeysOfTablesMadeInTheRunWaitForItsEnd() throws InterruptedException {
        TablePlan people = Plans.table(PEOPLE, Optional.empty(), SchemaPolicy.CREATE);
        TablePlan visits = Plans.table(VISITS, Optional.empty(), SchemaPolicy.CREATE);
        Row visit = VISITS.row(1, new dev.tidemark.domain.row.Value.Date(19_000), "first");
        try (Sink sink = store().openSink()) {
            if (!makes(sink, visits) | !makes(sink, people)) {
                return;
            }
            write(sink, VISITS, visit);
            write(sink, PEOPLE, PEOPLE.row(1, "Al", null));
            assertEquals(List.of(), sink.finish(visits, 1));
            assertEquals(List.of(), sink.finish(people, 1));
        }
        try (Source source = store().openSource()) {
            assertEquals(VISITS.foreignKeys().getFirst().target(),
                    source.describe(VISITS.tableName()).foreignKeys().getFirst().target());
        }
        assertSameRows(List.of(visit), fixture().read(VISITS));
    }

    @Test
    void rule16_aForeignKeyThatRowsBreakIsToldAndTheRowsStay() throws InterruptedException {
        TablePlan people = Plans.table(PEOPLE, Optional.empty(), SchemaPolicy.CREATE);
        TablePlan visits = Plans.table(VISITS, Optional.empty(), SchemaPolicy.CREATE);
        Row visit = VISITS.row(77, new dev.tidemark.domain.row.Value.Date(19_000), "of nobody");
        try (Sink sink = store().openSink()) {
            if (!makes(sink, people) | !makes(sink, visits)) {
                return;
            }
            write(sink, VISITS, visit);
            assertEquals(List.of(), sink.finish(people, 0));
            List<String> warnings = sink.finish(visits, 1);
            assertEquals(1, warnings.size());
            assertTrue(warnings.getFirst().contains("visits") && warnings.getFirst().contains("77"),
                    warnings::getFirst);
        }
        assertSameRows(List.of(visit), fixture().read(VISITS));
    }

    /**
     * Has the sink make what the plan wants, and is true. A sink that cannot makes nothing, says why beforehand, and has the
     * statements that a person can run.
     */
    private boolean makes(Sink sink, TablePlan plan) {
        if (fixture().has(Ability.MAKES_TABLES)) {
            sink.prepare(plan);
            return true;
        }
        TableName table = plan.target().name();
        Optional<TableSchema> before = sink.describe(table);
        Finding objection = sink.objection(plan).orElseThrow();
        assertEquals(Finding.Severity.ERROR, objection.severity());
        assertTrue(objection.table().contains(table.name()), objection::toString);
        assertFalse(objection.advice().isEmpty(), "what a person can do");
        assertFalse(sink.ddl(plan).isEmpty(), "what a person can run");
        assertThrows(StoreException.Permanent.class, () -> sink.prepare(plan));
        assertEquals(before, sink.describe(table));
        return false;
    }

    private static void write(Sink sink, TableSpec table, Row row) throws InterruptedException {
        try (SinkUpserter upserter = sink.open(Plans.write(table))) {
            assertInstanceOf(UpsertOutcome.Applied.class, upserter.upsert(batch(table, List.of(row))));
        }
    }

    private static TableSchema renamed(TableSchema schema, String name) {
        return new TableSchema(new TableName(name), schema.dialect(), name, schema.relation(), schema.columns(),
                schema.key(),
                schema.keyEquality(), schema.uniqueKeys(), schema.foreignKeys());
    }
}
