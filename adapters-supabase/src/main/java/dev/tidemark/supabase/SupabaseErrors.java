package dev.tidemark.supabase;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import java.util.Optional;

/** Says what a failure means: by its code, then by its status. */
final class SupabaseErrors {
    private SupabaseErrors() {
    }

    /** Why the rows that were sent were not taken, if they are to blame; empty if something else is. */
    static Optional<Reason> refusal(RestFailure failure) {
        return switch (failure.code()) {
            case "23503" -> Optional.of(new Reason(Reason.Kind.FOREIGN_KEY, failure.code(), failure.message()));
            case "23505", "23P01" -> Optional.of(new Reason(Reason.Kind.UNIQUE, failure.code(), failure.message()));
            default -> failure.code().startsWith("22") || failure.code().startsWith("23")
                    ? Optional.of(new Reason(Reason.Kind.REFUSED, failure.code(), failure.message()))
                    : Optional.empty();
        };
    }

    /** What a failure means that no row is to blame for. */
    static StoreException trouble(String doing, RestFailure failure) {
        return new StoreException.Permanent(doing + ": " + failure.message(), failure.code(), failure.hint(), null);
    }
}
