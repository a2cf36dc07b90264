package dev.tidemark.supabase;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;

/** Counts rows exactly, as far as the key sees them; how many bytes they take, the API does not tell. */
final class SupabaseSizes implements SizeProbe {
    private final SupabaseConfig config;

    SupabaseSizes(SupabaseConfig config) {
        this.config = config;
    }

    @Override
    public TableSize measure(TableName table) {
        try (SupabaseClient client = new SupabaseClient(config)) {
            TableProbe probe = new TableProbe(client);
            return new TableSize(probe.exists(table) ? rows(client, table) : 0, 0);
        }
    }

    private static long rows(SupabaseClient client, TableName table) {
        String doing = "counting " + table;
        // Not HEAD: an error would have no body, and so no code.
        RestRequest request = RestRequest.get(Filters.path(table), "limit=0", "count=exact");
        try (RestAnswer answer = client.ask(request, doing)) {
            return answer.total().orElseThrow(() -> new StoreException.Permanent(doing + ": "
                    + client.config().displayName() + " does not count", "", "", null));
        }
    }
}
