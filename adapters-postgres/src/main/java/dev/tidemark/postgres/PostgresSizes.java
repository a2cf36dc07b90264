package dev.tidemark.postgres;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.schema.TableName;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Counts rows exactly, and bytes with indexes, TOAST and partitions. */
final class PostgresSizes implements SizeProbe {
    private static final String BYTES = """
            select coalesce(sum(pg_total_relation_size(part.relid)), 0)::bigint
              from unnest(?::text[]) as name,
                   lateral (select relid from pg_partition_tree(to_regclass(name)) union select to_regclass(name)) part
             where part.relid is not null
            """;
    private static final String PRESENT = """
            select ordinal from unnest(?::text[]) with ordinality as tables(name, ordinal)
             where to_regclass(name) is not null
            """;
    /** A statement over very many tables takes a lock on each, and a server has room for some thousands. */
    private static final int TABLES_AT_ONCE = 200;

    private final PostgresSessions sessions;

    PostgresSizes(PostgresSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Map<TableName, Long> rows(List<TableName> tables) {
        if (tables.isEmpty()) {
            return Map.of();
        }
        Map<TableName, Long> rows = new LinkedHashMap<>();
        tables.forEach(table -> rows.put(table, 0L));
        return ask("counting " + named(tables), session -> {
            List<TableName> present = present(session, tables);
            for (int from = 0; from < present.size(); from += TABLES_AT_ONCE) {
                count(session, present.subList(from, Math.min(present.size(), from + TABLES_AT_ONCE)), rows);
            }
            return rows;
        });
    }

    @Override
    public OptionalLong bytes(List<TableName> tables) {
        if (tables.isEmpty()) {
            return OptionalLong.of(0);
        }
        return ask("measuring " + named(tables), session -> {
            try (PreparedStatement statement = prepare(session, BYTES, tables);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return OptionalLong.of(row.getLong(1));
            }
        });
    }

    private interface Question<T> {
        T ask(PostgresSession session) throws SQLException;
    }

    private <T> T ask(String doing, Question<T> question) {
        sessions.enter();
        try (PostgresSession session = sessions.lend()) {
            return PostgresSession.doing(doing, () -> {
                session.begin();
                return question.ask(session);
            });
        } finally {
            sessions.leave();
        }
    }

    private List<TableName> present(PostgresSession session, List<TableName> tables) throws SQLException {
        List<TableName> present = new ArrayList<>();
        try (PreparedStatement statement = prepare(session, PRESENT, tables);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                present.add(tables.get(row.getInt(1) - 1));
            }
        }
        return present;
    }

    private void count(PostgresSession session, List<TableName> tables, Map<TableName, Long> rows)
            throws SQLException {
        String counts = tables.stream().map(table -> "(select count(*) from " + qualified(table) + ")")
                .collect(Collectors.joining(", ", "select array[", "]"));
        try (PreparedStatement statement = session.connection().prepareStatement(counts);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Long[] counted = (Long[]) row.getArray(1).getArray();
            for (int i = 0; i < counted.length; i++) {
                rows.put(tables.get(i), counted[i]);
            }
        }
    }

    private PreparedStatement prepare(PostgresSession session, String sql, List<TableName> tables)
            throws SQLException {
        PreparedStatement statement = session.connection().prepareStatement(sql);
        Array names = session.connection().createArrayOf("text", tables.stream().map(this::qualified).toArray());
        statement.setArray(1, names);
        return statement;
    }

    private String qualified(TableName table) {
        return PostgresSql.qualified(sessions.config().schema(), table);
    }

    private static String named(List<TableName> tables) {
        return tables.size() == 1 ? tables.getFirst().toString() : tables.size() + " tables";
    }
}
