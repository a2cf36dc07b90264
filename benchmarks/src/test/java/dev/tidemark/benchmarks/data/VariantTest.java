package dev.tidemark.benchmarks.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantTest {

    @Test
    void theFirstRowsAreTheSameWhateverTheSize() {
        DataTable all = DataSet.narrative().tables().getFirst();
        DataTable some = DataSet.narrative().withRows(1_000).tables().getFirst();
        assertEquals(1_000, some.rows());
        for (long number = 1; number <= 1_000; number += 111) {
            assertArrayEquals(all.row(number, Variant.BASE), some.row(number, Variant.BASE));
        }
    }

    @Test
    void onePercentIsOnePercent() {
        assertEquals(0, Variant.BASE.changed(1_000));
        assertEquals(10, Variant.SCATTERED.changed(1_000));
        assertEquals(10, Variant.CLUSTERED.changed(1_000));
        assertEquals(20, Variant.INSERTED_DELETED.changed(1_000));
        assertEquals(1_000, Variant.ALL.changed(1_000));
    }

    @Test
    void aChangedRowKeepsItsKeyAndNothingElseIsSure() {
        DataTable table = DataSet.narrative().tables().getFirst();
        Object[] before = table.row(37, Variant.BASE);
        Object[] after = table.row(37, Variant.SCATTERED);
        assertEquals(before[0], after[0]);
        assertNotEquals(before[2], after[2]);
        assertNotEquals(before[8], after[8]);
    }

    @Test
    void anUnchangedRowIsTheSame() {
        DataTable table = DataSet.narrative().tables().getFirst();
        assertArrayEquals(table.row(38, Variant.BASE), table.row(38, Variant.SCATTERED));
    }

    @Test
    void copyTextEscapesWhatItMust() throws Exception {
        DataTable table = new DataTable("t", List.of(Field.of("id", Kind.INTEGER), Field.optional("a", Kind.TEXT),
                Field.optional("b", Kind.TEXT), Field.of("c", Kind.BOOLEAN), Field.of("d", Kind.TIME)), List.of("id"),
                1,
                (number, _) -> new Object[] {number, "a\tb\nc\\d\"é", null, true, 1_735_689_607_007_919L});
        try (CopyTextStream text = new CopyTextStream(table, Variant.BASE)) {
            assertEquals("1\ta\\tb\\nc\\\\d\"é\t\\N\tt\t2025-01-01T00:00:07.007919Z\n",
                    new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
