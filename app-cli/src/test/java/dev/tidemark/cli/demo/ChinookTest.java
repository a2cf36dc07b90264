package dev.tidemark.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChinookTest {

    @Test
    void aDayOfBusinessDoesWhatItSays(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("chinook.db");
        Chinook.unpack(file);
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertEquals(new Chinook.Business(13, 7, 3), Chinook.doBusiness(store));
        }
    }
}
