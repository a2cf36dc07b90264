package dev.tidemark.http.security;

import dev.tidemark.domain.port.TokenStore.Token;
import dev.tidemark.runtime.AccessTokens;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that were let in within the last second: two hundred callers with one token then ask the state once a second and
 * not with every request. A token that was revoked lets in for a second more, one that expires for not a moment. Thread-safe.
 */
@Singleton
final class KnownTokens {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So that nothing fills the memory; more tokens than a state ever has. */
    private static final int MOST = 10_000;

    private final AccessTokens tokens;
    private final InstantSource clock;
    private final ConcurrentMap<String, Seen> seen = new ConcurrentHashMap<>();
    private volatile boolean made;
    private long lookedForAny = System.nanoTime() - FRESH_NANOS;

    KnownTokens(AccessTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    private record Seen(Token token, long nanos) {
    }

    /** The token that this text is, if it was let in within the last second and still may; the state is not asked. */
    Optional<Token> recent(String text) {
        @Nullable
        Seen found = seen.get(text);
        return found != null && System.nanoTime() - found.nanos() < FRESH_NANOS
                && found.token().isValid(clock.instant())
                        ? Optional.of(found.token()) : Optional.empty();
    }

    /** The token that this text is, if it lets its bearer in now. */
    Optional<Token> find(String text) {
        Optional<Token> found = tokens.find(text);
        if (found.isPresent()) {
            if (seen.size() >= MOST) {
                seen.clear();
            }
            seen.put(text, new Seen(found.get(), System.nanoTime()));
        } else {
            seen.remove(text);
        }
        return found;
    }

    /** Whether any token was ever made; the first is noticed within a second, and from then on it stays so. */
    boolean any() {
        return made || lookForAny();
    }

    /** One looks and the others wait for what he finds: nobody is let in on an answer that is not there yet. */
    private synchronized boolean lookForAny() {
        if (!made && System.nanoTime() - lookedForAny >= FRESH_NANOS) {
            made = !tokens.list().isEmpty();
            lookedForAny = System.nanoTime();
        }
        return made;
    }
}
