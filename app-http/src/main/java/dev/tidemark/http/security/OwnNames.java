package dev.tidemark.http.security;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names under which callers may ask for this server. Any other is a page from elsewhere that a browser was led to send: a
 * name that was rebound to this machine.
 */
public final class OwnNames {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Nobody can rebind an address. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final String host;
    private final boolean loopback;
    private final Optional<URI> publicUrl;

    /**
     * @param host the name or address that the server was told to listen at
     * @param publicUrl where callers find it if something stands between, such as a proxy with a certificate
     * @throws UnknownHostException if no address is called so
     */
    public OwnNames(String host, Optional<URI> publicUrl) throws UnknownHostException {
        this.host = host.toLowerCase(Locale.ROOT);
        this.loopback = InetAddress.getByName(host).isLoopbackAddress();
        this.publicUrl = publicUrl;
    }

    /** Whether nobody but this machine can call. */
    public boolean isLocal() {
        return loopback && publicUrl.isEmpty();
    }

    /** Whether a {@code Host} header, with or without a port, names this server. */
    boolean isOwnHost(String header) {
        String name = name(header);
        return LOOPBACK.contains(name) || name.equals(host) || name.equals("[" + host + "]")
                || publicUrl.filter(url -> name.equalsIgnoreCase(url.getHost())).isPresent()
                || !loopback && ADDRESS.matcher(name).matches();
    }

    private static String name(String header) {
        return header.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }

    /** Whether an {@code Origin} header is the very address that was asked: another port is another program. */
    boolean isSameOrigin(String origin, String hostHeader) {
        try {
            URI uri = URI.create(origin);
            return publicUrl.filter(url -> name(hostHeader).equalsIgnoreCase(url.getHost()))
                    .map(url -> isOriginOf(url, uri))
                    .orElseGet(
                            () -> "http".equals(uri.getScheme()) && hostHeader.equalsIgnoreCase(uri.getRawAuthority()));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isOriginOf(URI url, URI origin) {
        return url.getScheme().equalsIgnoreCase(origin.getScheme())
                && url.getRawAuthority().equalsIgnoreCase(origin.getRawAuthority());
    }

    /** For a message: what else could be asked for. */
    String all() {
        return publicUrl.map(url -> url.getHost() + ", ").orElse("") + (loopback ? "" : "its own addresses, ")
                + "127.0.0.1 and localhost";
    }
}
