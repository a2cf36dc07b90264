package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.RunEventStore.Stored;
import java.util.List;
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
    void theOldAreForgotten() {
        RunEventStore events = server().events();
        events.add("01A", START, List.of(event(1)));
        events.add("01A", START.plusSeconds(1), List.of(event(2)));
        events.removeBefore(START.plusSeconds(1));
        assertEquals(List.of(event(2)), events.after("01A", 0, 10).stream().map(Stored::event).toList());
    }
}
