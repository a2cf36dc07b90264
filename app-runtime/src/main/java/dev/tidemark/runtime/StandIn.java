package dev.tidemark.runtime;

import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An empty file elsewhere, under the name of the SQLite file that a run would make: opening a sink makes its file, and a look
 * must leave nothing behind.
 */
record StandIn(String name, Store empty) implements Store {

    /** What is done with the sink. */
    @FunctionalInterface
    interface Look<T> {
        T at(Store sink) throws InterruptedException;
    }

    /** Whether a run would make the file. */
    static boolean isNeeded(Connection to) {
        return to instanceof Connection.Sqlite sqlite && !sqlite.isGlob() && Files.notExists(sqlite.path());
    }

    /** Looks at the sink, or at its stand-in, which is gone afterwards. */
    static <T> T look(Connection to, Store sink, Look<T> look) throws InterruptedException {
        if (!isNeeded(to) || !(to instanceof Connection.Sqlite sqlite)) {
            return look.at(sink);
        }
        Path folder = folder();
        try {
            Store empty = Composition.empty(sqlite.withPath(emptyFile(folder)));
            return look.at(new StandIn(sink.name(), empty));
        } finally {
            remove(folder);
        }
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("tidemark");
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /** A file without a byte is a database without a table to SQLite. */
    private static Path emptyFile(Path folder) {
        try {
            return Files.createFile(folder.resolve("empty.db"));
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private static StoreException noRoom(IOException e) {
        return new StoreException.Denied("a temporary folder cannot be made: " + e.getMessage(), "",
                "look at the rights and the room of the folder for temporary files", e);
    }

    static void remove(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // An empty file among the temporary ones is no reason to hide what was found.
        }
    }

    @Override
    public Source openSource() {
        return empty.openSource();
    }

    @Override
    public Sink openSink() {
        return empty.openSink();
    }

    @Override
    public SizeProbe sizes() {
        return empty.sizes();
    }
}
