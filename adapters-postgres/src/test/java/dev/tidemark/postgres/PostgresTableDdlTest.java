package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person is told to run makes the table that we would have made. */
@ExtendWith(PostgresExtension.class)
final class PostgresTableDdlTest {
    private final PostgresFixture fixture;

    PostgresTableDdlTest(PostgresDatabase database) {
        this.fixture = new PostgresFixture(database);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Column column(String name, ValueType type, String declared, Nullability nullability, String preset,
            Generation generation) {
        return new Column(name, type, declared, nullability, Optional.of(preset).filter(text -> !text.isEmpty()),
                generation);
    }

    private static TableSchema orders(String dialect, List<ForeignKey> references) {
        return new TableSchema(new TableName("or\"ders"), dialect, "", Relation.TABLE,
                List.of(column("id", ValueType.INT64, dialect.equals("sqlite") ? "INTEGER" : "bigint",
                        Nullability.NOT_NULL, "", Generation.IDENTITY_ALWAYS),
                        column("code", ValueType.TEXT, dialect.equals("sqlite") ? "TEXT" : "character varying(20)",
                                Nullability.NOT_NULL, "'x'", Generation.NONE),
                        column("parent", ValueType.INT64, dialect.equals("sqlite") ? "INT" : "integer",
                                Nullability.NULLABLE, "", Generation.NONE)),
                List.of("id"), KeyEquality.BY_VALUE, List.of(List.of("id"), List.of("code")), references);
    }

    @Test
    void aMissingTableIsMadeWithKeysAndDefaults() {
        TableSchema target = orders("sqlite", List.of(
                new ForeignKey(List.of("parent"), new TableName("or\"ders"), List.of("id"), "NO ACTION")));
        List<String> statements = PostgresTableDdl.statements(fixture.schema(),
                Plans.table(target, Optional.empty(), SchemaPolicy.CREATE));

        fixture.execute(statements.toArray(String[]::new));
        TableSchema made;
        try (var source = fixture.store().openSource()) {
            made = source.describe(target.name());
        }
        assertEquals(List.of("bigint", "text", "bigint"), made.columns().stream().map(Column::declaredType).toList());
        assertEquals(List.of("id"), made.key());
        assertEquals(2, made.uniqueKeys().size(), made.toString());
        assertEquals(Generation.IDENTITY_BY_DEFAULT, made.columns().getFirst().generation(),
                "rows bring their values, and REST cannot override");
    }

    @Test
    void aMissingColumnIsAdded() {
        TableSchema target = orders("postgresql", List.of());
        TableSchema existing = target.withColumns(target.columns().subList(0, 1));

        assertEquals(
                List.of("alter table \"public\".\"or\"\"ders\" add column if not exists \"code\" character varying(20)",
                        "alter table \"public\".\"or\"\"ders\" alter column \"code\" set default 'x'",
                        "alter table \"public\".\"or\"\"ders\" add column if not exists \"parent\" integer"),
                PostgresTableDdl.statements("public",
                        Plans.table(target, Optional.of(existing), SchemaPolicy.CREATE)));
    }
}
