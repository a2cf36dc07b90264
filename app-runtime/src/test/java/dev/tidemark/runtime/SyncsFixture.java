package dev.tidemark.runtime;

import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with SQLite files and a configuration. */
final class SyncsFixture {
    private final Path folder;

    SyncsFixture(Path folder) {
        this.folder = folder;
    }

    Syncs open(String yaml) throws IOException {
        return open(yaml, Map.of());
    }

    Syncs open(String yaml, Map<String, String> variables) throws IOException {
        Files.writeString(folder.resolve("tidemark.yml"), yaml);
        return Syncs.open(Configuration.load(Optional.empty(), new Environment(variables, folder)));
    }

    /** Runs SQL on a file, which is made if it is missing. */
    void run(String file, String... statements) throws SQLException, IOException {
        Files.createDirectories(folder.resolve(file).toAbsolutePath().getParent());
        try (Connection connection = connect(file); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows of a query, the cells of each with commas between. */
    List<String> rows(String file, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    cells.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join(",", cells));
            }
        }
        return rows;
    }

    private Connection connect(String file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
    }
}
