package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.RunEventStore.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RunEventStore} promises: each run's events in the order in which they were added. */
public abstract class RunEventStoreContract extends ServerStateContract {

    private static RunEvent event(int number) {
        return new RunEvent("progress", "{\"read\":" + number + ",\"table\":\"größe \uD83D\uDE00\"}");
    }

    @Test
    void eventsComeInTheirOrderAndGoOnAfterTheLast() throws Exception {
        server().events().add("01A", START, List.of(event(1), event(2)));
        server().events().add("01B", START, List.of(event(9)));
        server().events().add("01A", START.plusMillis(5), List.of(event(3)));
        server().events().add("01A", START, List.of());
        RunEventStore events = restarted().events();
        List<Stored> first = events.after("01A", 0, 2);
        assertEquals(List.of(event(1), event(2)), first.stream().map(Stored::event).toList());
        List<Stored> rest = events.after("01A", first.getLast().number(), 10);
        assertEquals(List.of(event(3)), rest.stream().map(Stored::event).toList());
        assertEquals("01A", rest.getFirst().run());
        assertEquals(START.plusMillis(5), rest.getFirst().at());
        assertTrue(rest.getFirst().number() > first.getLast().number());
        assertEquals(List.of(), events.after("01A", rest.getLast().number(), 10));
    }

    @Test
    void whoFollowsARunMissesNothingThatSeveralTellOfIt() throws Exception {
        RunEventStore events = server().events();
        List<Integer> seen = new ArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int first = writer * 25;
                writing.add(writers.submit(() -> IntStream.range(first, first + 25)
                        .forEach(number -> events.add("01A", START, List.of(event(number))))));
            }
            long place = 0;
            boolean done = false;
            while (!done) {
                done = writing.stream().allMatch(Future::isDone);
                for (Stored stored : events.after("01A", place, 10)) {
                    place = stored.number();
                    seen.add(IntStream.range(0, 100).filter(i -> event(i).equals(stored.event())).findFirst()
                            .orElseThrow());
                    done = false;
                }
            }
            for (Future<?> written : writing) {
                written.get();
            }
        }
        assertEquals(IntStream.range(0, 100).boxed().toList(), seen.stream().sorted().toList());
    }

    @Test
    void theOldAreForgotten() {
        RunEventStore events = server().events();
        events.add("01A", START, List.of(event(1)));
        events.add("01A", START.plusSeconds(1), List.of(event(2)));
        events.removeBefore(START.plusSeconds(1));
        assertEquals(List.of(event(2)), events.after("01A", 0, 10).stream().map(Stored::event).toList());
    }
}
