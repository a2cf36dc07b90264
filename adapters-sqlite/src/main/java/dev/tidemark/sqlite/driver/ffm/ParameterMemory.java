package dev.tidemark.sqlite.driver.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a statement's parameters are while it runs, so that SQLite is only told their place. Those of many cells
 * are copied at once where that was announced: a call to copy costs more than the bytes of a cell, and with one for each
 * text, writing a row of five took half as long again.
 */
final class ParameterMemory implements AutoCloseable {
    /** Of a row's parameters that were not announced; what does not fit SQLite copies itself. */
    private static final int SCRATCH_BYTES = 64 << 10;
    private static final int MOST_ANNOUNCED = 1 << 20;

    private @Nullable Arena arena;
    private MemorySegment scratch = MemorySegment.NULL;
    private int scratchUsed;
    private MemorySegment copy = MemorySegment.NULL;
    private byte @Nullable [] announced;
    private int announcedFrom;
    private int announcedTo;

    private Arena arena() {
        Arena open = arena;
        if (open == null) {
            open = Arena.ofShared();
            arena = open;
        }
        return open;
    }

    /** Copies this part of the array, unless it is too large; nothing that was copied before is in use any more. */
    void announce(byte[] bytes, int from, int to) {
        announced = null;
        int length = to - from;
        if (length <= 0 || length > MOST_ANNOUNCED) {
            return;
        }
        if (copy.byteSize() < length) {
            // A power of two, so that what is left behind by growing is no more than what is in use.
            copy = arena().allocate(Integer.highestOneBit(length - 1 | SCRATCH_BYTES) * 2L);
        }
        MemorySegment.copy(bytes, from, copy, JAVA_BYTE, 0, length);
        announced = bytes;
        announcedFrom = from;
        announcedTo = to;
    }

    /** Where the bytes are, or 0 if there is no room for them. Never 0 for no bytes, of which SQLite would make a NULL. */
    long addressOf(byte[] bytes, int offset, int length) {
        if (bytes == announced && offset >= announcedFrom && offset + length <= announcedTo) {
            return copy.address() + offset - announcedFrom;
        }
        if (scratch.byteSize() == 0) {
            scratch = arena().allocate(SCRATCH_BYTES);
        }
        if (SCRATCH_BYTES - scratchUsed < length) {
            return 0;
        }
        MemorySegment.copy(bytes, offset, scratch, JAVA_BYTE, scratchUsed, length);
        long address = scratch.address() + scratchUsed;
        scratchUsed += length;
        return address;
    }

    /** The row is done; what was announced still holds. */
    void forgetRow() {
        scratchUsed = 0;
    }

    /** Lets go of what was announced. */
    void forget() {
        announced = null;
        scratchUsed = 0;
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
