package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.StoreException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of the state's server means and what to do about it, by SQLSTATE
 * (postgresql.org/docs/current/errcodes-appendix.html).
 */
final class StateErrors {
    private StateErrors() {
    }

    /**
     * Says what the failure of a piece of work means.
     *
     * @param doing what was being done, such as {@code saving the checkpoint of orders}
     * @param thrown what the state's thread threw, as its cause
     * @return the failure as the port knows it; one that did not come from the server or from damaged content stays as it
     *     is
     */
    static RuntimeException translate(String doing, String schema, ExecutionException thrown) {
        Throwable failure = Objects.requireNonNull(thrown.getCause());
        if (failure instanceof StoreException told) {
            return told;
        }
        SQLException sql = deepest(failure);
        String place = "While " + doing + " in the state, schema " + schema + ": ";
        if (sql != null) {
            return ofState(place + sql.getMessage(), Objects.requireNonNullElse(sql.getSQLState(), ""), failure);
        }
        if (failure instanceof IllegalArgumentException damaged) {
            return new StoreException.Permanent(
                    place + "it holds what Tidemark did not write (" + damaged.getMessage() + ").", "",
                    "Name another schema as state: the next run begins anew, and loses nothing but time and the list of rejects.",
                    failure);
        }
        return failure instanceof RuntimeException as ? as : new IllegalStateException("while " + doing, failure);
    }

    private static StoreException ofState(String message, String state, Throwable failure) {
        String family = state.length() == 5 ? state.substring(0, 2) : "";
        return switch (family) {
            // No state is a pool that got no connection in time.
            case "", "08" -> unreachable(message, state, failure);
            case "57" -> state.equals("57014")
                    ? new StoreException.Transient(message, state, "", failure)
                    : unreachable(message, state, failure);
            case "28", "3D" ->
                    new StoreException.Denied(message, state, "Check the user, the password and the database's name.",
                            failure);
            case "25", "40", "53", "55" -> new StoreException.Transient(message, state, "", failure);
            default -> state.equals("42501")
                    ? new StoreException.Denied(message, state,
                            "The role needs CREATE on the database, or a schema of its own for the state.", failure)
                    : new StoreException.Permanent(message, state, "", failure);
        };
    }

    private static StoreException unreachable(String message, String state, Throwable failure) {
        return new StoreException.Unreachable(message, state,
                "Check that the server runs and that its host and port are right.",
                failure);
    }

    /** The server's own word is the innermost one. */
    private static @Nullable SQLException deepest(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
                found = sql;
            }
        }
        return found;
    }
}
