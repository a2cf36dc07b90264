package dev.tidemark.http.security;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** The names under which this machine asks itself. Any other is a page from elsewhere that a browser was led to send. */
public final class LocalNames {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String host;

    /**
     * @param host the name that the server was told to listen at
     */
    public LocalNames(String host) {
        this.host = host.toLowerCase(Locale.ROOT);
    }

    /** Whether a {@code Host} header, with or without a port, names this machine. */
    boolean isLocalHost(String header) {
        String name = header.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name) || name.equals(host) || name.equals("[" + host + "]");
    }

    /** Whether an {@code Origin} header is the very address that was asked: another port is another program. */
    boolean isSameOrigin(String origin, String hostHeader) {
        try {
            URI uri = URI.create(origin);
            return "http".equals(uri.getScheme()) && hostHeader.equalsIgnoreCase(uri.getRawAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
