package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The orphans of a dry run: a few bytes a key instead of objects, for they may be many. Thread-safe. */
final class DryRunOrphans implements OrphanStore {
    private final Map<Scope, List<byte[]>> keys = new HashMap<>();

    @Override
    public synchronized void add(Scope scope, List<List<Value>> more) {
        List<byte[]> encoded = keys.computeIfAbsent(scope, _ -> new ArrayList<>());
        more.forEach(key -> encoded.add(ValueCodec.encode(key).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public synchronized List<Stored> page(Scope scope, long after, int limit) {
        List<byte[]> encoded = keys.getOrDefault(scope, List.of());
        List<Stored> page = new ArrayList<>();
        for (int at = Math.toIntExact(after); at < encoded.size() && page.size() < limit; at++) {
            page.add(new Stored(at + 1L, ValueCodec.decode(new String(encoded.get(at), StandardCharsets.UTF_8))));
        }
        return page;
    }

    @Override
    public synchronized long count(Scope scope) {
        return keys.getOrDefault(scope, List.of()).size();
    }

    @Override
    public synchronized void clear(Scope scope) {
        keys.remove(scope);
    }
}
