package dev.tidemark.supabase;

import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
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
    SupabaseTable {
        columns = List.copyOf(columns);
        referrers = List.copyOf(referrers);
    }

    Optional<SupabaseColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** A table whose rows refer to this one's. */
    record Referrer(TableName table, ForeignKey key) {
    }
}
