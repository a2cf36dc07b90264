package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
final class DemoTest {
    private static final String SECOND_SYNC = ": 7 inserted, 13 updated, 15,591 unchanged, 3 deleted, 0 rejected";

    @TempDir
    private Path directory;

    @Test
    void theDemoLandsEveryValueAndDeletesWhatIsGone() {
        Call demo = Call.of(directory, "demo");
        assertEquals(0, demo.exitCode(), demo.out() + demo.err());
        assertTrue(demo.out().contains(": 15,607 inserted, 0 updated, 0 unchanged"), demo.out());
        assertTrue(demo.out().contains(SECOND_SYNC), demo.out());
        assertTrue(demo.out().contains("All equal: 15,611 rows in 11 tables ("), demo.out());
        assertTrue(demo.out().contains("Everything landed"), demo.out());
        Path source = Path
                .of(demo.out().lines().filter(line -> line.contains("from  SQLite, ")).findFirst().orElseThrow()
                        .replaceFirst(".*SQLite, ", ""));
        assertFalse(Files.exists(source.getParent()), "the temporary folder is left behind");
    }

    @Test
    void theSameGoesToPostgresInASchemaOfItsOwn(PostgresDatabase postgres) throws Exception {
        postgres.execute("create table \"Album\" (mine int)");
        Call demo = Call.with(directory, Map.of("PG_URL", postgres.uri().toString()), "demo");
        assertEquals(0, demo.exitCode(), demo.out() + demo.err());
        assertTrue(demo.out().contains(SECOND_SYNC), demo.out());
        assertTrue(demo.out().contains("All equal: 15,611 rows in 11 tables ("), demo.out());
        assertFalse(demo.out().contains(":" + postgres.password() + "@"), demo.out());
        try (Connection connection = postgres.connect();
                ResultSet schemas = connection.getMetaData().getSchemas(null, "tidemark\\_demo%")) {
            assertFalse(schemas.next(), "the demo's schema is left behind");
        }
    }

    @Test
    void aFileThatIsThereIsNotTouched() throws Exception {
        Files.writeString(directory.resolve("mine.db"), "precious");
        Call demo = Call.of(directory, "demo", "--to", "mine.db");
        assertEquals(2, demo.exitCode());
        assertTrue(demo.err().contains("exists"), demo.err());
        assertEquals("precious", Files.readString(directory.resolve("mine.db")));
    }

    @Test
    void aCopyCanBeKept() throws Exception {
        Call demo = Call.of(directory, "demo", "--to", "sqlite:kept.db", "--keep");
        assertEquals(0, demo.exitCode(), demo.out() + demo.err());
        assertEquals(List.of("3505"), new Sqlite(directory.resolve("kept.db")).rows("select count(*) from \"Track\""));
        String config = demo.out().lines().filter(line -> line.contains("--config ")).findFirst().orElseThrow()
                .replaceFirst(".*--config (\\S+) .*", "$1");
        Call again = Call.of(directory, "push", "--config", config);
        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.out().contains(": 0 inserted, 0 updated, 15,611 unchanged"), again.out());
        try (Stream<Path> kept = Files.walk(Path.of(config).getParent())) {
            kept.sorted(Comparator.reverseOrder()).forEach(file -> assertTrue(file.toFile().delete()));
        }
    }
}
