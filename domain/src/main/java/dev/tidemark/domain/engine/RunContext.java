package dev.tidemark.domain.engine;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.port.Scratch;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.position.Checkpoint.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What all tables of one run share.
 *
 * @param run the identifier of the run
 * @param source the open source, one snapshot for all tables
 * @param sink the open sink
 * @param sourceStore the store behind the source, for counting its rows
 * @param sinkStore the store behind the sink, for reading it back
 * @param scratch for what does not fit in memory
 * @param startedAt when the run began
 * @param remembered what earlier runs left
 * @param warnings what was warned of so far
 */
record RunContext(String run, SyncPlan plan, Source source, Sink sink, Store sourceStore, Store sinkStore,
        StateStore state, InstantSource clock, Sleeper sleeper, RandomGenerator jitter, SyncListener listener,
        Scratch scratch, Instant startedAt, Remembered remembered, Set<String> warnings) {

    static RunContext of(String run, SyncPlan plan, Source source, Sink sink, Store sourceStore, Store sinkStore,
            StateStore state, InstantSource clock, Sleeper sleeper, RandomGenerator jitter, SyncListener listener,
            Scratch scratch) {
        return new RunContext(run, plan, source, sink, sourceStore, sinkStore, state, clock, sleeper, jitter, listener,
                scratch, clock.instant(), Remembered.of(state, plan.profile()),
                Collections.synchronizedSet(new LinkedHashSet<>()));
    }

    Scope scope(String table) {
        return new Scope(plan.profile(), plan.direction().word(), table);
    }

    Retrier retrier(String table) {
        return new Retrier(plan.retry(), sleeper, jitter, listener, table);
    }

    /** Warns of something in a table; the same words only once. */
    void warn(String table, String warning) {
        if (warnings.add(table.isEmpty() ? warning : table + ": " + warning)) {
            listener.on(new SyncEvent.Warned(table, warning));
        }
    }

    void warnAll(String table, List<String> lines) {
        lines.forEach(line -> warn(table, line));
    }
}
