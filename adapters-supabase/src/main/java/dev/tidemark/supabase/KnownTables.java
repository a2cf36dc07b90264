package dev.tidemark.supabase;

import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the project's tables from elsewhere, for a key that may not read the project's own description: from the
 * other side of the profile, or from the profile itself. Thread-safe.
 */
public interface KnownTables {

    /** Nothing is known. */
    KnownTables NONE = new KnownTables() {
        @Override
        public List<TableName> tables() {
            return List.of();
        }

        @Override
        public Optional<TableSchema> describe(TableName table) {
            return Optional.empty();
        }
    };

    /** The tables that the project should have. */
    List<TableName> tables();

    /** The table as it should be, under its name in the project; its columns may be more than the project's table has. */
    Optional<TableSchema> describe(TableName table);
}
