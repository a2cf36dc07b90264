package dev.tidemark.supabase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** Tells keys apart by what they say of themselves; whether that is true, only the server knows. */
final class KeyKinds {
    private static final JsonFactory JSON = new JsonFactory();

    private KeyKinds() {
    }

    static KeyKind of(String key) {
        if (key.startsWith("sb_secret_")) {
            return KeyKind.SECRET;
        }
        if (key.startsWith("sb_publishable_")) {
            return KeyKind.PUBLISHABLE;
        }
        if (!isJwt(key)) {
            return KeyKind.UNKNOWN;
        }
        return role(key).map(role -> switch (role) {
            case "service_role" -> KeyKind.SERVICE_ROLE;
            case "anon" -> KeyKind.ANON;
            default -> KeyKind.USER;
        }).orElse(KeyKind.UNKNOWN);
    }

    /** Whether the key may go into {@code Authorization: Bearer}: the new kinds of keys may not. */
    static boolean isJwt(String key) {
        return key.startsWith("eyJ") && key.chars().filter(c -> c == '.').count() == 2;
    }

    private static Optional<String> role(String jwt) {
        try (JsonParser claims = JSON.createParser(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]))) {
            claims.nextToken();
            for (JsonToken token = claims.nextToken(); token == JsonToken.FIELD_NAME; token = claims.nextToken()) {
                boolean isRole = claims.currentName().equals("role");
                claims.nextToken();
                if (isRole) {
                    return Optional.ofNullable(claims.getValueAsString());
                }
                claims.skipChildren();
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
