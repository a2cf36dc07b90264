package dev.tidemark.domain.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the tokens that let callers in, none of them in the clear. Thread-safe. */
public interface TokenStore {

    /** Keeps a token whose id is new. */
    void add(Token token);

    Optional<Token> find(String id);

    /** All tokens, those that no longer let anybody in as well; oldest first. */
    List<Token> list();

    /**
     * Ends a token for good.
     *
     * @return whether it was there and had not been ended before
     */
    boolean revoke(String id, Instant at);

    /** What its bearer may do. */
    enum Role {
        /** Sees profiles, runs and counts, and no values of rows. */
        VIEWER,
        /** Starts, cancels, retries, and reads rejected rows. */
        OPERATOR
    }

    /**
     * A token as it is kept.
     *
     * @param id its part that is no secret
     * @param name who or what it is for
     * @param hash of its secret part, in hexadecimal digits; whoever reads the state cannot call with it
     */
    record Token(String id, String name, Role role, String hash, Instant createdAt, Optional<Instant> expiresAt,
            Optional<Instant> revokedAt) {

        /** Whether it lets its bearer in at this time. */
        public boolean isValid(Instant at) {
            return revokedAt.isEmpty() && expiresAt.map(at::isBefore).orElse(true);
        }
    }
}
