package dev.tidemark.postgres;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.schema.TableName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Counts rows exactly, and bytes with indexes, TOAST and partitions. */
final class PostgresSizes implements SizeProbe {
    private static final String BYTES = """
            select coalesce(sum(pg_total_relation_size(p.relid)), 0)::bigint
              from (select relid from pg_partition_tree(to_regclass(?)) union select to_regclass(?)) p
             where p.relid is not null
            """;

    private final PostgresConfig config;

    PostgresSizes(PostgresConfig config) {
        this.config = config;
    }

    @Override
    public long count(TableName table) {
        String name = PostgresSql.qualified(config.schema(), table);
        try (PostgresSession session = PostgresSession.open(config)) {
            return PostgresSession.doing("counting " + table, () -> {
                session.begin();
                return isMissing(session, name) ? 0 : rows(session, name);
            });
        }
    }

    @Override
    public TableSize measure(TableName table) {
        String name = PostgresSql.qualified(config.schema(), table);
        try (PostgresSession session = PostgresSession.open(config)) {
            return PostgresSession.doing("measuring " + table, () -> measure(session, name));
        }
    }

    private static boolean isMissing(PostgresSession session, String name) throws SQLException {
        return session.queryBoolean("select to_regclass(" + PostgresSql.literal(name) + ") is null");
    }

    private static long rows(PostgresSession session, String name) throws SQLException {
        return session.queryLong("select count(*) from " + name);
    }

    private static TableSize measure(PostgresSession session, String name) throws SQLException {
        session.begin();
        if (isMissing(session, name)) {
            return new TableSize(0, 0);
        }
        long rows = rows(session, name);
        try (PreparedStatement statement = session.connection().prepareStatement(BYTES)) {
            statement.setString(1, name);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new TableSize(rows, row.getLong(1));
            }
        }
    }
}
