package dev.tidemark.supabase;

import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.supabase.wire.JsonMember;
import dev.tidemark.supabase.wire.JsonRowWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Deletes rows by key, but none to which a row refers that stays: what its ON DELETE would do to that row, REST does not
 * tell. Not thread-safe.
 */
final class RowDeleter {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final SupabaseClient client;
    private final OpenedTable table;
    private final DeleteRequests requests;
    private final BatchConverter converter;
    private final JsonRowWriter checker;
    private final ReferencedKeys references;
    private final String doing;

    RowDeleter(SupabaseClient client, OpenedTable table) {
        this.client = client;
        this.table = table;
        this.requests = new DeleteRequests(table.shape().plan().table(), table.limitsDeletes());
        this.converter = new BatchConverter(table.keyType());
        this.checker = new JsonRowWriter(members(table));
        this.references = new ReferencedKeys(client, table);
        this.doing = "deleting from " + table.shape().plan().table();
    }

    private static List<JsonMember> members(OpenedTable table) {
        List<JsonMember> members = new ArrayList<>();
        for (String name : table.shape().plan().key()) {
            SupabaseColumn column = table.shape().table().column(name).orElseThrow();
            members.add(new WriteShape.Target(members.size(), column).member());
        }
        return members;
    }

    /** Some of the keys that were given, and which of them these are. */
    private record Keys(RowBatch rows, List<Integer> indexes) {

        Keys only(List<Integer> chosen) {
            RowBatch.Builder builder = new RowBatch.Builder(rows.type(), chosen.size());
            chosen.forEach(row -> builder.addRow(rows, row));
            return new Keys(builder.build(), chosen.stream().map(indexes::get).toList());
        }

        Keys slice(int from, int to) {
            return new Keys(rows.slice(from, to), indexes.subList(from, to));
        }
    }

    Deletion delete(RowBatch keys) throws InterruptedException {
        Keys possible = possible(keys);
        Keys left = there(possible);
        long deleted = goneBefore(possible, left);
        List<KeyDigest> digests = digests(left);
        digests.forEach(table.deletesInDoubt()::add);
        while (!left.rows().isEmpty()) {
            ReferencedKeys.Found found = references.among(left.rows());
            Keys going = left.only(found.going());
            List<Integer> refused = new ArrayList<>();
            deleted += delete(going, refused);
            List<Integer> before = left.indexes();
            List<Integer> rest = IntStream.range(0, before.size())
                    .filter(row -> found.staying().contains(row) || refused.contains(before.get(row))).boxed().toList();
            boolean mayClear = !refused.isEmpty() || table.referrers().get().ownOfSeveral();
            boolean moved = refused.size() < going.indexes().size();
            left = left.only(rest);
            if (!moved || !mayClear) {
                break;
            }
        }
        digests.forEach(table.deletesInDoubt()::remove);
        return new Deletion(deleted, List.copyOf(new TreeSet<>(left.indexes())));
    }

    /** How many rows an earlier try has deleted without our hearing of it. */
    private long goneBefore(Keys possible, Keys there) {
        Set<Integer> present = new HashSet<>(there.indexes());
        List<KeyDigest> digests = digests(possible);
        return IntStream.range(0, digests.size())
                .filter(row -> !present.contains(possible.indexes().get(row))
                        && table.deletesInDoubt().remove(digests.get(row)))
                .count();
    }

    private List<KeyDigest> digests(Keys keys) {
        return List.of(new KeyIdentity(table.shape(), table.keyType()).ofAll(keys.rows()));
    }

    /** A key that the table cannot hold is not in it. */
    private Keys possible(RowBatch keys) {
        RowBatch.Builder rows = new RowBatch.Builder(table.keyType(), keys.size());
        List<Integer> indexes = new ArrayList<>();
        for (int key = 0; key < keys.size(); key++) {
            checker.clear();
            if (converter.convert(keys.slice(key, key + 1)) instanceof BatchConverter.Converted.Batch(RowBatch row)
                    && checker.row(row, 0) == null) {
                rows.addRow(row, 0);
                indexes.add(key);
            }
        }
        return new Keys(rows.build(), indexes);
    }

    /** Those of the keys that the table has; one that only compares alike is not what was named. */
    private Keys there(Keys keys) throws InterruptedException {
        if (keys.rows().isEmpty()) {
            return keys;
        }
        RowBatch there = new RowsByKey(client, table.shape().plan().table(), table.select(table.keyType()),
                table.shape().plan().key(), table.longestAnswer()).read(keys.rows());
        Set<Row> found = new HashSet<>();
        for (int row = 0; row < there.size(); row++) {
            found.add(there.row(row));
        }
        return keys.only(IntStream.range(0, keys.indexes().size())
                .filter(row -> found.contains(keys.rows().row(row))).boxed().toList());
    }

    private long delete(Keys keys, List<Integer> refused) throws InterruptedException {
        long deleted = 0;
        for (KeyChunks.Chunk chunk : KeyChunks.of(keys.rows(), requests.room())) {
            deleted += deleteChunk(keys.slice(chunk.from(), chunk.to()), chunk.conditions(), refused);
        }
        return deleted;
    }

    private long deleteChunk(Keys keys, List<String> conditions, List<Integer> refused) throws InterruptedException {
        RestRequest request = requests.delete(conditions, keys.indexes().size());
        try (RestAnswer answer = client.send(request, doing)) {
            if (answer.isSuccess()) {
                return BatchSender.count(answer, doing);
            }
            RestFailure failure = RestFailure.of(answer);
            if (!failure.code().equals(FOREIGN_KEY_VIOLATION)) {
                throw client.trouble(request, doing, failure);
            }
        }
        int size = keys.indexes().size();
        if (size == 1) {
            refused.add(keys.indexes().getFirst());
            return 0;
        }
        return delete(keys.slice(0, size / 2), refused) + delete(keys.slice(size / 2, size), refused);
    }
}
