package dev.tidemark.benchmarks.suite;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the tables of a sink against a template that the generator's own rows were loaded into: the number of rows, and the
 * sum of a 64-bit hash of every row as PostgreSQL writes it.
 */
final class PostgresTruth {
    private final Map<String, Map<String, String>> known = new HashMap<>();

    Verdict compare(PostgresDatabase truth, PostgresDatabase sink, List<String> tables) throws SQLException {
        Map<String, String> wanted = known.computeIfAbsent(truth.database(), _ -> new HashMap<>());
        Map<String, String> there = sums(sink, tables);
        List<String> unknown = tables.stream().filter(table -> !wanted.containsKey(table)).toList();
        if (!unknown.isEmpty()) {
            wanted.putAll(sums(truth, unknown));
        }
        for (String table : tables) {
            String want = wanted.getOrDefault(table, "");
            String have = there.getOrDefault(table, "");
            if (!want.equals(have)) {
                String wantRows = want.split(" ", 2)[0];
                String haveRows = have.split(" ", 2)[0];
                return new Verdict(wantRows.equals(haveRows)
                        ? table + ": values differ"
                        : table + ": " + haveRows + " rows for " + wantRows);
            }
        }
        return Verdict.EXACT;
    }

    private static Map<String, String> sums(PostgresDatabase database, List<String> tables) throws SQLException {
        Map<String, String> sums = new HashMap<>();
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            // The driver sets 2 or 3, psql's default is 1: all of them mean the shortest digits that give the same number.
            statement.execute("set extra_float_digits = 1");
            for (String table : tables) {
                try (ResultSet row = statement
                        .executeQuery("select count(*) || ' ' || coalesce(sum(hashtextextended(t::text,"
                                + " 0)), 0) from " + table + " t")) {
                    row.next();
                    sums.put(table, row.getString(1));
                }
            }
        }
        return sums;
    }
}
