package dev.tidemark.supabase;

import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;

/**
 * One schema of a Supabase project, or of any PostgREST from 12 to 16. What it opens costs no request: connections are the
 * process's, and the tables are learned once, when first asked for.
 */
public final class SupabaseStore implements Store {
    private final SupabaseConfig config;
    private final TableDdl ddl;
    private final SupabaseClient client;
    private final SupabaseTables tables;

    /**
     * @param elsewhere what is known of the tables where the key may not see their description
     * @param ddl writes the statements that a person has to run where a table is missing
     */
    public SupabaseStore(SupabaseConfig config, KnownTables elsewhere, TableDdl ddl) {
        this.config = config;
        this.ddl = ddl;
        this.client = new SupabaseClient(config);
        this.tables = new SupabaseTables(client, elsewhere);
    }

    @Override
    public String name() {
        return "Supabase " + config.displayName();
    }

    @Override
    public Source openSource() {
        return new SupabaseSource(client, tables);
    }

    @Override
    public Sink openSink() {
        return new SupabaseSink(client, tables, ddl);
    }

    @Override
    public Visibility visibility() {
        return config.kind().seesAllRows() ? Visibility.ALL_ROWS : Visibility.PERHAPS_FILTERED;
    }

    @Override
    public SizeProbe sizes() {
        return new SupabaseSizes(client);
    }
}
