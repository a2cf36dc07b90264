package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.runtime.Syncs;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rejects of a profile, of all its tables, files and directions, in the order of their numbers. */
public final class RejectPages {
    private final Syncs syncs;

    public RejectPages(Syncs syncs) {
        this.syncs = syncs;
    }

    /**
     * Those after the one with this number, oldest first.
     *
     * @param table of the sink; empty for all
     * @param after 0 for the first page
     */
    public List<Stored> after(String profile, Optional<String> table, long after, int limit) {
        return syncs.rejectCounts(profile).stream()
                .map(RejectStore.Count::scope)
                .filter(scope -> table.map(scope.table()::equals).orElse(true))
                .flatMap(scope -> syncs.rejects(scope, after, limit).stream())
                .sorted(Comparator.comparingLong(Stored::number))
                .limit(limit)
                .toList();
    }
}
