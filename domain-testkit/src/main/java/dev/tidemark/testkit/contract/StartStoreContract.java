package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.StartStore;
import dev.tidemark.domain.port.StartStore.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link StartStore} promises: a key belongs to the first run that claims it. */
public abstract class StartStoreContract extends ServerStateContract {

    @Test
    void theFirstClaimHolds() throws Exception {
        assertEquals(Optional.empty(), server().starts().claim("me key", new Start("f", "01A"), START));
        assertEquals(Optional.of(new Start("f", "01A")),
                restarted().starts().claim("me key", new Start("g", "01B"), START.plusSeconds(1)));
        assertEquals(Optional.empty(), server().starts().claim("you key", new Start("f", "01C"), START));
    }

    @Test
    void oneThatWasGivenUpOrForgottenIsFree() {
        StartStore starts = server().starts();
        starts.claim("one", new Start("f", "01A"), START);
        starts.release("one");
        assertEquals(Optional.empty(), starts.claim("one", new Start("f", "01B"), START));
        starts.claim("two", new Start("f", "01C"), START.plusSeconds(1));
        starts.removeBefore(START.plusSeconds(1));
        assertEquals(Optional.empty(), starts.claim("one", new Start("f", "01D"), START));
        assertEquals(Optional.of(new Start("f", "01C")), starts.claim("two", new Start("f", "01E"), START));
    }

    @Test
    void ofManyAtOnceOneIsTheFirst() throws Exception {
        StartStore starts = server().starts();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<Start>>> calls = new ArrayList<>();
            IntStream.range(0, 20).forEach(caller -> calls.add(
                    () -> starts.claim("one", new Start("f", "run-" + caller), START)));
            long first = 0;
            for (var claim : callers.invokeAll(calls)) {
                first += claim.get().isEmpty() ? 1 : 0;
            }
            assertEquals(1, first);
        }
    }
}
