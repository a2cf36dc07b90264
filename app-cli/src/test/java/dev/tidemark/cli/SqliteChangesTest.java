package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

final class SqliteChangesTest extends ChangesContract {
    private Path file = Path.of("");

    @Override
    Side sink(Path folder) {
        file = folder.resolve("copy.db");
        return new Sqlite(file);
    }

    @Override
    String connection() {
        return "{ type: sqlite, path: copy.db }";
    }

    @Override
    String profileLines() {
        return "";
    }

    @Override
    Map<String, String> variables() {
        return Map.of();
    }

    @Override
    String trace(Side sink) throws IOException {
        return Integer.toHexString(Arrays.hashCode(Files.readAllBytes(file)));
    }
}
