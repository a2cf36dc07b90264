package dev.tidemark.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What a server is called among those that share its state: a person finds it by it, and no two are ever called the same. */
final class ServerName {
    private static final int LONGEST_HOST = 30;

    private ServerName() {
    }

    /** Such as {@code db-host/4711-9f3a}; a process of the same number after it has another. */
    static String make() {
        String host = host();
        return host.substring(0, Math.min(LONGEST_HOST, host.length())) + "/" + ProcessHandle.current().pid() + "-"
                + HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "host";
        }
    }
}
