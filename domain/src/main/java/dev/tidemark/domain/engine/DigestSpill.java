package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Scratch;
import dev.tidemark.domain.port.Scratch.Spill;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of the rows of one side of a table: a 16-byte digest of the key and an 8-byte digest of the values,
 * spread over partitions by the key, so that one partition fits in memory. Not thread-safe.
 */
final class DigestSpill implements AutoCloseable {
    private static final int BYTES_AN_ENTRY = 3 * Long.BYTES;
    private static final int ENTRIES_A_BUFFER = 512;

    private final List<Partition> partitions = new ArrayList<>();

    DigestSpill(Scratch scratch, int partitions) {
        try {
            for (int partition = 0; partition < partitions; partition++) {
                this.partitions.add(new Partition(scratch.open()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private record Partition(Spill spill, ByteBuffer buffer) {
        Partition(Spill spill) {
            this(spill, ByteBuffer.allocate(ENTRIES_A_BUFFER * BYTES_AN_ENTRY));
        }

        void flush() {
            spill.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    /** Takes the digests of one row. */
    @FunctionalInterface
    interface Entry {
        void take(long keyHigh, long keyLow, long row);
    }

    void add(long keyHigh, long keyLow, long row) {
        Partition partition = partitions.get((int) Long.remainderUnsigned(keyHigh, partitions.size()));
        partition.buffer.putLong(keyHigh).putLong(keyLow).putLong(row);
        if (!partition.buffer.hasRemaining()) {
            partition.flush();
        }
    }

    /** Hands over all rows of a partition, which is gone afterwards. */
    void drain(int number, Entry entry) {
        Partition partition = partitions.get(number);
        partition.flush();
        ByteBuffer read = partition.buffer;
        for (int length = partition.spill.read(read.array()); length > 0; length = partition.spill.read(read.array())) {
            read.limit(length).position(0);
            while (read.hasRemaining()) {
                entry.take(read.getLong(), read.getLong(), read.getLong());
            }
        }
        partition.spill.close();
    }

    @Override
    public void close() {
        partitions.forEach(partition -> partition.spill.close());
    }
}
