package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class MemorySyncPoints implements SyncPointStore {
    private final Map<Scope, SyncPoint> saved = new HashMap<>();

    @Override
    public synchronized void save(List<SyncPoint> points) {
        points.forEach(point -> saved.put(point.scope(), point));
    }

    @Override
    public synchronized Optional<SyncPoint> find(Scope scope) {
        return Optional.ofNullable(saved.get(scope));
    }

    @Override
    public synchronized List<SyncPoint> list(String profile) {
        return saved.values().stream().filter(point -> point.scope().profile().equals(profile))
                .sorted(Comparator.comparing((SyncPoint point) -> point.scope().direction())
                        .thenComparing(point -> point.scope().table()))
                .toList();
    }

    @Override
    public synchronized void remove(Scope scope) {
        saved.remove(scope);
    }
}
