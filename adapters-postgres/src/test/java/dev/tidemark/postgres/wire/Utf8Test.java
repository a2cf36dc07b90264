package dev.tidemark.postgres.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A NUL is found wherever it stands in the part that was asked for, and nowhere else. */
final class Utf8Test {
    private static final int LONGEST = 100;

    @Test
    void nulIsFoundWhereverItIs() {
        byte[] bytes = new byte[LONGEST + 16];
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length <= LONGEST; length++) {
                fillWithoutNul(bytes, offset + length);
                assertFalse(Utf8.hasNul(bytes, offset, length));
                for (int nul = 0; nul < bytes.length; nul++) {
                    byte before = bytes[nul];
                    bytes[nul] = 0;
                    assertEquals(nul >= offset && nul < offset + length, Utf8.hasNul(bytes, offset, length));
                    bytes[nul] = before;
                }
            }
        }
    }

    /** Among them those that a sloppy test takes for one: the neighbours of 0, and of what has the highest bit. */
    private static void fillWithoutNul(byte[] bytes, int seed) {
        Random random = new Random(seed);
        byte[] usual = {1, 2, 127, -128, -127, -1, 'a'};
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = usual[random.nextInt(usual.length)];
        }
    }
}
