package dev.tidemark.http.health;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.http.security.Access;
import dev.tidemark.runtime.Reachability;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.ConfigurationException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether the stores behind the profiles answer. Only on request, since asking is connecting; the answer is kept for some seconds,
 * and who does not answer in five is said not to. What a store says of itself may name more than a stranger should know.
 */
@Controller("/api/health/connections")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.VIEWER)
@Tag(name = "Health")
final class ConnectionsController {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Syncs syncs;
    private final InstantSource clock = InstantSource.system();
    private Instant askedAt = Instant.EPOCH;
    private Connections latest = new Connections(List.of());

    ConnectionsController(Syncs syncs) {
        this.syncs = syncs;
    }

    /** All of them, by name. */
    @Serdeable
    record Connections(List<State> connections) {
    }

    /**
     * One of them.
     *
     * @param store what it is, without secrets; null if nobody could tell
     * @param trouble why it does not answer; null if it does
     */
    @Serdeable
    record State(String connection, @Nullable String store, String status, @Nullable String trouble) {
    }

    @Get
    @Operation(operationId = "connections", summary = "Whether the stores behind the profiles answer",
            description = "Asks them now, or did so in the last ten seconds.")
    @ApiResponse(responseCode = "200", description = "Each connection by its name")
    synchronized Connections connections() {
        if (!clock.instant().isBefore(askedAt.plus(KEPT))) {
            latest = ask();
            askedAt = clock.instant();
        }
        return latest;
    }

    private Connections ask() {
        Map<String, State> states = new TreeMap<>();
        List<CompletableFuture<List<State>>> asked = new ArrayList<>();
        for (String profile : syncs.configuration().profileNames()) {
            asked.add(CompletableFuture.supplyAsync(() -> ask(profile), task -> Thread.ofVirtual().start(task))
                    .completeOnTimeout(List.of(new State("profile " + profile, null, Health.DOWN,
                            "no answer within " + PATIENCE.toSeconds() + " s")), PATIENCE.toMillis(),
                            TimeUnit.MILLISECONDS));
        }
        asked.forEach(answer -> answer.join().forEach(state -> states.put(state.connection(), state)));
        return new Connections(List.copyOf(states.values()));
    }

    private List<State> ask(String profile) {
        try {
            return syncs.reach(profile).stream().map(ConnectionsController::state).toList();
        } catch (ConfigurationException | StoreException e) {
            return List.of(new State("profile " + profile, null, Health.DOWN, String.valueOf(e.getMessage())));
        }
    }

    private static State state(Reachability answer) {
        return new State(answer.connection(), answer.store(), answer.trouble().isEmpty() ? Health.UP : Health.DOWN,
                answer.trouble().isEmpty() ? null : answer.trouble());
    }
}
