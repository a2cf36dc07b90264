package dev.tidemark.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {
    @TempDir
    private Path directory;

    private Path source;
    private Path copy;

    @BeforeEach
    void twoEqualSides() throws Exception {
        source = directory.resolve("source.db");
        copy = directory.resolve("copy.db");
        Chinook.unpack(source);
        Chinook.unpack(copy);
    }

    @Test
    void equalSidesHaveNoDifference() throws SQLException {
        Comparison comparison = compare("select 1");
        assertEquals(11, comparison.tables());
        assertEquals(15_607, comparison.rows());
        assertEquals(0, comparison.differing());
        assertEquals(Map.of(), comparison.leftOver());
    }

    @Test
    void oneOtherLetterOfOneValueIsFound() throws SQLException {
        Comparison comparison = compare("update Track set Name = Name || ' ' where TrackId = 7");
        assertEquals(1, comparison.differing());
        assertTrue(comparison.examples().getFirst().startsWith("Track [7] Name: '"), comparison.examples()::toString);
    }

    @Test
    void aNumberThatBecameATextIsFound() throws SQLException {
        assertEquals(1, compare("update Artist set Name = x'41' where ArtistId = 2").differing());
    }

    @Test
    void nullAndTheEmptyTextDiffer() throws SQLException {
        assertEquals(List.of("Artist [3] Name: 'Aerosmith' became NULL"),
                compare("update Artist set Name = null where ArtistId = 3").examples());
    }

    @Test
    void aMissingRowAndALeftOverRowAreToldApart() throws SQLException {
        Comparison missing = compare("delete from PlaylistTrack where PlaylistId = 1 and TrackId = 5");
        assertEquals(List.of("PlaylistTrack [1, 5] is missing in the copy"), missing.examples());
        Comparison leftOver = compare("insert into Genre values (99, 'Tide')");
        assertEquals(Map.of("Genre", 1L), leftOver.leftOver());
    }

    @Test
    void aDayOfBusinessDoesWhatItSays() throws SQLException {
        try (Connection connection = open(source)) {
            Chinook.Business business = Chinook.doBusiness(connection);
            assertEquals(new Chinook.Business(13, 7, Map.of("PlaylistTrack", 3L)), business);
        }
        // Thirteen values changed: ten prices, a name, and a city and a postcode each of two customers; seven rows are new.
        Comparison comparison = compare("select 1");
        assertEquals(10 + 1 + 2 * 2 + 7, comparison.differing());
        assertEquals(Map.of("PlaylistTrack", 3L), comparison.leftOver());
    }

    private Comparison compare(String change) throws SQLException {
        try (Connection left = open(source);
                Connection right = open(copy);
                Statement statement = right.createStatement()) {
            statement.execute(change);
            return Comparison.of(left, right);
        }
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
