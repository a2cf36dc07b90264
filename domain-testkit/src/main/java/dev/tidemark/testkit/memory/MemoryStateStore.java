package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** State in memory; {@link #reopened} is a second look at the same state, as another process would have it. */
public final class MemoryStateStore implements StateStore {
    private final Content content;
    private final Locks locks;

    public MemoryStateStore() {
        this(new Content());
    }

    private MemoryStateStore(Content content) {
        this.content = content;
        this.locks = new Locks(content);
    }

    /** The same state, opened once more. */
    public MemoryStateStore reopened() {
        return new MemoryStateStore(content);
    }

    @Override
    public CheckpointStore checkpoints() {
        return content.checkpoints;
    }

    @Override
    public SyncPointStore syncPoints() {
        return content.syncPoints;
    }

    @Override
    public DigestStore digests() {
        return content.digests;
    }

    @Override
    public OrphanStore orphans() {
        return content.orphans;
    }

    @Override
    public RejectStore rejects() {
        return content.rejects;
    }

    @Override
    public RunHistory runs() {
        return content.runs;
    }

    @Override
    public RunLock locks() {
        return locks;
    }

    @Override
    public void close() {
        locks.releaseAll();
    }

    /** What outlives one look at it. */
    private static final class Content {
        private final Checkpoints checkpoints = new Checkpoints();
        private final MemorySyncPoints syncPoints = new MemorySyncPoints();
        private final MemoryDigests digests = new MemoryDigests();
        private final MemoryOrphans orphans = new MemoryOrphans();
        private final Rejects rejects = new Rejects();
        private final Runs runs = new Runs();
        private final Map<String, Holding> held = new HashMap<>();
    }

    /**
     * A lock that is held.
     *
     * @param by who holds it; for a joined one, who came first
     * @param parts how many take part in a joined one; 0 for one that was taken
     */
    private record Holding(Locks by, String holder, int parts) {
    }

    private static final class Checkpoints implements CheckpointStore {
        private final Map<Scope, Checkpoint> saved = new HashMap<>();

        @Override
        public synchronized void save(Checkpoint checkpoint) {
            saved.put(checkpoint.scope(), checkpoint);
        }

        @Override
        public synchronized Optional<Checkpoint> find(Scope scope) {
            return Optional.ofNullable(saved.get(scope));
        }

        @Override
        public synchronized List<Checkpoint> list(String profile) {
            return saved.values().stream().filter(checkpoint -> checkpoint.scope().profile().equals(profile))
                    .sorted(Comparator.comparing((Checkpoint checkpoint) -> checkpoint.scope().direction())
                            .thenComparing(checkpoint -> checkpoint.scope().table()))
                    .toList();
        }

        @Override
        public synchronized void remove(Scope scope) {
            saved.remove(scope);
        }
    }

    private static final class Rejects implements RejectStore {
        private final TreeMap<Long, Stored> kept = new TreeMap<>();
        private long last;

        @Override
        public synchronized void add(Scope scope, String pass, Instant at, List<Reject> rejects) {
            for (Reject reject : rejects) {
                kept.put(++last, new Stored(last, scope, pass, at, reject));
            }
        }

        @Override
        public synchronized List<Stored> page(Scope scope, long after, int limit) {
            return kept.tailMap(after, false).values().stream().filter(stored -> stored.scope().equals(scope))
                    .limit(limit).toList();
        }

        @Override
        public synchronized List<Count> count(String profile) {
            return kept.values().stream().map(Stored::scope).filter(scope -> scope.profile().equals(profile))
                    .collect(Collectors.groupingBy(scope -> scope, LinkedHashMap::new, Collectors.counting()))
                    .entrySet().stream().map(entry -> new Count(entry.getKey(), entry.getValue())).toList();
        }

        @Override
        public synchronized void remove(Collection<Long> numbers) {
            kept.keySet().removeAll(Set.copyOf(numbers));
        }

        @Override
        public synchronized void removeOtherPasses(Scope scope, String pass) {
            kept.values().removeIf(stored -> stored.scope().equals(scope) && !stored.pass().equals(pass));
        }
    }

    private static final class Runs implements RunHistory {
        private final Map<String, RunRecord> saved = new HashMap<>();

        @Override
        public synchronized void save(RunRecord run) {
            saved.put(run.run(), run);
        }

        @Override
        public synchronized boolean add(RunRecord run) {
            return saved.putIfAbsent(run.run(), run) == null;
        }

        @Override
        public synchronized Optional<RunRecord> find(String run) {
            return Optional.ofNullable(saved.get(run));
        }

        @Override
        public synchronized List<RunRecord> latest(Optional<String> profile, int limit) {
            return saved.values().stream().filter(run -> profile.isEmpty() || profile.get().equals(run.profile()))
                    .sorted(Comparator.comparing(RunRecord::startedAt).reversed()).limit(limit).toList();
        }

        @Override
        public synchronized List<RunRecord> before(Place place, Filter filter, int limit) {
            Comparator<Place> order = Comparator.comparing(Place::startedAt).thenComparing(Place::run);
            return saved.values().stream()
                    .filter(run -> order.compare(Place.of(run), place) < 0)
                    .filter(run -> filter.profile().map(run.profile()::equals).orElse(true))
                    .filter(run -> filter.status().map(run.status()::equals).orElse(true))
                    .sorted(Comparator.comparing(Place::of, order).reversed()).limit(limit).toList();
        }
    }

    private static final class Locks implements RunLock {
        private final Content content;

        Locks(Content content) {
            this.content = content;
        }

        @Override
        public Optional<Lease> acquire(String profile, String holder) {
            synchronized (content.held) {
                Holding mine = new Holding(this, holder, 0);
                return content.held.putIfAbsent(profile, mine) == null
                        ? Optional.of(() -> release(profile, mine))
                        : Optional.empty();
            }
        }

        @Override
        public Optional<Lease> join(String profile, String run) {
            synchronized (content.held) {
                Holding held = content.held.getOrDefault(profile, new Holding(this, run, 0));
                if (!held.holder().equals(run) || content.held.containsKey(profile) && held.parts() == 0) {
                    return Optional.empty();
                }
                content.held.put(profile, new Holding(held.by(), run, held.parts() + 1));
                AtomicBoolean left = new AtomicBoolean();
                return Optional.of(() -> {
                    if (!left.getAndSet(true)) {
                        leave(profile, run);
                    }
                });
            }
        }

        private void leave(String profile, String run) {
            synchronized (content.held) {
                content.held.computeIfPresent(profile, (_, held) -> !held.holder().equals(run) ? held
                        : held.parts() > 1 ? new Holding(held.by(), run, held.parts() - 1) : null);
            }
        }

        @Override
        public void release(String profile, String run) {
            synchronized (content.held) {
                content.held.computeIfPresent(profile,
                        (_, held) -> held.parts() > 0 && held.holder().equals(run) ? null : held);
            }
        }

        @Override
        public Optional<String> holder(String profile) {
            synchronized (content.held) {
                return Optional.ofNullable(content.held.get(profile)).map(Holding::holder);
            }
        }

        void releaseAll() {
            synchronized (content.held) {
                content.held.values().removeIf(holding -> holding.by() == this);
            }
        }

        private void release(String profile, Holding mine) {
            synchronized (content.held) {
                if (content.held.get(profile) == mine) {
                    content.held.remove(profile);
                }
            }
        }
    }
}
