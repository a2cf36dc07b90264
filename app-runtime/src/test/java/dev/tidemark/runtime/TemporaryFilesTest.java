package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.Scratch.Spill;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemporaryFilesTest {

    @Test
    void whatIsWrittenInPiecesIsReadBackOnceInOrder() {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        try (Spill spill = new TemporaryFiles().open()) {
            for (int at = 0; at < bytes.length; at += 7_001) {
                spill.write(bytes, at, Math.min(7_001, bytes.length - at));
            }
            byte[] into = new byte[12_288];
            int at = 0;
            for (int length = spill.read(into); length > 0; length = spill.read(into)) {
                assertArrayEquals(Arrays.copyOfRange(bytes, at, at + length), Arrays.copyOf(into, length));
                at += length;
            }
            assertEquals(bytes.length, at);
            assertEquals(0, spill.read(into));
        }
    }

    @Test
    void anInterruptDoesNotBreakIt() {
        try (Spill spill = new TemporaryFiles().open()) {
            Thread.currentThread().interrupt();
            spill.write(new byte[] {1, 2, 3}, 0, 3);
            byte[] into = new byte[8];
            assertEquals(3, spill.read(into));
        } finally {
            Thread.interrupted();
        }
    }
}
