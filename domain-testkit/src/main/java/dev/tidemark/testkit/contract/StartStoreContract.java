package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.StartStore;
import dev.tidemark.domain.port.StartStore.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link StartStore} promises: a key belongs to the first who claims it, and then to the run that he started. */
public abstract class StartStoreContract extends ServerStateContract {

    @Test
    void theFirstClaimHolds() throws Exception {
        assertEquals(Optional.empty(), server().starts().claim("me key", "f", START));
        assertEquals(Optional.of(new Claim("f", Optional.empty(), START)),
                restarted().starts().claim("me key", "g", START.plusSeconds(1)));
        assertEquals(Optional.empty(), server().starts().claim("you key", "f", START));
    }

    @Test
    void theRunThatWasStartedIsFound() throws Exception {
        StartStore starts = server().starts();
        assertEquals(Optional.empty(), starts.find("one"));
        starts.claim("one", "f", START);
        starts.started("one", "01A");
        Claim settled = new Claim("f", Optional.of("01A"), START);
        assertEquals(Optional.of(settled), starts.find("one"));
        assertEquals(Optional.of(settled), restarted().starts().claim("one", "f", START.plusSeconds(9)));
    }

    @Test
    void oneThatWasGivenUpOrForgottenIsFree() {
        StartStore starts = server().starts();
        starts.claim("one", "f", START);
        starts.release("one");
        assertEquals(Optional.empty(), starts.claim("one", "f", START));
        starts.claim("two", "f", START.plusSeconds(1));
        starts.removeBefore(START.plusSeconds(1));
        assertEquals(Optional.empty(), starts.claim("one", "f", START));
        assertEquals(START.plusSeconds(1), starts.claim("two", "f", START).orElseThrow().at());
    }

    @Test
    void ofManyAtOnceOneIsTheFirst() throws Exception {
        StartStore starts = server().starts();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<Claim>>> calls = new ArrayList<>();
            IntStream.range(0, 20).forEach(_ -> calls.add(() -> starts.claim("one", "f", START)));
            long first = 0;
            for (var claim : callers.invokeAll(calls)) {
                first += claim.get().isEmpty() ? 1 : 0;
            }
            assertEquals(1, first);
        }
    }
}
