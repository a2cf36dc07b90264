package dev.tidemark.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What the connection's role may do with a table. */
final class TableRights {
    /** A right on the table, or on each of the columns. */
    private static final String HAS_RIGHT = """
            select pg_catalog.has_table_privilege(c.oid, $1$)
                   or $1$ <> 'DELETE' and cardinality(n.names) > 0
                      and (select bool_and(pg_catalog.has_column_privilege(c.oid, name, $1$)) from unnest(n.names) name)
              from (select to_regclass(?)::oid as oid) c, (select ?::text[] as names) n
            """;

    private final PostgresSession session;
    private final String table;

    /**
     * @param table as SQL writes it, schema included
     */
    TableRights(PostgresSession session, String table) {
        this.session = session;
        this.table = table;
    }

    /** Those of the rights that the role lacks on these columns. */
    List<String> missing(List<String> rights, List<String> columns) throws SQLException {
        List<String> missing = new java.util.ArrayList<>();
        for (String right : rights) {
            String query = HAS_RIGHT.replace("$1$", PostgresSql.literal(right));
            try (PreparedStatement statement = session.connection().prepareStatement(query)) {
                statement.setString(1, table);
                statement.setArray(2, session.connection().createArrayOf("text", columns.toArray()));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (!row.getBoolean(1)) {
                        missing.add(right);
                    }
                }
            }
        }
        return missing;
    }

    /** Whether policies of row-level security hold for the role. */
    boolean isFiltered() throws SQLException {
        return session.queryBoolean("select pg_catalog.row_security_active(" + PostgresSql.literal(table) + ")");
    }

    /** The name of the role, as SQL writes it. */
    String role() throws SQLException {
        return text("select quote_ident(current_user)");
    }

    /** The one text that the query gives; empty for NULL. */
    String text(String query) throws SQLException {
        try (var statement = session.connection().createStatement(); ResultSet row = statement.executeQuery(query)) {
            row.next();
            String text = row.getString(1);
            return text == null ? "" : text;
        }
    }

    /** What to do for rights that are missing. */
    String grant(List<String> rights) throws SQLException {
        return "grant " + String.join(", ", rights).toLowerCase(java.util.Locale.ROOT) + " on " + table + " to "
                + role();
    }
}
