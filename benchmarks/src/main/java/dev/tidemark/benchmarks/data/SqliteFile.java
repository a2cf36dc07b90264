package dev.tidemark.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Writes test data into SQLite files. A file that is there is whole: it gets its name when it is. */
public final class SqliteFile {
    private static final int BATCH = 10_000;

    private SqliteFile() {
    }

    /** The file with these rows, made if it is missing. */
    public static Path make(Path directory, DataSet data, Variant variant) throws IOException, SQLException {
        Path file = directory.resolve(data.name() + "-" + variant.label() + "-" + data.largest() + ".db");
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(directory);
        Path unfinished = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + unfinished);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = off");
            statement.execute("pragma synchronous = off");
            connection.setAutoCommit(false);
            for (DataTable table : data.tables()) {
                statement.execute(table.sqliteDdl());
                fill(connection, table, variant);
            }
            connection.commit();
        }
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void fill(Connection connection, DataTable table, Variant variant) throws SQLException {
        String marks = String.join(",", Collections.nCopies(table.fields().size(), "?"));
        try (PreparedStatement insert = connection
                .prepareStatement("insert into " + table.name() + " values(" + marks + ")")) {
            int batched = 0;
            long last = variant.last(table.rows());
            for (long number = 1; number <= last; number++) {
                if (!variant.has(number)) {
                    continue;
                }
                bind(insert, table.row(number, variant), table);
                insert.addBatch();
                if (++batched % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, @Nullable Object[] row, DataTable table) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            if (value == null) {
                insert.setNull(i + 1, Types.NULL);
                continue;
            }
            switch (table.fields().get(i).kind()) {
                case INTEGER -> insert.setLong(i + 1, (Long) value);
                case REAL -> insert.setDouble(i + 1, (Double) value);
                case BOOLEAN -> insert.setInt(i + 1, (Boolean) value ? 1 : 0);
                case TIME -> insert.setString(i + 1, IsoTime.of((Long) value));
                case TEXT -> insert.setString(i + 1, (String) value);
            }
        }
    }
}
