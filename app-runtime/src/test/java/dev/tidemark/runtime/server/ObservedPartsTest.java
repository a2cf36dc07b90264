package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.log.RunScope;
import dev.tidemark.runtime.server.Runs.Accepted;
import dev.tidemark.runtime.server.Runs.Kind;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What metrics and logs hear of a run that several servers share. */
@ExtendWith(PostgresExtension.class)
final class ObservedPartsTest {
    private static final Duration DEAD_AFTER = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);

    private final PostgresDatabase database;
    private final CountDownLatch ended = new CountDownLatch(1);

    @TempDir
    private Path folder = Path.of("");

    ObservedPartsTest(PostgresDatabase database) {
        this.database = database;
        database.execute("drop schema if exists warehouse cascade", "drop schema if exists tidemark cascade");
    }

    /** What one server was told. */
    private final class Observer implements RunObserver {
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private final Set<String> scopes = ConcurrentHashMap.newKeySet();
        private Progress done = Progress.NONE;

        @Override
        public Watch of(String run, String profile, Direction direction) {
            open.incrementAndGet();
            return new Watch() {
                @Override
                public void on(SyncEvent event) {
                    scopes.add(RunScope.fields().getOrDefault("run", "none"));
                }

                @Override
                public void did(SyncReport report) {
                    add(report.totals());
                }

                @Override
                public void ended(SyncReport report) {
                    runs.incrementAndGet();
                    ended.countDown();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        private synchronized void add(Progress more) {
            done = done.plus(more);
        }
    }

    @Test
    void everyServerIsToldWhatItDidAndOneOfThemThatTheRunEnded() throws Exception {
        Fleet fleet = new Fleet(folder, database).devices(24, 10);
        Observer first = new Observer();
        Observer second = new Observer();
        String run;
        try (Syncs one = fleet.open(DEAD_AFTER);
                Syncs two = fleet.open(DEAD_AFTER);
                SharedRuns here = serve("here", one, first);
                SharedRuns _ = serve("there", two, second)) {
            run = assertInstanceOf(Accepted.Started.class, here.start(SyncRequest.push("fleet"), Kind.SYNC)).run();
            assertTrue(ended.await(60, TimeUnit.SECONDS));
        }
        Progress all = first.done.plus(second.done);
        assertEquals(480, all.read());
        assertEquals(480, all.inserted());
        assertEquals(1, first.runs.get() + second.runs.get());
        for (Observer observer : List.of(first, second)) {
            assertEquals(0, observer.open.get());
            assertTrue(observer.scopes.isEmpty() || observer.scopes.equals(Set.of(run)), observer.scopes.toString());
        }
    }

    private static SharedRuns serve(String name, Syncs syncs, RunObserver observer) {
        return SharedRuns.open(syncs, syncs.server().events(), observer, new Sharing(name, 2, DEAD_AFTER, POLL),
                InstantSource.system());
    }
}
