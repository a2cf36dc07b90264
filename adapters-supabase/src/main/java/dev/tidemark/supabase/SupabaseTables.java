package dev.tidemark.supabase;

import dev.tidemark.domain.schema.TableName;
import java.util.List;
import java.util.Optional;

/** The tables of a schema as the server describes them, or as they are known from elsewhere. Thread-safe. */
final class SupabaseTables {
    private final SupabaseClient client;
    private final KnownTables elsewhere;

    SupabaseTables(SupabaseClient client, KnownTables elsewhere) {
        this.client = client;
        this.elsewhere = elsewhere;
    }

    /** All that can be read, tables before views, by name. */
    List<SupabaseTable> all() {
        throw new AssertionError("helper client: " + client + elsewhere);
    }

    Optional<SupabaseTable> find(TableName table) {
        return all().stream().filter(found -> found.schema().name().equals(table)).findFirst();
    }
}
