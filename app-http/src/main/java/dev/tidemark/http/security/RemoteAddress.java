package dev.tidemark.http.security;

import io.micronaut.http.HttpRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a request comes from, as far as it matters for limits. */
final class RemoteAddress {
    private static final int NETWORK_BYTES = 8;

    private RemoteAddress() {
    }

    /** An IPv6 caller has a whole network of addresses to call from, so it counts as one. */
    static String of(@Nullable HttpRequest<?> request) {
        return Optional.ofNullable(request).map(asked -> asked.getRemoteAddress().getAddress())
                .map(RemoteAddress::text).orElse("unknown");
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address && !address.isLoopbackAddress()
                ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES)) + "::/64"
                : address.getHostAddress();
    }
}
