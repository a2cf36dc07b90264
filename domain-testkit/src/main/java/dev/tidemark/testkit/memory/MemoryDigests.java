package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Ranges by scope, pass and end. */
final class MemoryDigests implements DigestStore {
    private final Map<Scope, Map<String, NavigableMap<Long, DigestRange>>> kept = new HashMap<>();

    @Override
    public synchronized void add(Scope scope, String pass, List<DigestRange> ranges) {
        NavigableMap<Long, DigestRange> there = passes(scope).computeIfAbsent(pass, _ -> new TreeMap<>());
        ranges.forEach(range -> there.put(range.end(), range));
    }

    @Override
    public synchronized List<DigestRange> page(Scope scope, String pass, long after, int limit) {
        return ranges(scope, pass).tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized void adopt(Scope scope, String from, long upTo, String to) {
        NavigableMap<Long, DigestRange> given = ranges(scope, from).headMap(upTo, true);
        passes(scope).computeIfAbsent(to, _ -> new TreeMap<>()).putAll(given);
        given.clear();
    }

    @Override
    public synchronized void removeUpTo(Scope scope, String pass, long end) {
        ranges(scope, pass).headMap(end, true).clear();
    }

    @Override
    public synchronized void removeAfter(Scope scope, String pass, long end) {
        ranges(scope, pass).tailMap(end, false).clear();
    }

    @Override
    public synchronized void removeOtherPasses(Scope scope, String pass) {
        passes(scope).keySet().removeIf(other -> !other.equals(pass));
    }

    @Override
    public synchronized Size size(Scope scope) {
        List<DigestRange> ranges = passes(scope).values().stream().map(Map::values).flatMap(Collection::stream)
                .toList();
        return new Size(ranges.stream().mapToLong(DigestRange::rows).sum(),
                ranges.stream().mapToLong(range -> range.digests().length).sum());
    }

    private Map<String, NavigableMap<Long, DigestRange>> passes(Scope scope) {
        return kept.computeIfAbsent(scope, _ -> new HashMap<>());
    }

    private NavigableMap<Long, DigestRange> ranges(Scope scope, String pass) {
        return passes(scope).getOrDefault(pass, new TreeMap<>());
    }
}
