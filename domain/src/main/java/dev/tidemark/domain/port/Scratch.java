package dev.tidemark.domain.port;

/** Room for more bytes than fit in memory, for as long as something is worked on. Thread-safe; a spill is not. */
public interface Scratch {

    /**
     * Opens an empty spill.
     *
     * @throws StoreException if there is no room for it
     */
    Spill open();

    /** Bytes that are written one after the other, and then read back once in the same order. */
    interface Spill extends AutoCloseable {

        /**
         * Adds bytes behind the others; not after the first {@link #read}.
         *
         * @throws StoreException if there is no room for them
         */
        void write(byte[] bytes, int offset, int length);

        /**
         * Reads the next bytes: as many as there are, up to {@code into.length}.
         *
         * @return how many were read; 0 after the last
         * @throws StoreException if they cannot be read
         */
        int read(byte[] into);

        /** Forgets the bytes. */
        @Override
        void close();
    }
}
