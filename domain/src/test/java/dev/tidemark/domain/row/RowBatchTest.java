package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBatchTest {
    private static final RowType TYPE = new RowType(List.of("id", "name"), List.of(ValueType.INT64, ValueType.TEXT));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyValueComesOutAsItWentIn(long seed) {
        RandomValues values = new RandomValues(seed);
        RowType type = values.rowType();
        List<Row> rows = new ArrayList<>();
        RowBatch.Builder builder = new RowBatch.Builder(type, values.below(5));
        for (int i = 0; i < 300; i++) {
            Row row = values.row(type);
            row.values().forEach(builder::add);
            if (values.below(4) == 0) {
                builder.dropRow();
            } else {
                builder.endRow();
                rows.add(row);
            }
        }
        row(values.row(type), builder, values.below(type.width()));
        RowBatch batch = builder.build();
        assertEquals(rows, boxed(batch));
        int from = values.below(rows.size());
        int to = from + values.below(rows.size() - from);
        assertEquals(rows.subList(from, to), boxed(batch.slice(from, to)));
        int middle = values.below(to - from + 1);
        assertEquals(rows.subList(from + middle, to), boxed(batch.slice(from, to).slice(middle, to - from)));
    }

    /** Begins a row and does not finish it. */
    private static void row(Row row, RowBatch.Builder builder, int cells) {
        row.values().subList(0, cells).forEach(builder::add);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void copiedCellsAndRowsAreEqual(long seed) {
        RandomValues values = new RandomValues(seed);
        RowType type = values.rowType();
        RowBatch.Builder builder = new RowBatch.Builder(type, 100);
        for (int i = 0; i < 100; i++) {
            values.row(type).values().forEach(builder::add);
            builder.endRow();
        }
        RowBatch slice = builder.build().slice(17, 80);
        RowBatch.Builder copy = new RowBatch.Builder(type, 0);
        for (int row = 0; row < slice.size(); row++) {
            copy.addRow(slice, row);
        }
        RowBatch copied = copy.build();
        assertEquals(boxed(slice), boxed(copied));
        assertEquals(slice.bytes(), copied.bytes());
    }

    @Test
    void aBuilderStartsAnewAfterEachBatchAndLeavesTheFormerAlone() {
        RowBatch.Builder builder = new RowBatch.Builder(TYPE, 1);
        add(builder, 1, "first");
        RowBatch first = builder.build();
        assertEquals(0, builder.size());
        assertEquals(0, builder.bytes());
        add(builder, 2, "another, longer than the first");
        add(builder, 3, "");
        RowBatch second = builder.build();
        assertEquals("id=1, name=first", first.row(0).describe());
        assertEquals(List.of("id=2, name=another, longer than the first", "id=3, name="),
                boxed(second).stream().map(Row::describe).toList());
    }

    @Test
    void aDroppedRowLeavesNoNullBehind() {
        RowBatch.Builder builder = new RowBatch.Builder(TYPE, 4);
        builder.addNull();
        builder.addNull();
        builder.dropRow();
        add(builder, 7, "seven");
        assertEquals("id=7, name=seven", builder.build().row(0).describe());
    }

    @Test
    void bytesAreSlotsAndHeapInUse() {
        RowBatch.Builder builder = new RowBatch.Builder(TYPE, 4);
        add(builder, 1, "abc");
        add(builder, 2, "é");
        builder.addSlot(3);
        builder.addNull();
        builder.endRow();
        assertEquals(3 * 16 + 5, builder.bytes());
        RowBatch batch = builder.build();
        assertEquals(3 * 16 + 5, batch.bytes());
        assertEquals(16 + 2, batch.slice(1, 2).bytes());
        assertEquals(16, batch.slice(2, 3).bytes());
        assertEquals(0, batch.slice(1, 1).bytes());
    }

    @Test
    void aRowOfTheWrongWidthIsNotFinished() {
        RowBatch.Builder builder = new RowBatch.Builder(TYPE, 4);
        builder.addSlot(1);
        assertThrows(IllegalStateException.class, builder::endRow);
        builder.addUtf8("a");
        builder.addNull();
        assertThrows(IllegalStateException.class, builder::endRow);
    }

    @Test
    void aSliceLiesWithinTheBatch() {
        RowBatch.Builder builder = new RowBatch.Builder(TYPE, 4);
        add(builder, 1, "a");
        RowBatch batch = builder.build();
        assertSame(batch, batch.slice(0, 1));
        assertTrue(batch.slice(1, 1).isEmpty());
        assertThrows(IndexOutOfBoundsException.class, () -> batch.slice(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.slice(-1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.slice(1, 0));
    }

    @Test
    void bytesWrittenInPlaceAreACell() {
        RowBatch.Builder builder = new RowBatch.Builder(TYPE, 1);
        builder.addSlot(1);
        byte[] heap = builder.reserve(3);
        heap[builder.heapPosition()] = 'x';
        heap[builder.heapPosition() + 1] = 'y';
        builder.addReserved(2);
        builder.endRow();
        add(builder, 2, "next");
        assertEquals(List.of("id=1, name=xy", "id=2, name=next"),
                boxed(builder.build()).stream().map(Row::describe).toList());
    }

    private static void add(RowBatch.Builder builder, long id, String name) {
        builder.addSlot(id);
        builder.addUtf8(name);
        builder.endRow();
    }

    private static List<Row> boxed(RowBatch batch) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            rows.add(batch.row(row));
        }
        return rows;
    }
}
