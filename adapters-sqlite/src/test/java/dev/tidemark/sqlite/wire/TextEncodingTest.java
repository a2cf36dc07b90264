package dev.tidemark.sqlite.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Correctness rule 9: a text is the same in every encoding, and bytes that are no text are told. */
final class TextEncodingTest {

    @ParameterizedTest
    @EnumSource(TextEncoding.class)
    void rule9_everyTextComesBack(TextEncoding encoding) {
        for (String text : new String[] {"", "abcdefgh", "é日本\uD83D\uDE00", "a\u0000b", "\uFFFD\uFEFF",
                "\uDBFF\uDFFF"}) {
            byte[] utf8 = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
            assertArrayEquals(text.getBytes(StandardCharsets.UTF_8),
                    encoding.toUtf8(encoding.fromUtf8(utf8, 1, utf8.length - 2)));
        }
    }

    @Test
    void bytesThatAreNoTextAreTold() {
        for (String hex : new String[] {"ff", "c0af", "c1bf", "eda080", "edbfbf", "f4908080", "e28", "80", "616263c3",
                "f0808080", "e08080", "fe"}) {
            assertNull(TextEncoding.UTF_8
                    .toUtf8(java.util.HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "2")), hex);
        }
        assertNull(TextEncoding.UTF_16LE.toUtf8(new byte[] {0, (byte) 0xd8}), "a lone surrogate");
        assertNull(TextEncoding.UTF_16BE.toUtf8(new byte[] {(byte) 0xdc, 0}), "a lone surrogate");
        assertNull(TextEncoding.UTF_16LE.toUtf8(new byte[] {'a'}), "half a character");
    }

    @Test
    void validityAgreesWithTheDecoderOfTheJdk() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        byte[] lead = {'a', (byte) 0xc3, (byte) 0xe2, (byte) 0xed, (byte) 0xf0, (byte) 0xf4, (byte) 0x80, (byte) 0x9f,
                (byte) 0xa0, (byte) 0xbf};
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = lead[random.nextInt(lead.length)];
            }
            boolean valid = java.util.Arrays.equals(bytes,
                    new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
            assertEquals(valid, Utf8.isValid(bytes, 0, bytes.length), () -> java.util.HexFormat.of().formatHex(bytes));
        }
    }
}
