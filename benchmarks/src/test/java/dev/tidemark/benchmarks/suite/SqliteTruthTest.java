package dev.tidemark.benchmarks.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.SqliteFile;
import dev.tidemark.benchmarks.data.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTruthTest {
    private static final DataSet DATA = DataSet.narrative().withRows(100);
    private static final DataTable TABLE = DATA.tables().getFirst();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;
    @SuppressWarnings("NullAway.Init")
    private Path truth;
    @SuppressWarnings("NullAway.Init")
    private Path copy;

    @BeforeEach
    void makeTwo() throws IOException, SQLException {
        truth = SqliteFile.make(directory, DATA, Variant.BASE);
        copy = Files.copy(truth, directory.resolve("copy.db"));
    }

    @Test
    void aCopyIsExact() throws SQLException {
        assertEquals(Verdict.EXACT, SqliteTruth.compare(truth, copy, TABLE));
    }

    @Test
    void anotherFormOfTheSameInstantIsTheSame() throws SQLException {
        change("update narrative_results set updated_at = replace(replace(updated_at, 'T', ' '), 'Z', '+00') where id < 50");
        change("update narrative_results set updated_at = replace(updated_at, 'Z', '+00:00') where id > 50");
        assertEquals(Verdict.EXACT, SqliteTruth.compare(truth, copy, TABLE));
    }

    @Test
    void everyOtherDifferenceIsTold() throws SQLException {
        change("update narrative_results set score = round(score, 3), note = '' where id = 7");
        change("update narrative_results set updated_at = '2025-01-01T00:00:00Z', run_no = cast(run_no as text) || 'x' where id = 9");
        assertEquals(
                "narrative_results: differs in run_no in 1 rows, score in 1 rows, updated_at in 1 rows, note in 1 rows",
                SqliteTruth.compare(truth, copy, TABLE).difference());
    }

    @Test
    void aMissingRowIsTold() throws SQLException {
        change("delete from narrative_results where id = 7");
        assertEquals("narrative_results: 99 rows for 100", SqliteTruth.compare(truth, copy, TABLE).difference());
    }

    @Test
    void noFileIsTold() throws SQLException {
        assertTrue(SqliteTruth.compare(truth, directory.resolve("none.db"), TABLE).difference().contains("no file"));
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
