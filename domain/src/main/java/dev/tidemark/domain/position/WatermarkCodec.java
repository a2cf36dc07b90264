package dev.tidemark.domain.position;

import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueCodec;
import java.util.List;
import java.util.Optional;

/** A watermark's bounds as one line of text, and back without loss. */
public final class WatermarkCodec {
    private WatermarkCodec() {
    }

    /** A bound is never NULL, so that NULL stands for none. */
    public static String encode(Watermark watermark) {
        return ValueCodec.encode(List.of(new Value.Text(watermark.column()), watermark.from().orElse(Value.Null.NULL),
                watermark.upTo().orElse(Value.Null.NULL)));
    }

    /**
     * @throws IllegalArgumentException if the text was not written by {@link #encode}
     */
    public static Watermark decode(String text) {
        List<Value> parts = ValueCodec.decode(text);
        if (parts.size() != 3) {
            throw new IllegalArgumentException("not a watermark: " + text);
        }
        return new Watermark(parts.getFirst().text(), bound(parts.get(1)), bound(parts.get(2)));
    }

    private static Optional<Value> bound(Value value) {
        return value instanceof Value.Null ? Optional.empty() : Optional.of(value);
    }
}
