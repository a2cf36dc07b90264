package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.ServerSecrets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ServerSecrets} promises: all who ask for a secret get the same. */
public abstract class ServerSecretsContract extends ServerStateContract {

    @Test
    void theFirstThatIsOfferedStays() throws Exception {
        assertEquals("one", server().secrets().keep("cursors", "one"));
        assertEquals("one", restarted().secrets().keep("cursors", "two"));
        assertEquals("three", server().secrets().keep("others", "three"));
    }

    @Test
    void ofManyAtOnceAllGetTheSame() throws Exception {
        ServerSecrets secrets = server().secrets();
        try (ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<String> got = new HashSet<>();
            for (var kept : servers.invokeAll(IntStream.range(0, 20).<java.util.concurrent.Callable<String>>mapToObj(
                    server -> () -> secrets.keep("cursors", "offer " + server)).toList())) {
                got.add(kept.get());
            }
            assertEquals(1, got.size(), got.toString());
        }
    }
}
