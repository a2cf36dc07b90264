package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.SizeProbe.TableSize;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link SizeProbe} promises: rows counted exactly, bytes that grow with them, nothing of a missing table. */
public abstract class SizeProbeContract extends StoreContract {
    private static final TableSpec NOTES = table("no\"tes").required("id", ValueType.INT64).column("v", ValueType.TEXT)
            .key("id");

    @Test
    void aMissingTableHasNoSize() {
        assertEquals(new TableSize(0, 0), store().sizes().measure(new TableName("nowhere")));
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
        assertTrue(large.bytes() > small.bytes() && large.bytes() >= 500_000, () -> small + " and " + large);
    }

    private static List<Row> notes(int from, int to) {
        return LongStream.range(from, to).mapToObj(id -> NOTES.row(id, Long.toString(id % 10).repeat(1_000))).toList();
    }
}
