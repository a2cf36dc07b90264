package dev.tidemark.supabase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Tells keys apart by what they say of themselves; whether that is true, only the server knows. */
final class KeyKinds {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String SERVICE_ROLE = "service_role";
    private static final String ANON = "anon";

    private KeyKinds() {
    }

    static KeyKind of(String key) {
        if (key.startsWith("sb_secret_")) {
            return KeyKind.SECRET;
        }
        if (key.startsWith("sb_publishable_")) {
            return KeyKind.PUBLISHABLE;
        }
        return claims(key).role().map(role -> switch (role) {
            case SERVICE_ROLE -> KeyKind.SERVICE_ROLE;
            case ANON -> KeyKind.ANON;
            default -> KeyKind.USER;
        }).orElse(KeyKind.UNKNOWN);
    }

    /** The role of the database that the key stands for; empty if it does not tell. */
    static Optional<String> role(String key) {
        return switch (of(key)) {
            case SECRET, SERVICE_ROLE -> Optional.of(SERVICE_ROLE);
            case PUBLISHABLE, ANON -> Optional.of(ANON);
            case USER, UNKNOWN -> claims(key).role();
        };
    }

    /** When a JWT ends; empty for one without end, and for all other keys. */
    static Optional<Instant> expiry(String key) {
        return claims(key).expiry();
    }

    /** Whether the key may go into {@code Authorization: Bearer}: the new kinds of keys may not. */
    static boolean isJwt(String key) {
        return key.startsWith("eyJ") && key.chars().filter(c -> c == '.').count() == 2;
    }

    /** What a JWT says of itself (RFC 7519, section 4). */
    private record Claims(Optional<String> role, Optional<Instant> expiry) {
        static final Claims NONE = new Claims(Optional.empty(), Optional.empty());
    }

    private static Claims claims(String key) {
        if (!isJwt(key)) {
            return Claims.NONE;
        }
        Optional<String> role = Optional.empty();
        Optional<Instant> expiry = Optional.empty();
        try (JsonParser claims = JSON.createParser(Base64.getUrlDecoder().decode(key.split("\\.")[1]))) {
            claims.nextToken();
            while (claims.nextToken() == JsonToken.FIELD_NAME) {
                String name = claims.currentName();
                JsonToken value = claims.nextToken();
                if (name.equals("role") && value == JsonToken.VALUE_STRING) {
                    role = Optional.of(claims.getText());
                } else if (name.equals("exp") && value.isNumeric()) {
                    expiry = Optional.of(Instant.ofEpochSecond(claims.getValueAsLong()));
                }
                claims.skipChildren();
            }
            return new Claims(role, expiry);
        } catch (IOException | IllegalArgumentException | DateTimeException _) {
            return Claims.NONE;
        }
    }
}
