package dev.tidemark.testkit.memory;

import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.util.Optional;

/** From one type to another, where the value stays what it is: text and whole numbers both ways, else the same kind. */
final class Conversion {
    private Conversion() {
    }

    static Optional<Value> exact(Value value, ValueType type) {
        if (value instanceof Value.Null || kindOf(value) == type.kind()) {
            return Optional.of(value);
        }
        if (type.kind() == Kind.TEXT && value instanceof Value.Int64(long number)) {
            return Optional.of(new Value.Text(Long.toString(number)));
        }
        return type.kind() == Kind.INT64 && value instanceof Value.Text(String text) ? number(text) : Optional.empty();
    }

    /** The type of a cell as it is; {@code ifNull} where it does not tell. */
    static ValueType typeOf(Value value, ValueType ifNull) {
        return switch (value) {
            case Value.Null _ -> ifNull;
            case Value.Native(ValueType type, _) -> type;
            default -> new ValueType(kindOf(value), "");
        };
    }

    private static Optional<Value> number(String text) {
        try {
            long number = Long.parseLong(text);
            return Long.toString(number).equals(text) ? Optional.of(new Value.Int64(number)) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Kind kindOf(Value value) {
        return switch (value) {
            case Value.Null _ -> throw new IllegalArgumentException("NULL is of every kind");
            case Value.Bool _ -> Kind.BOOLEAN;
            case Value.Int64 _ -> Kind.INT64;
            case Value.Float64 _ -> Kind.FLOAT64;
            case Value.Date _ -> Kind.DATE;
            case Value.Time _ -> Kind.TIME;
            case Value.Timestamp _ -> Kind.TIMESTAMP;
            case Value.TimestampTz _ -> Kind.TIMESTAMPTZ;
            case Value.Text _ -> Kind.TEXT;
            case Value.Bytes _ -> Kind.BYTES;
            case Value.Decimal _ -> Kind.DECIMAL;
            case Value.Json _ -> Kind.JSON;
            case Value.Uuid _ -> Kind.UUID;
            case Value.Native _ -> Kind.NATIVE;
        };
    }
}
