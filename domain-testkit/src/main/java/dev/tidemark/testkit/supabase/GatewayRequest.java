package dev.tidemark.testkit.supabase;

import java.util.Map;
import java.util.Optional;

/**
 * What a gateway was asked. Prints without the headers, which hold the key.
 *
 * @param number from 1, in the order in which they came
 * @param target path and query, as they stood in the request line
 * @param headers their names in lower case
 * @param bodyBytes how long its body was
 * @param concurrent how many requests were unanswered when it came, itself included
 * @param nanos when it had come, by {@link System#nanoTime}
 */
public record GatewayRequest(int number, String method, String target, Map<String, String> headers, int bodyBytes,
        int concurrent, long nanos) {

    public GatewayRequest {
        headers = Map.copyOf(headers);
    }

    /** Anything that may change rows. */
    public boolean isWrite() {
        return !isRead();
    }

    public boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    public String path() {
        return target.split("\\?", 2)[0];
    }

    /** Empty if there is none. */
    public String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /** What it asked for in {@code Prefer}; empty if nothing. */
    public String prefer() {
        return header("prefer").orElse("");
    }

    @Override
    public String toString() {
        return "#" + number + " " + method + " " + target + " (" + bodyBytes + " bytes; " + prefer() + ")";
    }
}
