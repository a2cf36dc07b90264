package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * One kind of value as another, where both mean the same: nothing is rounded, cut or guessed. Text becomes a number only
 * if the number is written just so, for {@code '007'} is not 7. A time without zone is taken as UTC, and UTC is dropped
 * only where the other side has no zone, as {@link IsoText} does.
 */
public final class ValueConversion {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private ValueConversion() {
    }

    /**
     * The value as the type holds it, or empty if that would not be exact. NULL stays NULL.
     *
     * @param nativeText the text from which the store of a native type makes the value
     */
    public static Optional<Value> convert(Value value, ValueType type, Function<Value, String> nativeText) {
        if (value instanceof Value.Null) {
            return Optional.of(value);
        }
        return switch (type.kind()) {
            case BOOLEAN -> toBoolean(value);
            case INT64 -> toInt64(value);
            case FLOAT64 -> toFloat64(value);
            case DECIMAL -> toDecimal(value);
            case DATE -> toDate(value);
            case TIME -> value instanceof Value.Time ? Optional.of(value)
                    : parsed(value, IsoText::parseTime).map(Value.Time::new);
            case TIMESTAMP -> toMicros(value, IsoText::parseTimestamp).map(Value.Timestamp::new);
            case TIMESTAMPTZ -> toMicros(value, IsoText::parseTimestamptz).map(Value.TimestampTz::new);
            case TEXT -> Optional.of(new Value.Text(value.text()));
            case BYTES -> toBytes(value);
            case JSON -> toJson(value);
            case UUID -> toUuid(value);
            case NATIVE -> Optional.of(new Value.Native(type, nativeText.apply(value)));
        };
    }

    private static Optional<Value> toBoolean(Value value) {
        return switch (value) {
            case Value.Bool _ -> Optional.of(value);
            case Value.Int64(long number) when number == 0 || number == 1 -> Optional.of(new Value.Bool(number == 1));
            case Value.Text(String text) -> word(text);
            case Value.Native(_, String text) -> word(text);
            default -> Optional.empty();
        };
    }

    private static Optional<Value> word(String text) {
        return switch (text) {
            case "t", "true", "1" -> Optional.of(new Value.Bool(true));
            case "f", "false", "0" -> Optional.of(new Value.Bool(false));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> toInt64(Value value) {
        return switch (value) {
            case Value.Int64 _ -> Optional.of(value);
            case Value.Bool(boolean bool) -> Optional.of(new Value.Int64(bool ? 1 : 0));
            case Value.Text(String text) when isCanonical(text) -> whole(text);
            case Value.Native(_, String text) when isCanonical(text) -> whole(text);
            case Value.Decimal(String digits) -> whole(digits);
            case Value.Float64(double number) when number == Math.rint(number) && isPlain(number) ->
                    whole(new BigDecimal(number).toPlainString());
            default -> Optional.empty();
        };
    }

    private static Optional<Value> whole(String digits) {
        try {
            return Optional.of(new Value.Int64(new BigDecimal(digits).longValueExact()));
        } catch (ArithmeticException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Finite, and no negative zero, which no integer and no decimal is. */
    private static boolean isPlain(double number) {
        return Double.isFinite(number) && !(number == 0 && 1 / number < 0);
    }

    /** Whether the text is a number as a number is written: no blanks, no plus, no leading zeros, no exponent. */
    private static boolean isCanonical(String text) {
        try {
            return text.length() <= 1_000 && new BigDecimal(text).toPlainString().equals(text);
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static Optional<Value> toFloat64(Value value) {
        return switch (value) {
            case Value.Float64 _ -> Optional.of(value);
            case Value.Int64(long number) when (long) (double) number == number && number != Long.MAX_VALUE ->
                    Optional.of(new Value.Float64(number));
            case Value.Decimal(String digits) -> real(digits);
            case Value.Text(String text) -> real(text);
            case Value.Native(_, String text) -> real(text);
            default -> Optional.empty();
        };
    }

    /** The double that is written like this; a number with more digits than a double tells apart is none. */
    private static Optional<Value> real(String text) {
        try {
            double number = Double.parseDouble(text);
            boolean exact = text.equals(Double.toString(number)) || text.equals("-0") && number == 0
                    || isCanonical(text) && isPlain(number)
                            && BigDecimal.valueOf(number).compareTo(new BigDecimal(text)) == 0;
            return exact ? Optional.of(new Value.Float64(number)) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Value> toDecimal(Value value) {
        return switch (value) {
            case Value.Decimal _ -> Optional.of(value);
            case Value.Int64(long number) -> Optional.of(new Value.Decimal(Long.toString(number)));
            case Value.Float64(double number) when isPlain(number) ->
                    Optional.of(new Value.Decimal(shortest(BigDecimal.valueOf(number))));
            case Value.Float64(double number) when !Double.isFinite(number) ->
                    Optional.of(new Value.Decimal(Double.toString(number)));
            case Value.Text(String text) when isCanonical(text) -> Optional.of(new Value.Decimal(text));
            case Value.Native(_, String text) when isCanonical(text) -> Optional.of(new Value.Decimal(text));
            default -> Optional.empty();
        };
    }

    private static String shortest(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static Optional<Value> toDate(Value value) {
        return switch (value) {
            case Value.Date _ -> Optional.of(value);
            case Value.Timestamp(long micros) -> midnight(micros);
            case Value.TimestampTz(long micros) -> midnight(micros);
            default -> parsed(value, IsoText::parseDate).map(Value.Date::new);
        };
    }

    private static Optional<Value> midnight(long micros) {
        if (isInfinite(micros)) {
            return Optional.of(new Value.Date(micros));
        }
        return micros % MICROS_PER_DAY == 0
                ? Optional.of(new Value.Date(Math.floorDiv(micros, MICROS_PER_DAY)))
                : Optional.empty();
    }

    private static Optional<Long> toMicros(Value value, Parser parser) {
        return switch (value) {
            case Value.Timestamp(long micros) -> Optional.of(micros);
            case Value.TimestampTz(long micros) -> Optional.of(micros);
            case Value.Date(long day) when isInfinite(day) -> Optional.of(day);
            case Value.Date(long day) when Math.abs(day) < Long.MAX_VALUE / MICROS_PER_DAY ->
                    Optional.of(day * MICROS_PER_DAY);
            default -> parsed(value, parser);
        };
    }

    private static boolean isInfinite(long slot) {
        return slot == IsoText.INFINITY || slot == IsoText.NEGATIVE_INFINITY;
    }

    private interface Parser {
        OptionalLong parse(byte[] text, int from, int to);
    }

    private static Optional<Long> parsed(Value value, Parser parser) {
        if (!(value instanceof Value.Text || value instanceof Value.Native)) {
            return Optional.empty();
        }
        byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
        OptionalLong slot = parser.parse(text, 0, text.length);
        return slot.isPresent() ? Optional.of(slot.getAsLong()) : Optional.empty();
    }

    private static Optional<Value> toBytes(Value value) {
        return switch (value) {
            case Value.Bytes _ -> Optional.of(value);
            case Value.Text(String text) -> Optional.of(new Value.Bytes(text.getBytes(StandardCharsets.UTF_8)));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> toJson(Value value) {
        return switch (value) {
            case Value.Json _ -> Optional.of(value);
            case Value.Text(String text) -> Optional.of(new Value.Json(text));
            case Value.Native(_, String text) -> Optional.of(new Value.Json(text));
            case Value.Bool _, Value.Int64 _ -> Optional.of(new Value.Json(value.text()));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> toUuid(Value value) {
        if (value instanceof Value.Uuid) {
            return Optional.of(value);
        }
        if (!(value instanceof Value.Text || value instanceof Value.Native) || value.text().length() != 36) {
            return Optional.empty();
        }
        try {
            UUID uuid = UUID.fromString(value.text());
            return uuid.toString().equals(value.text().toLowerCase(Locale.ROOT))
                    ? Optional.of(new Value.Uuid(uuid))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
