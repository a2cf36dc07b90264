package dev.tidemark.cli.demo;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address of a PostgreSQL database, as its users write it. */
final class PostgresUri {
    private static final String JDBC = "jdbc:postgresql:";

    private PostgresUri() {
    }

    static boolean is(String uri) {
        return uri.startsWith(JDBC) || uri.startsWith("postgresql://") || uri.startsWith("postgres://");
    }

    /** The address as the JDBC driver wants it: user and password are parameters there, not part of the authority. */
    static String jdbc(String uri) {
        if (uri.startsWith(JDBC)) {
            return uri;
        }
        String rest = uri.substring(uri.indexOf("://") + 3);
        int slash = rest.indexOf('/');
        int query = rest.indexOf('?');
        int end = slash >= 0 ? slash : query >= 0 ? query : rest.length();
        String authority = rest.substring(0, end);
        int at = authority.lastIndexOf('@');
        String path = slash >= 0 ? rest.substring(slash) : "/" + rest.substring(end);
        return JDBC + "//" + authority.substring(at + 1) + path
                + (at < 0 ? "" : credentials(authority.substring(0, at), path));
    }

    private static String credentials(String userInfo, String path) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String parameters = (path.contains("?") ? "&" : "?") + "user=" + recoded(user);
        return colon < 0 ? parameters : parameters + "&password=" + recoded(userInfo.substring(colon + 1));
    }

    /** Percent escapes stay what they are; a '+' of an address is a plus sign, while the driver would read a blank. */
    private static String recoded(String text) {
        String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        return URLEncoder.encode(plain, StandardCharsets.UTF_8);
    }

    /** The address without the secrets in it. */
    static String shown(String uri) {
        return uri.replaceAll("://[^@/]*@", "://").replaceAll("\\?.*", "");
    }
}
