package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBatchJoinTest {
    private static final RowType TYPE = new RowType(List.of("id", "name", "score", "note"),
            List.of(ValueType.INT64, ValueType.TEXT, ValueType.FLOAT64, ValueType.BYTES));

    @Test
    void joinedSlicesHoldTheSameRowsAsTheirBatches() {
        Random random = new Random(1);
        RowBatch.Builder joined = new RowBatch.Builder(TYPE, 0);
        List<Row> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RowBatch batch = randomBatch(random);
            int from = random.nextInt(batch.size() + 1);
            RowBatch slice = batch.slice(from, from + random.nextInt(batch.size() - from + 1));
            joined.addRows(slice);
            for (int row = 0; row < slice.size(); row++) {
                expected.add(slice.row(row));
            }
        }
        RowBatch all = joined.build();
        List<Row> actual = new ArrayList<>();
        for (int row = 0; row < all.size(); row++) {
            actual.add(all.row(row));
        }
        assertEquals(expected, actual);
        assertEquals(expected.stream().mapToLong(RowBatchJoinTest::bytes).sum(), all.bytes());
    }

    private static RowBatch randomBatch(Random random) {
        RowBatch.Builder rows = new RowBatch.Builder(TYPE, 3);
        for (int row = random.nextInt(20); row > 0; row--) {
            rows.addSlot(random.nextLong());
            if (random.nextBoolean()) {
                rows.addNull();
            } else {
                rows.addUtf8("é".repeat(random.nextInt(5)));
            }
            if (random.nextInt(7) == 0) {
                rows.addNull();
                rows.dropRow();
                continue;
            }
            rows.addFloat64(random.nextDouble());
            if (random.nextBoolean()) {
                rows.addNull();
            } else {
                rows.addHeap(new byte[random.nextInt(9)]);
            }
            rows.endRow();
        }
        return rows.build();
    }

    private static long bytes(Row row) {
        long heap = row.values().stream().mapToLong(value -> switch (value) {
            case Value.Text(String text) -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            case Value.Bytes(byte[] bytes) -> bytes.length;
            default -> 0;
        }).sum();
        return heap + 8L * TYPE.width();
    }
}
