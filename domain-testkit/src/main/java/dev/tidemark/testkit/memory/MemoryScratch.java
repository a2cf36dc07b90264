package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.Scratch;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Spills into memory, and knows how many are open. */
public final class MemoryScratch implements Scratch {
    private final AtomicInteger open = new AtomicInteger();

    @Override
    public Spill open() {
        open.incrementAndGet();
        return new MemorySpill();
    }

    /** The spills that were not closed. */
    public int openSpills() {
        return open.get();
    }

    private final class MemorySpill implements Spill {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private byte[] bytes = {};
        private int next;
        private boolean reading;
        private boolean closed;

        @Override
        public void write(byte[] from, int offset, int length) {
            if (reading || closed) {
                throw new IllegalStateException("a spill is written that was read or closed");
            }
            written.write(from, offset, length);
        }

        @Override
        public int read(byte[] into) {
            if (closed) {
                throw new IllegalStateException("a closed spill is read");
            }
            if (!reading) {
                reading = true;
                bytes = written.toByteArray();
            }
            int length = Math.min(into.length, bytes.length - next);
            System.arraycopy(bytes, next, into, 0, length);
            next += length;
            return length;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
