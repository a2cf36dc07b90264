package dev.tidemark.domain.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaFingerprintTest {
    private static final Column ID = Column.of("id", ValueType.INT64, "bigint");
    private static final Column NAME = Column.of("name", ValueType.TEXT, "text");

    @Test
    void columnsTypesOrderAndKeyCount() {
        SchemaFingerprint before = SchemaFingerprint.of(schema(List.of(ID, NAME), List.of("id")));
        assertEquals(before, SchemaFingerprint.of(schema(List.of(ID, NAME), List.of("id"))));
        assertNotEquals(before, SchemaFingerprint.of(schema(List.of(NAME, ID), List.of("id"))));
        assertNotEquals(before, SchemaFingerprint.of(schema(List.of(ID), List.of("id"))));
        assertNotEquals(before, SchemaFingerprint.of(schema(List.of(ID, NAME), List.of("name"))));
        assertNotEquals(before, SchemaFingerprint.of(schema(List.of(ID, NAME), List.of())));
        assertNotEquals(before,
                SchemaFingerprint.of(schema(List.of(ID.withType(ValueType.TEXT), NAME), List.of("id"))));
        assertNotEquals(before, SchemaFingerprint
                .of(schema(List.of(Column.of("id", ValueType.INT64, "integer"), NAME), List.of("id"))));
    }

    @Test
    void namesDoNotFlowIntoEachOther() {
        assertNotEquals(SchemaFingerprint.of(schema(List.of(Column.of("ab", ValueType.TEXT, "c")), List.of())),
                SchemaFingerprint.of(schema(List.of(Column.of("a", ValueType.TEXT, "bc")), List.of())));
    }

    @Test
    void constraintsThatMoveNoPositionDoNotCount() {
        assertEquals(SchemaFingerprint.of(schema(List.of(ID, NAME), List.of("id"))),
                SchemaFingerprint.of(schema(List.of(ID, NAME.notNull()), List.of("id"))));
    }

    private static TableSchema schema(List<Column> columns, List<String> key) {
        return new TableSchema(new TableName("t"), "sqlite", "here", Relation.TABLE, columns, key, KeyEquality.BY_VALUE,
                List.of(key), List.of());
    }
}
