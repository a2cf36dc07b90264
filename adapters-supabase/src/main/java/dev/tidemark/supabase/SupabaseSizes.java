package dev.tidemark.supabase;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Counts rows exactly, as far as the key sees them; how many bytes they take, the API does not tell. */
final class SupabaseSizes implements SizeProbe {
    private final SupabaseClient client;

    SupabaseSizes(SupabaseClient client) {
        this.client = client;
    }

    @Override
    public Map<TableName, Long> rows(List<TableName> tables) {
        TableProbe probe = new TableProbe(client);
        Map<TableName, Long> rows = new LinkedHashMap<>();
        tables.forEach(table -> rows.put(table, probe.exists(table) ? rows(table) : 0));
        return rows;
    }

    @Override
    public OptionalLong bytes(List<TableName> tables) {
        return OptionalLong.empty();
    }

    private long rows(TableName table) {
        String doing = "counting " + table;
        // Not HEAD: an error would have no body, and so no code.
        RestRequest request = RestRequest.get(Filters.path(table), "limit=0", "count=exact");
        try (RestAnswer answer = client.ask(request, doing)) {
            return answer.total().orElseThrow(() -> new StoreException.Permanent(doing + ": "
                    + client.config().displayName() + " does not count", "", "", null));
        }
    }
}
