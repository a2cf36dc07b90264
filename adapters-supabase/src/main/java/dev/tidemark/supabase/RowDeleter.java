package dev.tidemark.supabase;

import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.List;

/** Deletes rows by key. Not thread-safe. */
final class RowDeleter {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final SupabaseClient client;
    private final OpenedTable table;

    RowDeleter(SupabaseClient client, OpenedTable table) {
        this.client = client;
        this.table = table;
    }

    Deletion delete(RowBatch keys) throws InterruptedException {
        List<Integer> referenced = new ArrayList<>();
        long deleted = 0;
        int room = RestQuery.MOST_BYTES - Filters.path(table.shape().plan().table()).length();
        for (KeyChunks.Chunk chunk : KeyChunks.of(keys, room)) {
            deleted += delete(keys, chunk.from(), chunk.to(), referenced);
        }
        return new Deletion(deleted, referenced);
    }

    private long delete(RowBatch keys, int from, int to, List<Integer> referenced) throws InterruptedException {
        String doing = "deleting from " + table.shape().plan().table();
        List<String> conditions = KeyChunks.of(keys.slice(from, to), Integer.MAX_VALUE).getFirst().conditions();
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("a deletion without a condition would delete every row");
        }
        RestRequest request = RestRequest.delete(Filters.path(table.shape().plan().table()),
                new RestQuery().where(conditions).text(), "return=minimal", "count=exact");
        try (RestAnswer answer = client.send(request, doing)) {
            if (answer.isSuccess()) {
                return BatchSender.count(answer, doing);
            }
            RestFailure failure = RestFailure.of(answer);
            if (!failure.code().equals(FOREIGN_KEY_VIOLATION)) {
                throw SupabaseErrors.trouble(doing, failure);
            }
        }
        if (to - from == 1) {
            referenced.add(from);
            return 0;
        }
        int middle = (from + to) / 2;
        return delete(keys, from, middle, referenced) + delete(keys, middle, to, referenced);
    }
}
