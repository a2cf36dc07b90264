package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.SizeProbe.TableSize;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.StoreFixture.Ability;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link SizeProbe} promises: rows counted exactly, bytes that grow with them where it can tell them, nothing of a missing table. */
public abstract class SizeProbeContract extends StoreContract {
    private static final TableSpec NOTES = table("no\"tes").required("id", ValueType.INT64).column("v", ValueType.TEXT)
            .key("id");

    @Test
    void aMissingTableHasNoSize() {
        TableSize size = store().sizes().measure(new TableName("nowhere"));
        assertEquals(0, size.rows());
        assertEquals(0, store().sizes().count(new TableName("nowhere")));
        assertEquals(0, size.bytes().orElse(0));
    }

    @Test
    void rowsAreCountedExactlyAndBytesGrow() {
        given(NOTES, List.of());
        SizeProbe sizes = store().sizes();
        assertEquals(0, sizes.measure(NOTES.tableName()).rows());
        fixture().insert(NOTES, notes(0, 3));
        TableSize small = sizes.measure(NOTES.tableName());
        assertEquals(3, small.rows());
        fixture().insert(NOTES, notes(3, 503));
        TableSize large = sizes.measure(NOTES.tableName());
        assertEquals(503, large.rows());
        assertEquals(503, sizes.count(NOTES.tableName()));
        if (fixture().has(Ability.TABLE_BYTES)) {
            long more = large.bytes().orElseThrow();
            assertTrue(more > small.bytes().orElseThrow() && more >= 500_000, () -> small + " and " + large);
        } else {
            assertEquals(OptionalLong.empty(), large.bytes(), "what is not known is not guessed");
        }
    }

    private static List<Row> notes(int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> NOTES.row(id, Long.toString(id % 10).repeat(1_000))).toList();
    }
}
