package dev.tidemark.testkit.supabase;

import java.util.Map;
import java.util.Optional;

/**
 * The rule of Supabase's gateway: who may pass, and as whom (docker/volumes/api of supabase/supabase; docs/guides/api/api-keys).
 *
 * @param anon the legacy anon key, a JWT
 * @param serviceRole the legacy service_role key, a JWT
 */
record GatewayKeys(String anon, String serviceRole) {
    static final String PUBLISHABLE = "sb_publishable_test";
    static final String SECRET = "sb_secret_test";
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    /** What a request without leave is answered; empty if it may pass. */
    Optional<HttpMessage> refusal(GatewayRequest request) {
        String key = request.header("apikey").orElse("");
        if (key.isEmpty()) {
            return refused(401, """
                    {"message":"No API key found in request",\
                    "hint":"No `apikey` request header or url param was found."}""");
        }
        boolean opaqueBearer = bearer(request).filter(token -> token.startsWith("sb_") && !token.equals(key))
                .isPresent();
        if (jwtOf(key).isEmpty() || opaqueBearer) {
            return refused(401, """
                    {"message":"Invalid API key","hint":"Double check your Supabase `apikey`"}""");
        }
        if (!request.path().startsWith(Gateway.PREFIX + "/")) {
            return refused(404, """
                    {"message":"no Route matched with those values"}""");
        }
        if (request.path().equals(Gateway.PREFIX + "/") && !jwtOf(key).get().equals(serviceRole)) {
            return refused(403, """
                    {"message":"You cannot consume this service"}""");
        }
        return Optional.empty();
    }

    /** The token with which the request goes on. */
    String token(GatewayRequest request) {
        return bearer(request).filter(token -> !token.startsWith("sb_"))
                .orElseGet(() -> request.header("apikey").flatMap(this::jwtOf).orElseThrow());
    }

    private Optional<String> jwtOf(String key) {
        if (key.equals(SECRET) || key.equals(serviceRole)) {
            return Optional.of(serviceRole);
        }
        return key.equals(PUBLISHABLE) || key.equals(anon) ? Optional.of(anon) : Optional.empty();
    }

    private static Optional<String> bearer(GatewayRequest request) {
        return request.header("authorization").filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
    }

    private static Optional<HttpMessage> refused(int status, String body) {
        return Optional.of(HttpMessage.answer(status, JSON, body));
    }
}
