package dev.tidemark.sqlite.wire;

import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.PlainTimestamp;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** Times that are kept as numbers, to and from the slots of a batch; exactly to the microsecond, or not at all. */
final class Times {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final double MILLIS_PER_DAY = 86_400_000.0;
    /** The milliseconds from the first Julian day to 1970-01-01: SQLite's own constant, 2440587.5 days. */
    private static final long JULIAN_MILLIS_OF_EPOCH = 210_866_760_000_000L;
    private static final double LAST_JULIAN_DAY = 1e8;

    private Times() {
    }

    /** The slot, if the text is written in a common form of this kind; otherwise {@link PlainTimestamp#OTHER}. */
    static long plain(Kind kind, byte[] text, int from, int to) {
        return switch (kind) {
            case DATE -> PlainTimestamp.days(text, from, to);
            case TIMESTAMP -> PlainTimestamp.micros(text, from, to, false);
            case TIMESTAMPTZ -> PlainTimestamp.micros(text, from, to, true);
            default -> PlainTimestamp.OTHER;
        };
    }

    /** The slot, if the text is a time of this kind in ISO 8601. */
    static OptionalLong parse(Kind kind, byte[] text, int from, int to) {
        return switch (kind) {
            case DATE -> IsoText.parseDate(text, from, to);
            case TIME -> IsoText.parseTime(text, from, to);
            case TIMESTAMP -> IsoText.parseTimestamp(text, from, to);
            case TIMESTAMPTZ -> IsoText.parseTimestamptz(text, from, to);
            case BOOLEAN, INT64, FLOAT64, TEXT, BYTES, DECIMAL, JSON, UUID, NATIVE -> throw noTime(kind);
        };
    }

    /** Writes the slot as ISO 8601 text and returns where it ends. */
    static int write(Kind kind, long slot, byte[] out) {
        return switch (kind) {
            case DATE -> IsoText.writeDate(slot, out, 0);
            case TIME -> IsoText.writeTime(slot, out, 0);
            case TIMESTAMP -> IsoText.writeTimestamp(slot, out, 0);
            case TIMESTAMPTZ -> IsoText.writeTimestamptz(slot, out, 0);
            case BOOLEAN, INT64, FLOAT64, TEXT, BYTES, DECIMAL, JSON, UUID, NATIVE -> throw noTime(kind);
        };
    }

    /** The slot that the number stands for. */
    static OptionalLong slot(Kind kind, TimeEncoding encoding, BigDecimal number) {
        OptionalLong micros = switch (encoding) {
            case NATURAL -> OptionalLong.empty();
            case EPOCH_SECONDS -> scaled(number, MICROS_PER_SECOND);
            case EPOCH_MILLIS -> scaled(number, MICROS_PER_MILLI);
            case EPOCH_MICROS -> scaled(number, 1);
            case JULIAN_DAY -> julian(number.doubleValue());
        };
        return micros.isEmpty() ? micros : slotOf(kind, micros.getAsLong());
    }

    private static OptionalLong slotOf(Kind kind, long micros) {
        if (micros == IsoText.INFINITY || micros == IsoText.NEGATIVE_INFINITY) {
            return OptionalLong.empty();
        }
        return switch (kind) {
            case DATE -> micros % MICROS_PER_DAY == 0 ? OptionalLong.of(micros / MICROS_PER_DAY) : OptionalLong.empty();
            case TIME -> micros >= 0 && micros <= MICROS_PER_DAY ? OptionalLong.of(micros) : OptionalLong.empty();
            default -> OptionalLong.of(micros);
        };
    }

    private static OptionalLong scaled(BigDecimal number, long unit) {
        if ((long) number.precision() - number.scale() > Byte.MAX_VALUE) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(number.multiply(BigDecimal.valueOf(unit)).longValueExact());
        } catch (ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    /** A Julian day is a whole millisecond, as {@code julianday()} writes it, or no exact time. */
    private static OptionalLong julian(double day) {
        if (!(Math.abs(day) < LAST_JULIAN_DAY)) {
            return OptionalLong.empty();
        }
        long millis = Math.round(day * MILLIS_PER_DAY);
        return millis / MILLIS_PER_DAY == day
                ? OptionalLong.of((millis - JULIAN_MILLIS_OF_EPOCH) * MICROS_PER_MILLI)
                : OptionalLong.empty();
    }

    /** The Long or Double that stands for the slot; empty if none does exactly. */
    static Optional<Object> number(Kind kind, TimeEncoding encoding, long slot) {
        if (slot == IsoText.INFINITY || slot == IsoText.NEGATIVE_INFINITY) {
            return Optional.empty();
        }
        if (kind == Kind.DATE && Math.abs(slot) > Long.MAX_VALUE / MICROS_PER_DAY) {
            return Optional.empty();
        }
        long micros = kind == Kind.DATE ? slot * MICROS_PER_DAY : slot;
        Optional<Object> number = switch (encoding) {
            case NATURAL -> Optional.empty();
            case EPOCH_SECONDS -> Optional.of(seconds(micros));
            case EPOCH_MILLIS ->
                    micros % MICROS_PER_MILLI == 0 ? Optional.of(micros / MICROS_PER_MILLI) : Optional.empty();
            case EPOCH_MICROS -> Optional.of(micros);
            case JULIAN_DAY -> micros % MICROS_PER_MILLI == 0
                    ? Optional.of((micros / MICROS_PER_MILLI + JULIAN_MILLIS_OF_EPOCH) / MILLIS_PER_DAY)
                    : Optional.empty();
        };
        return number.filter(found -> slot(kind, encoding, exact(found)).equals(OptionalLong.of(slot)));
    }

    private static Object seconds(long micros) {
        return micros % MICROS_PER_SECOND == 0
                ? (Object) (micros / MICROS_PER_SECOND)
                : (Object) BigDecimal.valueOf(micros, 6).doubleValue();
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Double real ? BigDecimal.valueOf(real) : BigDecimal.valueOf((Long) number);
    }

    private static IllegalArgumentException noTime(Kind kind) {
        return new IllegalArgumentException("not a time: " + kind);
    }
}
