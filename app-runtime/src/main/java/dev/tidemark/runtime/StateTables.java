package dev.tidemark.runtime;

import dev.tidemark.domain.port.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/**
 * The tables of the state that a scheduler keeps.
 *
 * @param source connections to the state, each statement a transaction of its own
 * @param prefix what stands before the names of its tables
 * @param shared whether several servers may have this state
 */
public record StateTables(DataSource source, String prefix, boolean shared) implements AutoCloseable {

    /** The time by the clock of the server that has the state; several share one alone. */
    public Instant now() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new StoreException.Transient("while asking the state for the time: " + e.getMessage(), "",
                    "look at the state's server", e);
        }
    }

    /**
     * Frees what a server that is gone was executing, so that it need not be found dead first. Only for whoever knows that no
     * other server is there.
     *
     * @param table one of the scheduler's
     */
    public void free(String table) {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.executeUpdate("update " + prefix + table
                    + " set picked = 0, picked_by = null, last_heartbeat = null, version = version + 1 where picked = 1");
        } catch (SQLException e) {
            throw new StoreException.Permanent("while freeing what the last server was doing: " + e.getMessage(), "",
                    "look at the state's file", e);
        }
    }

    @Override
    public void close() {
        try {
            if (source instanceof AutoCloseable open) {
                open.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("while closing the connections of the schedules", e);
        }
    }
}
