package dev.tidemark.runtime;

import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;
import java.util.List;

/**
 * Whether a connection answers.
 *
 * @param connection as the configuration calls it
 * @param store what people call what is behind it, without secrets
 * @param trouble why it does not answer; empty if it does
 */
public record Reachability(String connection, String store, String trouble) {

    /** Both ends of a profile; of a connection that stands for many files, the first. */
    static List<Reachability> of(Profile profile, SyncRequest request) {
        Leg leg = Legs.of(profile, Plans.of(profile, request)).getFirst();
        return List.of(of(profile.from(), leg.from()), written(profile.to(), leg.to()));
    }

    /** A SQLite file that is written is made when it is missing. */
    private static Reachability written(Connection connection, Store store) {
        return StandIn.isNeeded(connection) ? new Reachability(connection.name(), store.name(), "")
                : of(connection, store);
    }

    private static Reachability of(Connection connection, Store store) {
        try (Source _ = store.openSource()) {
            return new Reachability(connection.name(), store.name(), "");
        } catch (StoreException e) {
            return new Reachability(connection.name(), store.name(), String.valueOf(e.getMessage()));
        }
    }
}
