package dev.tidemark.domain.position;

import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueCodec;
import java.util.stream.Collectors;

/** A cursor as one line of text, and back without loss. */
public final class CursorCodec {
    private static final String START = "start";
    private static final String AFTER = "after ";

    private CursorCodec() {
    }

    public static String encode(Cursor cursor) {
        return switch (cursor) {
            case Cursor.Start _ -> START;
            case Cursor.After after -> AFTER + ValueCodec.encode(after.keyset());
        };
    }

    /**
     * @throws IllegalArgumentException if the text was not written by {@link #encode}
     */
    public static Cursor decode(String text) {
        if (text.equals(START)) {
            return new Cursor.Start();
        }
        if (!text.startsWith(AFTER)) {
            throw new IllegalArgumentException("not a cursor: " + text);
        }
        return new Cursor.After(ValueCodec.decode(text.substring(AFTER.length())));
    }

    /** The cursor for a person, such as {@code after (7, Ada)}. */
    public static String describe(Cursor cursor) {
        return switch (cursor) {
            case Cursor.Start _ -> "the start";
            case Cursor.After after ->
                    after.keyset().stream().map(Value::text).collect(Collectors.joining(", ", "after (", ")"));
        };
    }
}
