package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ChangeDetection.ByWatermark;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.row.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a pass by watermark begins: the last watermark less the lookback, in the source's own kind of value, never later
 * than it should be (correctness rule 8).
 */
final class WatermarkStart {
    /** A date and a time to the minute at least, as texts begin whose order is that of time. */
    private static final Pattern TIME_TEXT = Pattern
            .compile("(\\d{4}-\\d{2}-\\d{2})(?:([ T])(\\d{2}:\\d{2})(:\\d{2})?)?.*");
    private static final BigDecimal JULIAN_DAYS_A_MICRO = BigDecimal.ONE.divide(new BigDecimal("86400000000"), 20,
            RoundingMode.UP);

    private final String column;
    private final Optional<Lookback> lookback;
    private final TimeEncoding encoding;

    /**
     * @param encoding what the column's numbers mean, if they are times
     */
    WatermarkStart(ByWatermark changes, TimeEncoding encoding) {
        this.column = changes.column();
        this.lookback = changes.lookback();
        this.encoding = encoding;
    }

    /**
     * @param from the inclusive lower bound
     * @param warning what a person should know of it
     */
    record Start(Value from, Optional<String> warning) {
        static Start at(Value from) {
            return new Start(from, Optional.empty());
        }
    }

    Start before(Value watermark) {
        return switch (watermark) {
            case Value.Timestamp(long micros) -> Start.at(new Value.Timestamp(saturated(micros)));
            case Value.TimestampTz(long micros) -> Start.at(new Value.TimestampTz(saturated(micros)));
            case Value.Date(long day) -> Start.at(new Value.Date(day - days()));
            case Value.Text(String text) -> ofText(text);
            case Value.Int64(long number) -> ofNumber(watermark, new BigDecimal(number));
            case Value.Decimal(String digits) -> ofNumber(watermark, new BigDecimal(digits));
            case Value.Float64(double number) when Double.isFinite(number) ->
                    ofNumber(watermark, new BigDecimal(number));
            case Value.Float64 _, Value.Null _, Value.Bool _, Value.Time _, Value.Bytes _, Value.Json _, Value.Uuid _, Value.Native _ ->
                    plain(watermark);
        };
    }

    /** Infinity stays what it is: it lies at the ends of the numbers. */
    private long saturated(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE ? micros : micros - micros(duration());
    }

    private long days() {
        return Math.ceilDiv(micros(duration()), micros(Duration.ofDays(1)));
    }

    private static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000L);
    }

    private Duration duration() {
        return switch (lookback.orElse(Lookback.OfTime.DEFAULT)) {
            case Lookback.OfTime(Duration duration) -> duration;
            case Lookback.OfNumber(BigDecimal number) -> throw new Unplannable("the watermark " + column
                    + " holds times, and its lookback " + number + " is a number",
                    "write it as a duration, such as 10m");
        };
    }

    private Start ofNumber(Value watermark, BigDecimal number) {
        BigDecimal unitsAMicro = switch (encoding) {
            case NATURAL -> BigDecimal.ZERO;
            case EPOCH_SECONDS -> new BigDecimal("0.000001");
            case EPOCH_MILLIS -> new BigDecimal("0.001");
            case EPOCH_MICROS -> BigDecimal.ONE;
            case JULIAN_DAY -> JULIAN_DAYS_A_MICRO;
        };
        if (unitsAMicro.signum() != 0) {
            return Start.at(numberLike(watermark,
                    number.subtract(unitsAMicro.multiply(new BigDecimal(micros(duration()))))));
        }
        if (lookback.isEmpty()) {
            return plain(watermark);
        }
        return switch (lookback.get()) {
            case Lookback.OfNumber(BigDecimal back) -> Start.at(numberLike(watermark, number.subtract(back)));
            case Lookback.OfTime _ -> throw new Unplannable("the watermark " + column
                    + " holds numbers, and its lookback is a duration",
                    "write it as a number, or say what the numbers mean with columns: { times: ... }");
        };
    }

    private static Value numberLike(Value like, BigDecimal number) {
        return switch (like) {
            case Value.Int64 _ -> new Value.Int64(number.setScale(0, RoundingMode.FLOOR)
                    .max(BigDecimal.valueOf(Long.MIN_VALUE))
                    .longValue());
            case Value.Float64 _ -> new Value.Float64(Math.nextDown(number.doubleValue()));
            default -> new Value.Decimal(number.toPlainString());
        };
    }

    /**
     * The text of the earlier moment, cut to what all texts of the shape begin with: a shorter text sorts before every one
     * that it is the beginning of.
     */
    private Start ofText(String text) {
        Matcher parts = TIME_TEXT.matcher(text);
        if (!parts.matches()) {
            return plain(new Value.Text(text));
        }
        try {
            return ofTimeText(parts);
        } catch (DateTimeException _) {
            return plain(new Value.Text(text));
        }
    }

    private Start ofTimeText(Matcher parts) {
        LocalDate date = LocalDate.parse(parts.group(1));
        if (parts.group(3) == null) {
            return Start.at(new Value.Text(date.minusDays(days()).toString()));
        }
        String seconds = parts.group(4) == null ? ":00" : parts.group(4);
        LocalDateTime time = LocalDateTime.parse(date + "T" + parts.group(3) + seconds);
        DateTimeFormatter shape = DateTimeFormatter.ofPattern("uuuu-MM-dd'" + parts.group(2) + "'HH:mm"
                + (parts.group(4) == null ? "" : ":ss"));
        return Start.at(new Value.Text(time.minus(duration()).format(shape)));
    }

    private Start plain(Value watermark) {
        if (lookback.isPresent()) {
            throw new Unplannable("the watermark " + column + " holds neither times nor numbers, so it has no lookback",
                    "leave lookback out");
        }
        return new Start(watermark, Optional.of("the watermark " + column
                + " is no time, so there is no lookback: a row that is committed late with a smaller value is not seen"
                + " (give a lookback in its own numbers, or use changes: compare)"));
    }
}
