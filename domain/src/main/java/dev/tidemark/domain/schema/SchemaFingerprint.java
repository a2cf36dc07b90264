package dev.tidemark.domain.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short text that changes when anything changes that a checkpoint relies on: column names, types, order, or the key.
 * Defaults, foreign keys and other constraints do not count, for they do not move a position.
 */
public record SchemaFingerprint(String hex) {

    public static SchemaFingerprint of(TableSchema schema) {
        StringBuilder text = new StringBuilder();
        for (Column column : schema.columns()) {
            field(text, column.name());
            field(text, column.declaredType());
            field(text, column.type().toString());
        }
        text.append('|');
        schema.key().forEach(name -> field(text, name));
        return of(text.toString());
    }

    /** The fingerprint of any canonical text, such as a table's part of a profile. */
    public static SchemaFingerprint of(String canonicalText) {
        byte[] digest = sha256().digest(canonicalText.getBytes(StandardCharsets.UTF_8));
        return new SchemaFingerprint(HexFormat.of().formatHex(digest, 0, 16));
    }

    private static void field(StringBuilder text, String value) {
        text.append(value.length()).append(':').append(value);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
