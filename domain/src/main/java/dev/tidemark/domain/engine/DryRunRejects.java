package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.position.Checkpoint.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The rejects as they would be after what a dry run did to them; the store itself stays as it is. Of new ones their rows
 * are not kept: nothing is written that could clear them. Thread-safe.
 */
final class DryRunRejects implements RejectStore {
    private static final long FIRST_NEW = 1L << 48;
    private static final int ROWS_A_PAGE = 1_000;

    private final RejectStore store;
    private final NavigableMap<Long, Stored> added = new TreeMap<>();
    private final Set<Long> removed = new HashSet<>();
    private final Map<Scope, String> onlyPass = new ConcurrentHashMap<>();
    private long next = FIRST_NEW;

    DryRunRejects(RejectStore store) {
        this.store = store;
    }

    @Override
    public synchronized void add(Scope scope, String pass, Instant at, List<Reject> rejects) {
        for (Reject reject : rejects) {
            added.put(next, new Stored(next, scope, pass, at,
                    new Reject(reject.reason(), reject.key(), Optional.empty())));
            next++;
        }
    }

    @Override
    public synchronized List<Stored> page(Scope scope, long after, int limit) {
        long last = after;
        while (last < FIRST_NEW) {
            List<Stored> page = store.page(scope, last, limit);
            if (page.isEmpty()) {
                break;
            }
            last = page.getLast().number();
            List<Stored> left = page.stream().filter(this::isLeft).toList();
            if (!left.isEmpty()) {
                return left;
            }
        }
        return added.tailMap(after, false).values().stream().filter(stored -> stored.scope().equals(scope)).limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Count> count(String profile) {
        Stream<Scope> scopes = Stream.concat(store.count(profile).stream().map(Count::scope),
                added.values().stream().map(Stored::scope).filter(scope -> scope.profile().equals(profile)));
        return scopes.distinct().map(scope -> new Count(scope, count(scope))).filter(count -> count.rejects() > 0)
                .toList();
    }

    @Override
    public synchronized void remove(Collection<Long> numbers) {
        numbers.forEach(number -> {
            if (added.remove(number) == null) {
                removed.add(number);
            }
        });
    }

    @Override
    public synchronized void removeOtherPasses(Scope scope, String pass) {
        onlyPass.put(scope, pass);
        added.values().removeIf(stored -> stored.scope().equals(scope) && !stored.pass().equals(pass));
    }

    private boolean isLeft(Stored stored) {
        String pass = onlyPass.getOrDefault(stored.scope(), stored.pass());
        return stored.pass().equals(pass) && !removed.contains(stored.number());
    }

    private long count(Scope scope) {
        long count = 0;
        for (List<Stored> page = page(scope, 0, ROWS_A_PAGE); !page.isEmpty(); page = page(scope,
                page.getLast().number(), ROWS_A_PAGE)) {
            count += page.size();
        }
        return count;
    }
}
