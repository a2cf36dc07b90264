package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import java.io.IOException;

/** Asks for rows where nobody else would ask again: an answer that is cut is asked for anew. Thread-safe. */
final class RowQuestion {
    private static final int ATTEMPTS = 3;

    private final SupabaseClient client;
    private final String doing;

    /**
     * @param doing what is being done, for a message
     */
    RowQuestion(SupabaseClient client, String doing) {
        this.client = client;
        this.doing = doing;
    }

    /** All rows of the answer. */
    RowAnswer ask(ReadShape shape, RestRequest request) {
        for (int attempt = 1;; attempt++) {
            RestAnswer answer = client.ask(request, doing);
            try {
                return RowAnswer.read(answer, shape, 1_000, Long.MAX_VALUE);
            } catch (IOException e) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw client.lost(doing, e);
                }
            }
        }
    }

    /** How many rows there are to the request, which asks for that. */
    long count(RestRequest request) {
        try (RestAnswer answer = client.ask(request, doing)) {
            return answer.total().orElseThrow(() -> new StoreException.Permanent(
                    doing + ": " + client.config().displayName() + " does not count", "", "", null));
        }
    }
}
