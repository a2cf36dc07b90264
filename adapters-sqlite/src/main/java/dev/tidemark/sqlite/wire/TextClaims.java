package dev.tidemark.sqlite.wire;

import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether the texts of a column are what its declared type promises, such that each comes back letter by letter. A column
 * declared for one kind of time may hold another throughout, so all that fit the declaration are tried.
 */
public final class TextClaims {
    private final List<ValueType> open;
    private final TextEncoding encoding;
    private final byte[] scratch = new byte[IsoText.MAX_LENGTH];

    public TextClaims(ValueType declared, TextEncoding encoding) {
        this.encoding = encoding;
        this.open = new ArrayList<>(switch (declared.kind()) {
            case DATE -> List.of(ValueType.DATE, ValueType.TIMESTAMP, ValueType.TIMESTAMPTZ);
            case TIME -> List.of(ValueType.TIME);
            case TIMESTAMP -> List.of(ValueType.TIMESTAMP, ValueType.TIMESTAMPTZ, ValueType.DATE);
            case TIMESTAMPTZ -> List.of(ValueType.TIMESTAMPTZ, ValueType.TIMESTAMP, ValueType.DATE);
            case UUID, JSON, DECIMAL, NATIVE -> List.of(declared);
            case BOOLEAN, INT64, FLOAT64, TEXT, BYTES -> List.of();
        });
    }

    /** Whether there is anything left to check. */
    public boolean isOpen() {
        return !open.isEmpty();
    }

    /** Takes one more text into account. */
    public void check(byte[] stored) {
        byte[] text = encoding.toUtf8(stored);
        open.removeIf(type -> !holds(type.kind(), text));
    }

    /** The first of the types that every text so far was. */
    public Optional<ValueType> kept() {
        return open.stream().findFirst();
    }

    private boolean holds(Kind kind, byte @Nullable [] text) {
        return text != null && switch (kind) {
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> isTime(kind, text);
            case UUID -> Uuids.parse(text).filter(bytes -> Arrays.equals(text, Uuids.text(bytes, 0))).isPresent();
            case JSON -> JsonGrammar.isValid(text);
            case DECIMAL -> Numbers.isPlain(text);
            case NATIVE -> true;
            case BOOLEAN, INT64, FLOAT64, TEXT, BYTES -> false;
        };
    }

    private boolean isTime(Kind kind, byte[] text) {
        OptionalLong slot = Times.parse(kind, text, 0, text.length);
        return slot.isPresent()
                && Arrays.equals(text, 0, text.length, scratch, 0, Times.write(kind, slot.getAsLong(), scratch));
    }
}
