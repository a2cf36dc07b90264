package dev.tidemark.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Micronaut is told. */
final class Settings {
    /** What answers strangers: the status, the page and the viewer of the API's description, which hold nothing of a user's. */
    private static final List<String> OPEN = List.of("/", "/health", "/health/liveness", "/health/readiness",
            "/assets/**", "/docs", "/docs/**", "/favicon.ico");

    private static final int MOST_HEADER_BYTES = 16 * 1024;

    private Settings() {
    }

    /**
     * @param port 0 for any that is free
     */
    static Map<String, Object> of(String host, int port) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.application.name", "tidemark");
        settings.put("micronaut.server.host", host);
        settings.put("micronaut.server.port", port == 0 ? -1 : port);
        settings.put("micronaut.server.max-request-size", "1MB");
        settings.put("micronaut.server.netty.max-header-size", MOST_HEADER_BYTES);
        settings.put("micronaut.serde.deserialization.ignore-unknown", false);
        // The fields of the contract are there, also those that are null.
        settings.put("micronaut.serde.serialization.inclusion", "ALWAYS");
        settings.put("micronaut.security.intercept-url-map", open());
        // Nobody logs in or out here, and /api/me tells callers who they are.
        Stream.of("introspection", "login", "logout", "oauth")
                .forEach(name -> settings.put("micronaut.security.endpoints." + name + ".enabled", false));
        return settings;
    }

    private static List<Map<String, Object>> open() {
        return OPEN.stream().flatMap(pattern -> Stream.of("GET", "HEAD").map(method -> Map.<String, Object>of(
                "pattern", pattern, "http-method", method, "access", List.of("isAnonymous()")))).toList();
    }
}
