package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Keys by scope and number. */
final class MemoryOrphans implements OrphanStore {
    private final Map<Scope, NavigableMap<Long, Stored>> kept = new HashMap<>();
    private long last;

    @Override
    public synchronized void add(Scope scope, List<List<Value>> keys) {
        for (List<Value> key : keys) {
            last++;
            of(scope).put(last, new Stored(last, key));
        }
    }

    @Override
    public synchronized List<Stored> page(Scope scope, long after, int limit) {
        return of(scope).tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized long count(Scope scope) {
        return of(scope).size();
    }

    @Override
    public synchronized void clear(Scope scope) {
        kept.remove(scope);
    }

    private NavigableMap<Long, Stored> of(Scope scope) {
        return kept.computeIfAbsent(scope, _ -> new TreeMap<>());
    }
}
