package dev.tidemark.supabase;

import dev.tidemark.domain.schema.TableName;
import java.util.List;
import java.util.stream.Collectors;

/** Names as PostgreSQL's SQL writes them, for statements that a person runs. Pure functions. */
final class SqlNames {
    private SqlNames() {
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(List<String> names) {
        return names.stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
    }

    static String qualified(String schema, TableName table) {
        return quoted(schema) + "." + quoted(table.name());
    }
}
