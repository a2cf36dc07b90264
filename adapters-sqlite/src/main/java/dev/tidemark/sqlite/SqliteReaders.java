package dev.tidemark.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which files this process reads, and how it opened them: whichever reader closes last must be able to remove what SQLite
 * put beside the file for the first. The only state of this module that is not held by an object that somebody closes.
 */
final class SqliteReaders {
    private static final Map<Path, Entry> OPEN = new HashMap<>();

    private SqliteReaders() {
    }

    private static final class Entry {
        private final String mode;
        private int readers;

        Entry(String mode) {
            this.mode = mode;
        }
    }

    /**
     * One who reads a file.
     *
     * @param mode how to open it: {@code ro} where a WAL or a journal lies beside it that is not ours, else {@code rw}
     */
    record Reader(Path file, String mode) implements SqliteSession.Leaving {
        @Override
        public void leave() {
            synchronized (OPEN) {
                Entry entry = OPEN.get(file);
                if (entry != null && --entry.readers == 0) {
                    OPEN.remove(file);
                }
            }
        }
    }

    static Reader enter(Path path) {
        Path file = canonical(path);
        synchronized (OPEN) {
            Entry entry = OPEN.computeIfAbsent(file,
                    _ -> new Entry(left(file, "-wal") || left(file, "-journal") ? "ro" : "rw"));
            entry.readers++;
            return new Reader(file, entry.mode);
        }
    }

    private static Path canonical(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static boolean left(Path file, String suffix) {
        return Files.exists(file.resolveSibling(file.getFileName() + suffix));
    }
}
