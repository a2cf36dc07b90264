package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the rows that have these keys: several requests at a time, each with as many keys as its address holds. */
final class RowsByKey {
    /** As many as the server takes from one key. */
    private static final int AT_ONCE = RequestGate.MOST_AT_ONCE;

    private final SupabaseClient client;
    private final TableName table;
    private final RowSelect select;
    private final List<String> key;
    /** The server cuts answers silently; the longest that was seen tells how long they may be at least. */
    private final AtomicInteger longestAnswer;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param select what to read, the key among it
     * @param longestAnswer shared by all that read from this server
     */
    RowsByKey(SupabaseClient client, TableName table, RowSelect select, List<String> key, AtomicInteger longestAnswer) {
        this.client = client;
        this.table = table;
        this.select = select;
        this.key = List.copyOf(key);
        this.longestAnswer = longestAnswer;
    }

    /** How many requests it took since this was asked last. */
    int takeRequests() {
        return requests.getAndSet(0);
    }

    /**
     * The rows with these keys, in any order.
     *
     * @param keys its columns are the key's; each at most once, none with NULL
     */
    RowBatch read(RowBatch keys) throws InterruptedException {
        int room = RestQuery.MOST_BYTES - Filters.path(table).length() - query(List.of()).length();
        List<KeyChunks.Chunk> chunks = KeyChunks.of(keys, room);
        List<Callable<RowBatch>> reads = new ArrayList<>();
        chunks.forEach(chunk -> reads.add(() -> readChunk(keys, chunk)));
        RowBatch.Builder all = new RowBatch.Builder(select.type(), keys.size());
        AtOnce.all(reads, AT_ONCE).forEach(all::addRows);
        return all.build();
    }

    private RowBatch readChunk(RowBatch keys, KeyChunks.Chunk chunk) throws InterruptedException {
        RowBatch rows = ask(chunk.conditions());
        int asked = chunk.to() - chunk.from();
        if (rows.size() >= asked || rows.isEmpty() || rows.size() < longestAnswer.get()) {
            longestAnswer.accumulateAndGet(rows.size(), Math::max);
            return rows;
        }
        // It may have been cut.
        RowBatch missing = missing(keys.slice(chunk.from(), chunk.to()), rows);
        RowBatch.Builder all = new RowBatch.Builder(select.type(), asked);
        all.addRows(rows);
        longestAnswer.accumulateAndGet(rows.size(), Math::max);
        if (missing.size() < asked && !missing.isEmpty()) {
            all.addRows(read(missing));
        }
        return all.build();
    }

    private RowBatch missing(RowBatch keys, RowBatch found) {
        Set<List<Object>> there = new HashSet<>();
        int[] keyFound = found.type().indexesOf(key);
        for (int row = 0; row < found.size(); row++) {
            there.add(key(found, row, keyFound));
        }
        int[] keyAsked = keys.type().indexesOf(key);
        RowBatch.Builder missing = new RowBatch.Builder(keys.type(), keys.size() - found.size());
        for (int row = 0; row < keys.size(); row++) {
            if (!there.contains(key(keys, row, keyAsked))) {
                missing.addRow(keys, row);
            }
        }
        return missing.build();
    }

    private static List<Object> key(RowBatch rows, int row, int[] columns) {
        List<Object> cells = new ArrayList<>(columns.length);
        for (int column : columns) {
            cells.add(rows.value(row, column));
        }
        return cells;
    }

    private RestQuery query(List<String> conditions) {
        return new RestQuery().with("select", select.text()).where(conditions);
    }

    private RowBatch ask(List<String> conditions) throws InterruptedException {
        requests.incrementAndGet();
        String doing = "reading rows of " + table + " by key";
        try (RestAnswer answer = client.expect(RestRequest.get(Filters.path(table), query(conditions).text()), doing)) {
            return select.read(answer);
        } catch (IOException e) {
            throw client.lost(doing, e);
        }
    }
}
