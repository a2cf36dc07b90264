package dev.tidemark.sqlite.state;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.jdbc4.JDBC4Connection;

/** The one connection to the state file. It stays open until {@link #shut}, however often it is given back. */
final class StateConnection extends JDBC4Connection {
    private static final int BUSY_MILLIS = 10_000;
    private static final String URL = "jdbc:sqlite:";

    StateConnection(Path file) throws SQLException {
        super(URL + file, file.toString(), settings().toProperties());
    }

    /**
     * {@code synchronous=FULL}: what was saved is on the disk when the call returns, as the ports promise; a commit costs
     * one fsync, once a batch. Transactions begin IMMEDIATE, since one that reads first and then writes fails at once, without
     * waiting, when another process wrote in between (sqlite.org/rescode.html#busy_snapshot).
     */
    private static SQLiteConfig settings() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        return config;
    }

    /** Micronaut Data asks for this around every read; the driver refuses it on an open connection. It is a hint only. */
    @Override
    public void setReadOnly(boolean readOnly) {
        // left as it is
    }

    @Override
    public void close() {
        // given back, not closed: opening the file costs more than all that is done with it
    }

    void shut() throws SQLException {
        super.close();
    }
}
