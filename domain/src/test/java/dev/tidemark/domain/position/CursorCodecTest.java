package dev.tidemark.domain.position;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.row.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorCodecTest {
    private static final Cursor AFTER = new Cursor.After(
            List.of(new Value.Int64(7), new Value.Text("Ada: \n'x'"), Value.Null.NULL,
                    new Value.Bytes(new byte[] {0, -1})));

    @Test
    void everyPlaceComesBack() {
        for (Cursor cursor : List.of(new Cursor.Start(), AFTER, new Cursor.After(List.of()))) {
            assertEquals(cursor, CursorCodec.decode(CursorCodec.encode(cursor)));
        }
    }

    @Test
    void aPlaceIsDescribedForAPerson() {
        assertEquals("the start", CursorCodec.describe(new Cursor.Start()));
        assertEquals("after (7, Ada: \n'x', NULL, \\x00ff)", CursorCodec.describe(AFTER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "begin", "after", "after x", "start "})
    void anyOtherTextIsNoPlace(String text) {
        assertThrows(IllegalArgumentException.class, () -> CursorCodec.decode(text));
    }
}
