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
            (select coalesce(sum(pg_total_relation_size(part.relid)), 0)::bigint
               from unnest(?::text[]) as name,
                    lateral (select relid from pg_partition_tree(to_regclass(name)) union select to_regclass(name)) part
              where part.relid is not null)
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
        return measured(tables, some -> "select " + counts(some), false).rows();
    }

    /** One round trip for both. */
    @Override
    public Sizes measure(List<TableName> tables) {
        return tables.size() > TABLES_AT_ONCE
                ? SizeProbe.super.measure(tables)
                : measured(tables, some -> "select " + counts(some) + ", " + BYTES, true);
    }

    @Override
    public OptionalLong bytes(List<TableName> tables) {
        if (tables.isEmpty()) {
            return OptionalLong.of(0);
        }
        return ask("measuring " + named(tables), session -> session.alone(() -> {
            try (PreparedStatement statement = prepare(session, "select " + BYTES, tables);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return OptionalLong.of(row.getLong(1));
            }
        }));
    }

    private interface Query {
        /** The statement that counts these tables. */
        String of(List<TableName> tables);
    }

    /** Counts as if all were there, which takes one round trip; if one is missing, asks which. */
    private Sizes measured(List<TableName> tables, Query query, boolean bytes) {
        if (tables.isEmpty()) {
            return new Sizes(Map.of(), OptionalLong.of(0));
        }
        return ask("counting " + named(tables), session -> {
            try {
                return session.alone(() -> count(session, tables, query, bytes));
            } catch (SQLException e) {
                if (!PostgresErrors.isMissing(e)) {
                    throw e;
                }
            }
            Sizes found = session.alone(() -> count(session, present(session, tables), query, bytes));
            Map<TableName, Long> rows = new LinkedHashMap<>();
            tables.forEach(table -> rows.put(table, found.rows().getOrDefault(table, 0L)));
            return new Sizes(rows, found.bytes());
        });
    }

    private interface Question<T> {
        T ask(PostgresSession session) throws SQLException;
    }

    private <T> T ask(String doing, Question<T> question) {
        sessions.enter();
        try (PostgresSession session = sessions.lend()) {
            return PostgresSession.doing(doing, () -> question.ask(session));
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

    private Sizes count(PostgresSession session, List<TableName> tables, Query query, boolean bytes)
            throws SQLException {
        Map<TableName, Long> rows = new LinkedHashMap<>();
        OptionalLong size = OptionalLong.empty();
        for (int from = 0; from < tables.size(); from += TABLES_AT_ONCE) {
            List<TableName> some = tables.subList(from, Math.min(tables.size(), from + TABLES_AT_ONCE));
            try (PreparedStatement statement = bytes
                    ? prepare(session, query.of(some), some)
                    : session.connection().prepareStatement(query.of(some)); ResultSet row = statement.executeQuery()) {
                row.next();
                Long[] counted = (Long[]) row.getArray(1).getArray();
                for (int i = 0; i < counted.length; i++) {
                    rows.put(some.get(i), counted[i]);
                }
                size = bytes ? OptionalLong.of(row.getLong(2)) : size;
            }
        }
        return new Sizes(rows, bytes && tables.isEmpty() ? OptionalLong.of(0) : size);
    }

    private String counts(List<TableName> tables) {
        return tables.stream().map(table -> "(select count(*) from " + qualified(table) + ")")
                .collect(Collectors.joining(", ", "array[", "]"));
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
