package dev.tidemark.sqlite;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteDriver;
import dev.tidemark.sqlite.driver.ffm.NativeLibrary;
import dev.tidemark.sqlite.driver.jdbc.JdbcDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which driver each file of this process is opened with. All connections to a file go through one library: two of them in
 * one process do not see one another's locks, and whichever closes the file drops the locks of both. So the first connection
 * decides, and later ones follow as long as it, or any after it, is open.
 *
 * @see <a href="https://sqlite.org/howtocorrupt.html#_multiple_copies_of_sqlite_linked_into_the_same_application">Multiple
 *     copies of SQLite linked into the same application</a>
 */
public final class SqliteDrivers {
    private static final SqliteDriver JDBC = new JdbcDriver();

    /**
     * A smaller source is read before the other library's functions are bound: binding takes 60 ms, and reading through them
     * saves one to two for each megabyte. A sink may grow, and one that is to be filled is small.
     */
    private static final long SMALL_BYTES = 32L << 20;

    private static final Map<Path, Use> IN_USE = new HashMap<>();

    private SqliteDrivers() {
    }

    /** A driver, and why it is this one. */
    record Chosen(SqliteDriver driver, String why) {
        @Override
        public String toString() {
            return driver.description() + (why.isEmpty() ? "" : ": " + why);
        }
    }

    /** The use that this process makes of one file. */
    static final class Use {
        private final Path file;
        private Chosen chosen;
        private int connections;
        private boolean settled;

        private Use(Path file, Chosen chosen) {
            this.file = file;
            this.chosen = chosen;
        }

        synchronized Chosen chosen() {
            return chosen;
        }

        /** Opens a connection; {@link #leave} it when it is closed, or if it was not opened. */
        synchronized SqliteConnection open(String uri, SqliteConfig config) throws SQLException {
            SqliteConnection connection = chosen.driver().open(uri, config.busyTimeout());
            if (settled || chosen.driver().kind() == DriverChoice.JDBC) {
                return connection;
            }
            String trouble = suitability(connection);
            if (trouble.isEmpty()) {
                settled = true;
                return connection;
            }
            connection.close();
            if (config.driver() == DriverChoice.NATIVE) {
                throw unavailable(config, trouble);
            }
            chosen = new Chosen(JDBC, trouble);
            settled = true;
            return JDBC.open(uri, config.busyTimeout());
        }

        private static String suitability(SqliteConnection connection) throws SQLException {
            boolean known = false;
            try {
                String trouble = SqliteSuitability.trouble(connection);
                known = true;
                return trouble;
            } finally {
                if (!known) {
                    connection.close();
                }
            }
        }

        void leave() {
            synchronized (IN_USE) {
                if (--connections == 0) {
                    IN_USE.remove(file);
                }
            }
        }
    }

    /**
     * Notes one more connection to a file.
     *
     * @throws StoreException.Denied if the driver that is asked for cannot be had
     */
    static Use enter(SqliteConfig config) {
        return enter(config, () -> choose(config));
    }

    /**
     * Notes the first connection of a source.
     *
     * @throws StoreException.Denied if the driver that is asked for cannot be had
     */
    static Use enterSource(SqliteConfig config) {
        return enter(config, () -> chooseForSource(config));
    }

    private static Use enter(SqliteConfig config, Supplier<Chosen> choice) {
        Path file = canonical(config.path());
        synchronized (IN_USE) {
            Use use = IN_USE.get(file);
            if (use == null) {
                use = new Use(file, choice.get());
                IN_USE.put(file, use);
            }
            DriverChoice used = use.chosen().driver().kind();
            if (config.driver() != DriverChoice.AUTO && config.driver() != used) {
                throw new StoreException.Denied("opening SQLite " + config.path() + " with driver: "
                        + config.driver().word() + ": this process has it open with driver: " + used.word(), "",
                        "Name the same driver for both connections to the file.", null);
            }
            use.connections++;
            return use;
        }
    }

    /**
     * Notes a connection that is made by SQLite JDBC without a session.
     *
     * @return to be run when it is closed
     * @throws StoreException.Denied if this process has the file open with another driver
     */
    public static Runnable enterJdbc(Path file) {
        return enter(SqliteConfig.of(file, DriverChoice.JDBC))::leave;
    }

    /** As {@link #choose}, but what binding a library would cost counts too. */
    static Chosen chooseForSource(SqliteConfig config) {
        return config.driver() == DriverChoice.AUTO && isSmall(config.path()) ? new Chosen(JDBC, "the file is small")
                : choose(config);
    }

    private static boolean isSmall(Path file) {
        try {
            return Files.size(file) < SMALL_BYTES;
        } catch (IOException _) {
            // Opening it tells what is wrong.
            return false;
        }
    }

    /** What a file would be opened with, as far as that does not depend on what is in it. */
    static Chosen choose(SqliteConfig config) {
        if (config.driver() == DriverChoice.JDBC) {
            return new Chosen(JDBC, "it is configured");
        }
        NativeLibrary library = NativeLibrary.get();
        if (library.driver().isPresent()) {
            return new Chosen(library.driver().get(), config.driver() == DriverChoice.NATIVE ? "it is configured" : "");
        }
        if (config.driver() == DriverChoice.NATIVE) {
            throw unavailable(config, library.trouble());
        }
        return new Chosen(JDBC, "the system's SQLite library cannot be used: " + library.trouble());
    }

    private static StoreException unavailable(SqliteConfig config, String why) {
        return new StoreException.Denied("opening SQLite " + config.path() + " with driver: native: " + why, "",
                "Use driver: auto or jdbc; or see to a libsqlite3 of 3.37 or newer (Debian: libsqlite3-0).", null);
    }

    private static Path canonical(Path path) {
        Path whole = path.toAbsolutePath();
        try {
            return whole.toRealPath();
        } catch (IOException _) {
            // It will be made.
        }
        try {
            Path folder = whole.getParent();
            return folder == null ? whole : folder.toRealPath().resolve(whole.getFileName());
        } catch (IOException _) {
            return whole.normalize();
        }
    }
}
