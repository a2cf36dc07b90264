package dev.tidemark.testkit.supabase;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs the tokens of one project: JWTs by HS256 (RFC 7519), as Supabase's legacy keys and its users' tokens are. */
final class Jwts {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final Duration YEARS = Duration.ofDays(3_650);

    private final String secret = HexFormat.of().formatHex(new SecureRandom().generateSeed(32));

    /** What the server verifies them with. */
    String secret() {
        return secret;
    }

    /** A token of the role for years. */
    String of(String role) {
        return of(role, YEARS);
    }

    /**
     * @param validity from now; negative for a token that has expired. The server forgives 30 s
     */
    String of(String role, Duration validity) {
        Instant now = Instant.now();
        String claims = "{\"iss\":\"tidemark\",\"role\":\"%s\",\"iat\":%d,\"exp\":%d}".formatted(role,
                now.minus(YEARS).getEpochSecond(), now.plus(validity).getEpochSecond());
        String signed = base64(HEADER.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(signature(signed));
    }

    private byte[] signature(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
