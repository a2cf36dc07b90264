package dev.tidemark.http.api;

import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.server.RunRequests.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header with which a caller marks requests that are one and the same.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key header field</a>
 */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    private IdempotencyKey() {
    }

    /**
     * The key of one caller: others may choose the same text.
     *
     * @param asked for, in a form that is equal for equal requests
     * @throws BadRequest if the header is empty or too long
     */
    static Optional<Key> of(@Nullable String header, Caller caller, String asked) {
        if (header == null) {
            return Optional.empty();
        }
        if (header.isBlank() || header.length() > LONGEST) {
            throw new BadRequest("an " + HEADER + " has 1 to " + LONGEST + " characters, such as a UUID");
        }
        return Optional.of(new Key(caller.id() + " " + header, fingerprint(asked)));
    }

    private static String fingerprint(String asked) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
