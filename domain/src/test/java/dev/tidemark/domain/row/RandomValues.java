package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Values, types and rows of every kind, the same ones for the same seed. */
final class RandomValues {
    private static final String[] CHARACTERS = {"a", "Z", "0", " ", ":", "'", "\"", "\\", "\n", "\u0000", "é", "日",
            "\uD83D\uDE00"};

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    ValueType type() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        return kind == Kind.NATIVE ? ValueType.ofNative("type " + random.nextInt(9)) : new ValueType(kind, "");
    }

    RowType rowType() {
        List<String> names = new ArrayList<>();
        List<ValueType> types = new ArrayList<>();
        for (int column = 0; column <= random.nextInt(9); column++) {
            names.add("c" + column + text(3));
            types.add(type());
        }
        return new RowType(names, types);
    }

    Row row(RowType type) {
        return new Row(type, type.types().stream().map(this::value).toList());
    }

    Value value(ValueType type) {
        if (random.nextInt(6) == 0) {
            return Value.Null.NULL;
        }
        return switch (type.kind()) {
            case BOOLEAN -> new Value.Bool(random.nextBoolean());
            case INT64 -> new Value.Int64(number());
            case FLOAT64 -> new Value.Float64(Double.longBitsToDouble(number()));
            case DATE -> new Value.Date(number());
            case TIME -> new Value.Time(number());
            case TIMESTAMP -> new Value.Timestamp(number());
            case TIMESTAMPTZ -> new Value.TimestampTz(number());
            case TEXT -> new Value.Text(text(40));
            case BYTES -> new Value.Bytes(bytes());
            case DECIMAL -> new Value.Decimal(decimal());
            case JSON -> new Value.Json("\"" + random.nextInt() + "\"");
            case UUID -> new Value.Uuid(new UUID(random.nextLong(), random.nextLong()));
            case NATIVE -> new Value.Native(type, text(20));
        };
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Small, large and in between alike. */
    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String decimal() {
        return new BigDecimal(new BigInteger(1 + random.nextInt(120), random), random.nextInt(30)).toPlainString();
    }
}
