package dev.tidemark.supabase;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table or view of the project.
 *
 * @param schema in the words of PostgreSQL ({@code postgresql}); {@link dev.tidemark.domain.schema.Column#declaredType} is the
 *     format that the server tells, such as {@code character varying}, without what it hides
 * @param columns what else is known of each column, in the order of the schema's
 * @param referrers foreign keys of other tables, and of this one, that refer to this table
 * @param described whether the server itself described it; otherwise it is known from elsewhere
 */
record SupabaseTable(TableSchema schema, List<SupabaseColumn> columns, List<Referrer> referrers, boolean described) {
    static final String DIALECT = "postgresql";

    SupabaseTable {
        columns = List.copyOf(columns);
        referrers = List.copyOf(referrers);
    }

    Optional<SupabaseColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Which table this is, as far as REST can tell: one dropped and made again is the same. */
    static String identity(SupabaseConfig config, TableName table) {
        return "supabase " + config.url() + config.restPath() + "/" + config.schema() + "/" + table;
    }

    /** The table with what was learned of who makes the values of its columns. */
    SupabaseTable withGenerations(Map<String, Generation> learned) {
        if (learned.isEmpty()) {
            return this;
        }
        List<Column> others = schema.columns()
                .stream()
                .map(column -> new Column(column.name(), column.type(), column.declaredType(), column.nullability(),
                        column.defaultExpression(), learned.getOrDefault(column.name(), column.generation())))
                .toList();
        return new SupabaseTable(schema.withColumns(others), columns, referrers, described);
    }

    /** A table whose rows refer to this one's. */
    record Referrer(TableName table, ForeignKey key) {
    }
}
