package dev.tidemark.supabase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer that is no success. Whatever stands between may answer too, so every part but the status may be missing.
 *
 * @param code an SQLSTATE, a code of PostgREST such as {@code PGRST301}, or empty
 * @param message for a person; may be empty
 * @param retryAfter the header {@code Retry-After} as it came
 */
record RestFailure(int status, String code, String message, String details, String hint, Optional<String> retryAfter) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_BYTES = 64 << 10;
    private static final Pattern CODE = Pattern.compile("^PostgREST;\\s*error=([A-Z0-9]+)");

    /** Reads the body of a failed answer, which stays as it was. */
    static RestFailure of(RestAnswer answer) {
        Map<String, String> parts = parts(answer);
        return new RestFailure(answer.status(), code(answer, parts), parts.getOrDefault("message", ""),
                parts.getOrDefault("details", ""), parts.getOrDefault("hint", ""), answer.header("Retry-After"));
    }

    /** What has no body, as the answer to HEAD, tells its code in a header from PostgREST 13 on. */
    private static String code(RestAnswer answer, Map<String, String> parts) {
        return Optional.ofNullable(parts.get("code")).orElseGet(() -> answer.header("Proxy-Status")
                .map(CODE::matcher).filter(Matcher::find).map(found -> found.group(1)).orElse(""));
    }

    private static Map<String, String> parts(RestAnswer answer) {
        Map<String, String> parts = new HashMap<>();
        try (JsonParser body = JSON.createParser(answer.body().readNBytes(MOST_BYTES))) {
            answer.body().reset();
            if (body.nextToken() != JsonToken.START_OBJECT) {
                return parts;
            }
            for (JsonToken token = body.nextToken(); token == JsonToken.FIELD_NAME; token = body.nextToken()) {
                String name = body.currentName();
                JsonToken value = body.nextToken();
                if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    parts.put(name, body.getText());
                }
                body.skipChildren();
            }
            return parts;
        } catch (IOException _) {
            // A proxy's HTML, or an empty body: the status has to do.
            return parts;
        }
    }
}
