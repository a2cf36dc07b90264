package dev.tidemark.sqlite.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** In which encoding a file keeps its texts; the bytes of a text cell are in it. */
public enum TextEncoding {
    UTF_8(StandardCharsets.UTF_8), UTF_16LE(StandardCharsets.UTF_16LE), UTF_16BE(StandardCharsets.UTF_16BE);

    private final Charset charset;

    TextEncoding(Charset charset) {
        this.charset = charset;
    }

    /**
     * @param pragma what {@code PRAGMA encoding} says
     */
    public static TextEncoding of(String pragma) {
        return switch (pragma) {
            case "UTF-16le" -> UTF_16LE;
            case "UTF-16be" -> UTF_16BE;
            default -> UTF_8;
        };
    }

    /** The text in UTF-8, or null if the bytes are not a text in this encoding. */
    public byte @Nullable [] toUtf8(byte[] stored) {
        if (this == UTF_8) {
            return Utf8.isValid(stored, 0, stored.length) ? stored : null;
        }
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.encode(charset.newDecoder().decode(ByteBuffer.wrap(stored)));
            return Arrays.copyOf(utf8.array(), utf8.limit());
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /** A copy of the valid UTF-8, in this encoding. */
    public byte[] fromUtf8(byte[] utf8, int offset, int length) {
        return this == UTF_8
                ? Arrays.copyOfRange(utf8, offset, offset + length)
                : new String(utf8, offset, length, StandardCharsets.UTF_8).getBytes(charset);
    }
}
