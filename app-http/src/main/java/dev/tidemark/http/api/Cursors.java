package dev.tidemark.http.api;

import dev.tidemark.domain.port.RunHistory.Filter;
import dev.tidemark.domain.port.RunHistory.Place;
import dev.tidemark.domain.port.ServerSecrets;
import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.http.problem.ProblemException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Places in the run history as callers carry them: {@code base64url(payload).base64url(HMAC-SHA256)}, valid for a quarter of an
 * hour, on every server of one state. Signed, so that nobody can ask for places that he was not given.
 */
@Singleton
final class Cursors {
    private static final Duration VALID = Duration.ofMinutes(15);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final String NAME_OF_KEY = "run-cursors";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int GONE = 410;

    private final ServerSecrets secrets;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable SecretKeySpec key;

    Cursors(ServerSecrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The place as text; it goes on with this filter only. */
    String write(Place place, Filter filter) {
        String payload = String.join("\n", Long.toString(clock.instant().plus(VALID).toEpochMilli()),
                Long.toString(place.startedAt().toEpochMilli()), place.run(), text(filter));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return ENCODER.encodeToString(bytes) + "." + ENCODER.encodeToString(signature(bytes));
    }

    /**
     * The place that a cursor is of.
     *
     * @throws BadRequest if this state did not give it for this filter
     * @throws ProblemException 410 if it was given too long ago
     */
    Place read(String cursor, Filter filter) {
        List<String> fields = payload(cursor).lines().toList();
        if (fields.size() < 3 || !String.join("\n", fields.subList(3, fields.size())).equals(text(filter))) {
            throw new BadRequest("this cursor is of another question; send it with the same profile and status");
        }
        if (!clock.instant().isBefore(Instant.ofEpochMilli(Long.parseLong(fields.getFirst())))) {
            throw new ProblemException(GONE,
                    "this cursor has expired: one is valid for 15 minutes; begin again without a cursor");
        }
        return new Place(Instant.ofEpochMilli(Long.parseLong(fields.get(1))), fields.get(2));
    }

    private String payload(String cursor) {
        int dot = cursor.indexOf('.');
        try {
            byte[] payload = Base64.getUrlDecoder().decode(cursor.substring(0, Math.max(0, dot)));
            byte[] signature = Base64.getUrlDecoder().decode(cursor.substring(dot + 1));
            if (MessageDigest.isEqual(signature, signature(payload))) {
                return new String(payload, StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException _) {
            // As one whose signature is wrong.
        }
        throw new BadRequest("this is no cursor of this server; send 'next' of the page before as it is");
    }

    /** Lengths first, so that no two filters read alike. */
    private static String text(Filter filter) {
        return filter.profile().map(name -> name.length() + ":" + name).orElse("-")
                + filter.status().map(word -> "+" + word).orElse("-");
    }

    private byte[] signature(byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            byte[] offered = new byte[KEY_BYTES];
            random.nextBytes(offered);
            String kept = secrets.keep(NAME_OF_KEY, ENCODER.encodeToString(offered));
            known = new SecretKeySpec(Base64.getUrlDecoder().decode(kept), ALGORITHM);
            key = known;
        }
        return known;
    }
}
