package dev.tidemark.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class RunScopeTest {
    private static final Map<String, String> RUN = Map.of("run", "01J", "profile", "shop");
    private static final Map<String, String> ORDERS = Map.of("run", "01J", "profile", "shop", "table", "orders");

    private final List<Map<String, String>> seen = new ArrayList<>();
    private final SyncListener listener = RunScope.byTable(_ -> seen.add(RunScope.fields()));

    @Test
    void whatIsDoneOutsideOfARunBelongsToNone() {
        assertEquals(Map.of(), RunScope.fields());
        listener.on(new SyncEvent.Warned("orders", "odd"));
        assertEquals(List.of(Map.of()), seen);
    }

    @Test
    void theThreadsThatARunStartsBelongToIt() throws Exception {
        try (RunScope _ = RunScope.open("01J", "shop")) {
            Thread.ofVirtual().start(this::see).join();
            Thread.ofPlatform().start(this::see).join();
            try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
                pool.submit(this::see).get();
            }
        }
        assertEquals(List.of(RUN, RUN, RUN), seen);
        assertEquals(Map.of(), RunScope.fields());
    }

    @Test
    void fromItsBeginningToItsEndAThreadBelongsToATable() throws Exception {
        try (RunScope _ = RunScope.open("01J", "shop")) {
            listener.on(new SyncEvent.TableStarted("orders", 0, ""));
            see();
            Thread.ofVirtual().start(this::see).join();
            listener.on(new SyncEvent.TableEnded("orders", Progress.NONE, Duration.ZERO, ""));
            see();
        }
        assertEquals(List.of(ORDERS, ORDERS, ORDERS, ORDERS, RUN), seen);
    }

    @Test
    void anEventOfAnotherTableDoesNotTakeTheThreadAlong() {
        try (RunScope _ = RunScope.open("01J", "shop")) {
            listener.on(new SyncEvent.TableStarted("customers", 0, ""));
            listener.on(new SyncEvent.Warned("orders", "odd"));
            see();
        }
        assertEquals(List.of("customers", "orders", "customers"), seen.stream().map(fields -> fields.get("table"))
                .toList());
    }

    @Test
    void aThreadThatOutlivesItsRunBelongsToNone() throws Exception {
        try (ExecutorService kept = Executors.newSingleThreadExecutor()) {
            try (RunScope _ = RunScope.open("01J", "shop")) {
                kept.submit(this::see).get();
            }
            kept.submit(this::see).get();
        }
        assertEquals(List.of(RUN, Map.of()), seen);
    }

    @Test
    void afterARunWithinARunTheThreadBelongsToTheOuterOne() {
        try (RunScope _ = RunScope.open("01J", "shop")) {
            try (RunScope _ = RunScope.open("01K", "part")) {
                see();
            }
            see();
        }
        assertEquals(List.of(Map.of("run", "01K", "profile", "part"), RUN), seen);
    }

    private void see() {
        seen.add(RunScope.fields());
    }
}
