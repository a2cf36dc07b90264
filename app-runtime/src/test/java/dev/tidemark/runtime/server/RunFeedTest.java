package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.RunEventStore.Stored;
import dev.tidemark.runtime.server.RunFeed.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RunFeedTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Kept kept = new Kept();
    private final RunFeed feed = new RunFeed(kept);

    /** As the state keeps them: numbers grow over all runs. */
    private static final class Kept implements RunEventStore {
        private final List<Stored> all = new ArrayList<>();
        private final AtomicLong asked = new AtomicLong();

        @Override
        public synchronized void add(String run, Instant at, List<RunEvent> events) {
            events.forEach(event -> all.add(new Stored(run, 3L * (all.size() + 1), at, event)));
        }

        @Override
        public synchronized List<Stored> after(String run, long after, int limit) {
            asked.incrementAndGet();
            return all.stream().filter(stored -> stored.run().equals(run) && stored.number() > after).limit(limit)
                    .toList();
        }

        @Override
        public synchronized void removeBefore(Instant time) {
            all.removeIf(stored -> stored.at().isBefore(time));
        }
    }

    private static List<RunEvent> event(String kind) {
        return List.of(new RunEvent(kind, "{}"));
    }

    private static List<String> kinds(List<Stored> events) {
        return events.stream().map(stored -> stored.event().kind()).toList();
    }

    private static List<String> all(Watch watch, String last) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        long place = 0;
        while (seen.isEmpty() || !seen.getLast().equals(last)) {
            List<Stored> events = watch.after(place, LONG);
            assertTrue(!events.isEmpty(), "nothing came for " + LONG + " after " + seen);
            seen.addAll(kinds(events));
            place = events.getLast().number();
        }
        return seen;
    }

    @Test
    void whatIsAddedHereIsToldAtOnce() throws Exception {
        try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor(); Watch watch = feed.watch("01A")) {
            Future<List<Stored>> told = watchers.submit(() -> watch.after(0, LONG));
            feed.add("01B", AT, event("of-another"));
            feed.add("01A", AT, event("one"));
            assertEquals(List.of("one"), kinds(told.get()));
        }
    }

    @Test
    void whatAnotherServerAddsIsFound() throws Exception {
        try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor(); Watch watch = feed.watch("01A")) {
            assertEquals(List.of(), watch.after(0, Duration.ZERO));
            Future<List<Stored>> told = watchers.submit(() -> watch.after(0, LONG));
            kept.add("01A", AT, event("elsewhere"));
            assertEquals(List.of("elsewhere"), kinds(told.get()));
        }
    }

    @Test
    void allWhoWatchSeeEverythingInOrderAndTheStoreIsAskedOnceForThem() throws Exception {
        int events = 3_000;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Watch> watches = IntStream.range(0, 50).mapToObj(_ -> feed.watch("01A")).toList();
            List<Callable<List<String>>> watching = watches.stream()
                    .<Callable<List<String>>>map(watch -> () -> all(watch, "event " + (events - 1))).toList();
            Future<?> adding = threads.submit(() -> IntStream.range(0, events)
                    .forEach(i -> feed.add("01A", AT, event("event " + i))));
            List<String> expected = IntStream.range(0, events).mapToObj(i -> "event " + i).toList();
            for (Future<List<String>> seen : threads.invokeAll(watching)) {
                assertEquals(expected, seen.get());
            }
            adding.get();
            watches.forEach(Watch::close);
        }
    }

    @Test
    void fiftyWhoWaitAskAsOftenAsOne() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Watch> watches = IntStream.range(0, 50).mapToObj(_ -> feed.watch("01A")).toList();
            List<Callable<List<Stored>>> waiting = watches.stream()
                    .<Callable<List<Stored>>>map(watch -> () -> watch.after(0, Duration.ofMillis(2_500))).toList();
            for (Future<List<Stored>> seen : threads.invokeAll(waiting)) {
                assertEquals(List.of(), seen.get());
            }
            assertTrue(kept.asked.get() <= 5, "asked " + kept.asked.get() + " times in two and a half seconds");
            watches.forEach(Watch::close);
        }
    }

    @Test
    void whoComesBackFromFarBehindIsToldAllOfIt() throws Exception {
        IntStream.range(0, 3_000).forEach(i -> kept.add("01A", AT, event("event " + i)));
        try (Watch near = feed.watch("01A"); Watch far = feed.watch("01A")) {
            assertEquals(List.of("event 2999"), kinds(near.after(2_999 * 3L, LONG)));
            assertEquals(3_000, all(far, "event 2999").size());
        }
    }
}
