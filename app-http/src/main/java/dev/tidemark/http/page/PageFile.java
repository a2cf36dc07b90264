package dev.tidemark.http.page;

import io.micronaut.http.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file of the page.
 *
 * @param etag of its content: every entry of a jar carries the same time, so a time would make a browser keep the files of an
 *     earlier version
 */
record PageFile(byte[] content, MediaType type, String etag) {
    /** Names of a file, or of a file in a folder. What matches goes nowhere else, {@code ..} does not. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z]+/)?[a-z]+\\.([a-z]+)");
    private static final Map<String, MediaType> TYPES = Map.of("html", MediaType.of("text/html; charset=utf-8"), "js",
            MediaType.of("text/javascript; charset=utf-8"), "css", MediaType.of("text/css; charset=utf-8"), "svg",
            MediaType.of("image/svg+xml"));

    /** The file of this name; empty if there is none. */
    static Optional<PageFile> find(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        @Nullable
        MediaType type = TYPES.get(matcher.group(1));
        if (type == null) {
            return Optional.empty();
        }
        return content(name).map(content -> new PageFile(content, type, etag(content)));
    }

    private static Optional<byte[]> content(String name) {
        try (InputStream in = PageFile.class.getResourceAsStream("/page/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("reading page/" + name + " from the program's own jar", e);
        }
    }

    private static String etag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
