package dev.tidemark.runtime;

import javax.sql.DataSource;

/**
 * The tables of the state that a scheduler keeps.
 *
 * @param source connections to the state, each statement a transaction of its own
 * @param prefix what stands before the names of its tables
 * @param shared whether several servers may have this state
 */
public record StateTables(DataSource source, String prefix, boolean shared) implements AutoCloseable {

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
