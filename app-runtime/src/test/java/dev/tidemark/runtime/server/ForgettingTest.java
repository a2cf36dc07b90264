package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.ServerState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForgettingTest {
    private static final Instant NOW = Instant.parse("2026-01-09T03:04:05.678Z");

    @Test
    void eventsOfAWeekAndRequestsOfADayAreKept(@TempDir Path folder) throws Exception {
        try (StateFixture fixture = new StateFixture(folder)) {
            ServerState state = fixture.state();
            state.events().add("01A", NOW.minus(Duration.ofDays(7)).minusMillis(1), List.of(new RunEvent("old", "{}")));
            state.events().add("01A", NOW.minus(Duration.ofDays(7)), List.of(new RunEvent("young", "{}")));
            assertEquals(Optional.empty(),
                    state.starts().claim("old", "f", NOW.minus(Duration.ofDays(1)).minusMillis(1)));
            assertEquals(Optional.empty(), state.starts().claim("young", "f", NOW.minus(Duration.ofDays(1))));
            Forgetting.forget(state, NOW);

            assertEquals(List.of("young"),
                    state.events().after("01A", 0, 9).stream().map(stored -> stored.event().kind()).toList());
            assertEquals(Optional.empty(), state.starts().find("old"));
            assertEquals("f", state.starts().find("young").orElseThrow().fingerprint());
        }
    }
}
