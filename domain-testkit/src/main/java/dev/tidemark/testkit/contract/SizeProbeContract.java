package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.StoreFixture.Ability;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link SizeProbe} promises: rows counted exactly, bytes that grow with them where it can tell them. */
public abstract class SizeProbeContract extends StoreContract {
    private static final TableName NOWHERE = new TableName("nowhere");
    private static final TableSpec NOTES = table("no\"tes").required("id", ValueType.INT64).column("v", ValueType.TEXT)
            .key("id");
    private static final TableSpec TAGS = table("tags").required("id", ValueType.INT64).column("v", ValueType.TEXT)
            .key("id");

    @Test
    void aMissingTableHasNoRows() {
        assertEquals(Map.of(NOWHERE, 0L), store().sizes().rows(List.of(NOWHERE)));
    }

    @Test
    void noTablesHaveNoSize() {
        assertEquals(Map.of(), store().sizes().rows(List.of()));
        assertEquals(0, store().sizes().bytes(List.of()).orElse(0));
    }

    @Test
    void severalTablesAreCountedAtOnce() {
        given(NOTES, notes(NOTES, 0, 7));
        given(TAGS, notes(TAGS, 0, 2));
        assertEquals(Map.of(NOTES.tableName(), 7L, NOWHERE, 0L, TAGS.tableName(), 2L),
                store().sizes().rows(List.of(NOTES.tableName(), NOWHERE, TAGS.tableName())));
    }

    @Test
    void rowsAreCountedExactlyAndBytesGrow() {
        given(NOTES, List.of());
        SizeProbe sizes = store().sizes();
        List<TableName> tables = List.of(NOTES.tableName());
        assertEquals(Map.of(NOTES.tableName(), 0L), sizes.rows(tables));
        fixture().insert(NOTES, notes(NOTES, 0, 3));
        OptionalLong small = sizes.bytes(tables);
        assertEquals(Map.of(NOTES.tableName(), 3L), sizes.rows(tables));
        fixture().insert(NOTES, notes(NOTES, 3, 503));
        OptionalLong large = sizes.bytes(tables);
        assertEquals(Map.of(NOTES.tableName(), 503L), sizes.rows(tables));
        if (fixture().has(Ability.TABLE_BYTES)) {
            assertTrue(large.orElseThrow() > small.orElseThrow() && large.orElseThrow() >= 500_000,
                    () -> small + " and " + large);
        } else {
            assertEquals(OptionalLong.empty(), large, "what is not known is not guessed");
        }
    }

    private static List<Row> notes(TableSpec table, int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> table.row(id, Long.toString(id % 10).repeat(1_000))).toList();
    }
}
