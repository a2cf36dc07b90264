package dev.tidemark.runtime;

import dev.tidemark.domain.port.Scratch;
import dev.tidemark.domain.port.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Spills into files of the system's temporary folder, which only their owner can read. Where the system allows it a file
 * loses its name at once, so that it is gone with the process however that ends; elsewhere it goes when it is closed.
 */
final class TemporaryFiles implements Scratch {

    @Override
    public Spill open() {
        try {
            Path path = Files.createTempFile("tidemark-", ".spill");
            SpillFile file = new SpillFile(path, new RandomAccessFile(path.toFile(), "rw"));
            file.deleteIfPossible();
            return file;
        } catch (IOException e) {
            throw failure("opening a temporary file", e);
        }
    }

    private static StoreException failure(String doing, IOException e) {
        return new StoreException.Permanent(
                doing + " in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                "", "make room there, or name another folder with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER", e);
    }

    /** Not a channel: an interrupt would close that in the middle of a write, and look like trouble with the disk. */
    private static final class SpillFile implements Spill {
        private final Path path;
        private final RandomAccessFile file;
        private boolean reading;

        SpillFile(Path path, RandomAccessFile file) {
            this.path = path;
            this.file = file;
        }

        void deleteIfPossible() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException _) {
                // a system that does not delete open files; closing deletes it
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                file.write(bytes, offset, length);
            } catch (IOException e) {
                throw failure("writing a temporary file", e);
            }
        }

        @Override
        public int read(byte[] into) {
            try {
                if (!reading) {
                    reading = true;
                    file.seek(0);
                }
                int length = 0;
                for (int more = 0; more >= 0 && length < into.length; length += Math.max(0, more)) {
                    more = file.read(into, length, into.length - length);
                }
                return length;
            } catch (IOException e) {
                throw failure("reading a temporary file", e);
            }
        }

        @Override
        public void close() {
            try {
                file.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw failure("closing a temporary file", e);
            }
        }
    }
}
