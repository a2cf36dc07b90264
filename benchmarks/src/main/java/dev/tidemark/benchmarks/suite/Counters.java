package dev.tidemark.benchmarks.suite;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the server has counted in tables of a database since it was made.
 *
 * @param wal where the log ends, in bytes
 */
record Counters(long wal, long inserted, long updated, long deleted, long dead) {
    private static final int LOOKS = 200;

    /** Where the log ends now. */
    static long wal(PostgresDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Waits until all sessions but ours have ended and left their numbers, two seconds at most: a pool's stay. */
    static Counters of(PostgresDatabase database, List<String> tables) throws SQLException {
        long wal = wal(database);
        try (Connection connection = database.connect()) {
            settle(connection, database.database());
            try (PreparedStatement query = connection.prepareStatement("select coalesce(sum(n_tup_ins), 0),"
                    + " coalesce(sum(n_tup_upd), 0), coalesce(sum(n_tup_del), 0), coalesce(sum(n_dead_tup), 0) from"
                    + " pg_stat_user_tables where schemaname = 'public' and relname = any(?)")) {
                query.setArray(1, connection.createArrayOf("text", tables.toArray()));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return new Counters(wal, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
                }
            }
        }
    }

    private static void settle(Connection connection, String database) throws SQLException {
        try (PreparedStatement others = connection
                .prepareStatement("select count(*) from pg_stat_activity where datname = ?"
                        + " and pid <> pg_backend_pid() and usename <> 'authenticator'")) {
            others.setString(1, database);
            for (int look = 0; look < LOOKS; look++) {
                try (ResultSet row = others.executeQuery()) {
                    row.next();
                    if (row.getInt(1) == 0) {
                        return;
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }
}
