package dev.tidemark.sqlite.state;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the one connection. A pool would add threads and start-up time, and nothing else: {@link StateThread} is the
 * only one who asks.
 */
final class StateDataSource implements DataSource {
    private volatile @Nullable StateConnection connection;

    /** Whoever asks gets this one from now on. */
    void use(StateConnection opened) {
        connection = opened;
    }

    @Override
    public Connection getConnection() throws SQLException {
        StateConnection opened = connection;
        if (opened == null) {
            throw new SQLException("the state is not open yet");
        }
        return opened;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // nothing is logged
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // nobody logs in to a file
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("no " + type.getName() + " in here");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
