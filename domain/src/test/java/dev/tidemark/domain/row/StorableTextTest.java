package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StorableTextTest {

    @Test
    void leavesOrdinaryTextAsItIs() {
        String text = "t3:Ada, C:\\dir, \"quoted\", déjà vu, 😀\n";
        assertSame(text, StorableText.encode(text));
        assertSame(text, StorableText.decode(text));
    }

    @Test
    void writesWhatNoStoreKeepsAsSubstituteAndHex() {
        assertEquals("a\u001a0000b\u001ad83d", StorableText.encode("a\0b\ud83d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0\0", "\u001a", "\u001a0000", "\ud83d", "\ude00", "\ude00\ud83d",
            "\ud83d\ud83d\ude00",
            "a\0😀\u001ab"})
    void comesBackWithoutLossFromUtf8(String text) {
        byte[] stored = StorableText.encode(text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(text, StorableText.decode(new String(stored, java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void refusesTextThatIsCutShort() {
        assertThrows(IllegalArgumentException.class, () -> StorableText.decode("a\u001a00"));
    }
}
