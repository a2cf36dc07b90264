package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;

/** Brings the state file to the schema that this program knows. */
final class Migrations {
    /** The files in {@code db/sqlite}, in the order of their numbers. */
    private static final List<String> SCRIPTS = List.of("V1__state.sql", "V2__changes_and_orphans.sql",
            "V3__servers.sql", "V4__shared_runs.sql");

    /** The number of the last one. */
    static final int LATEST = SCRIPTS.size();

    private static final String HISTORY = "tidemark_history";

    private Migrations() {
    }

    /**
     * Makes or changes the tables if they are not the latest. Where they are, which is nearly always, it costs one query.
     * Flyway is started for a file of an older Tidemark only: in a new one the same scripts are run without it, which takes
     * a fifth of a second less.
     *
     * @param lock the file that keeps two processes from migrating at once; Flyway has no lock for SQLite
     * @throws StoreException.Permanent if the file belongs to another program, or to a newer Tidemark
     */
    static void apply(StateConnection connection, Path file, Path lock) throws SQLException, IOException {
        if (isLatest(connection, file)) {
            return;
        }
        // A file lock keeps out other processes, but throws within one; the monitor comes first.
        synchronized (Migrations.class) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                boolean empty = isEmpty(connection);
                if (!isLatest(connection, file)) {
                    if (empty) {
                        create(connection);
                    } else {
                        migrate(connection);
                    }
                }
            }
        }
    }

    private static boolean isEmpty(StateConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return count(statement, "select count(*) from sqlite_schema") == 0;
        }
    }

    private static boolean isLatest(StateConnection connection, Path file) throws SQLException {
        int version = version(connection, file);
        if (version > LATEST) {
            throw new StoreException.Permanent(
                    "The state file " + file + " has schema " + version + "; this Tidemark knows it up to " + LATEST
                            + ".",
                    "",
                    "Use the newer Tidemark that wrote it, or name another file as state.", null);
        }
        return version == LATEST;
    }

    /** 0 for a file without any table, and for one whose first migration was cut short. */
    private static int version(StateConnection connection, Path file) throws SQLException {
        if (isEmpty(connection)) {
            return 0;
        }
        try (Statement statement = connection.createStatement()) {
            if (count(statement, "select count(*) from sqlite_schema where name = '" + HISTORY + "'") == 0) {
                throw new StoreException.Permanent(
                        "The file " + file
                                + " is a SQLite database of another program, not a Tidemark state; nothing was changed in it.",
                        "", "Name another file as state.", null);
            }
            return count(statement, "select max(cast(version as integer)) from " + HISTORY + " where success");
        }
    }

    private static int count(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /**
     * All of it or nothing, since who opens closes what could not be opened; with the history that Flyway would have written, so
     * that it goes on from there.
     */
    private static void create(StateConnection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            appendOnly(statement);
            statement.execute("begin immediate");
            statement.executeUpdate(script("db/sqlite-history.sql"));
            for (String name : SCRIPTS) {
                statement.executeUpdate(script("db/sqlite/" + name));
            }
            statement.execute("commit");
        }
    }

    private static String script(String path) throws IOException {
        try (InputStream script = Migrations.class.getClassLoader().getResourceAsStream(path)) {
            if (script == null) {
                throw new IOException("this build lacks " + path);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Kept in the file: readers do not wait for writers, and a commit is one append. */
    private static void appendOnly(Statement statement) throws SQLException {
        statement.execute("pragma journal_mode = wal");
    }

    /** Whatever the version, a file without any table too. */
    static void migrate(StateConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            appendOnly(statement);
        }
        StateDataSource source = new StateDataSource();
        source.use(connection);
        Flyway.configure(Migrations.class.getClassLoader()).dataSource(source)
                .locations("classpath:db/sqlite").table(HISTORY).loggers("slf4j").load().migrate();
    }
}
