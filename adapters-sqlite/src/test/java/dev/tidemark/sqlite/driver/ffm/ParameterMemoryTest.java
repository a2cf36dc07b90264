package dev.tidemark.sqlite.driver.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wherever the bytes of a parameter are, they are those that were given. */
final class ParameterMemoryTest {
    private static final int MEGABYTE = 1 << 20;

    private final ParameterMemory memory = new ParameterMemory();

    @AfterEach
    void close() {
        memory.close();
    }

    private String kept(byte[] bytes, int offset, int length) {
        return at(memory.addressOf(bytes, offset, length), length);
    }

    private static String at(long address, int length) {
        byte[] found = MemorySegment.ofAddress(address).reinterpret(length).toArray(JAVA_BYTE);
        return new String(found, StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatWasAnnouncedIsCopiedOnceAndLiesAsInTheArray() {
        byte[] heap = bytes("0123456789");
        memory.announce(heap, 2, 8);
        long first = memory.addressOf(heap, 2, 3);
        assertEquals("234", at(first, 3));
        assertEquals(first + 3, memory.addressOf(heap, 5, 3));
        assertEquals("567", kept(heap, 5, 3));
        assertNotEquals(0, memory.addressOf(heap, 8, 0));
    }

    @Test
    void whatLiesOutsideOfItOrInAnotherArrayIsCopiedByItself() {
        byte[] heap = bytes("0123456789");
        memory.announce(heap, 2, 8);
        assertEquals("01", kept(heap, 0, 2));
        assertEquals("789", kept(heap, 7, 3));
        assertEquals("abc", kept(bytes("xabc"), 1, 3));
        assertEquals("", kept(new byte[0], 0, 0));
        assertNotEquals(0, memory.addressOf(new byte[0], 0, 0));
    }

    @Test
    void theNextAnnouncementReplacesTheLastAndMayBeLonger() {
        byte[] first = bytes("abc");
        memory.announce(first, 0, 3);
        byte[] second = bytes("x".repeat(MEGABYTE - 1) + "y");
        memory.announce(second, 0, MEGABYTE);
        assertEquals("xy", kept(second, MEGABYTE - 2, 2));
        assertEquals("abc", kept(first, 0, 3));
        memory.announce(first, 0, 3);
        assertEquals("bc", kept(first, 1, 2));
        memory.forget();
        assertEquals("bc", kept(first, 1, 2));
    }

    @Test
    void whatIsTooLargeIsLeftToSqlite() {
        byte[] heap = new byte[MEGABYTE + 1];
        memory.announce(heap, 0, heap.length);
        assertEquals(0, memory.addressOf(heap, 0, heap.length));
        assertEquals("\0\0", kept(heap, MEGABYTE - 1, 2));
        byte[] half = new byte[40 << 10];
        assertNotEquals(0, memory.addressOf(half, 0, half.length));
        assertEquals(0, memory.addressOf(half, 0, half.length));
        memory.forgetRow();
        assertNotEquals(0, memory.addressOf(half, 0, half.length));
    }
}
