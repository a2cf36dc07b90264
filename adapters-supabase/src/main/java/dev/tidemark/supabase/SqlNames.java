package dev.tidemark.supabase;

import dev.tidemark.domain.schema.TableName;

/** Names as PostgreSQL's SQL writes them, for statements that a person runs. Pure functions. */
final class SqlNames {
    private SqlNames() {
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String qualified(String schema, TableName table) {
        return quoted(schema) + "." + quoted(table.name());
    }
}
