package dev.tidemark.sqlite.state;

import dev.tidemark.domain.row.StorableText;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueCodec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as a column of text has them. */
final class ValueText {
    private ValueText() {
    }

    static String encode(List<Value> values) {
        return StorableText.encode(ValueCodec.encode(values));
    }

    static List<Value> decode(String text) {
        return ValueCodec.decode(StorableText.decode(text));
    }

    static @Nullable String encodeOptional(Optional<Value> value) {
        return value.map(present -> encode(List.of(present))).orElse(null);
    }

    static Optional<Value> decodeOptional(@Nullable String text) {
        return Optional.ofNullable(text).map(present -> decode(present).getFirst());
    }
}
