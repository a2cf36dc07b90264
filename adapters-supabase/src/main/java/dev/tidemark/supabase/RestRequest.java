package dev.tidemark.supabase;

import java.util.List;

/**
 * One request to the REST API.
 *
 * @param path below the API's root, percent-encoded: {@code /orders}, {@code /rpc/sync_upsert}, or {@code /} for its description
 * @param query percent-encoded, without the question mark; may be empty
 * @param body JSON; empty where the method has none
 * @param preferences what goes into {@code Prefer}, such as {@code count=exact}
 */
record RestRequest(Method method, String path, String query, byte[] body, List<String> preferences) {
    RestRequest {
        preferences = List.copyOf(preferences);
    }

    static RestRequest get(String path, String query, String... preferences) {
        return new RestRequest(Method.GET, path, query, new byte[0], List.of(preferences));
    }

    static RestRequest head(String path, String query, String... preferences) {
        return new RestRequest(Method.HEAD, path, query, new byte[0], List.of(preferences));
    }

    static RestRequest delete(String path, String query, String... preferences) {
        return new RestRequest(Method.DELETE, path, query, new byte[0], List.of(preferences));
    }

    static RestRequest post(String path, String query, byte[] body, String... preferences) {
        return new RestRequest(Method.POST, path, query, body, List.of(preferences));
    }

    enum Method {
        GET, HEAD, POST, DELETE
    }
}
