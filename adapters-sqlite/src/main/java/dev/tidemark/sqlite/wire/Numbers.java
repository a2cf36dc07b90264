package dev.tidemark.sqlite.wire;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers from one form to another, exactly or not at all. */
public final class Numbers {
    /** Longer texts are not taken as numbers: PostgreSQL's numeric ends at 131,072 digits and 16,383 more. */
    private static final int MOST_DIGITS = 150_000;
    private static final int LONGEST_INT64 = 19;
    private static final double TWO_TO_63 = 0x1p63;

    private Numbers() {
    }

    /** The integer, if the text is one in any notation: {@code 12}, {@code 12.0}, {@code 1.2e1}. */
    public static OptionalLong int64(byte[] text) {
        int start = text.length > 0 && text[0] == '-' ? 1 : 0;
        int digits = text.length - start;
        if (digits >= 1 && digits < LONGEST_INT64) {
            long value = 0;
            int at = start;
            while (at < text.length && isDigit(text[at])) {
                value = value * 10 + text[at++] - '0';
            }
            if (at == text.length) {
                return OptionalLong.of(start == 0 ? value : -value);
            }
        }
        return number(text).flatMap(Numbers::whole).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static Optional<Long> whole(BigDecimal number) {
        if (number.signum() != 0 && (long) number.precision() - number.scale() > LONGEST_INT64) {
            return Optional.empty();
        }
        try {
            return Optional.of(number.signum() == 0 ? 0L : number.longValueExact());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    /** The integer, if the number is one; negative zero is none. */
    public static OptionalLong int64(double number) {
        boolean whole = number == Math.rint(number) && number >= -TWO_TO_63 && number < TWO_TO_63
                && !isNegativeZero(number);
        return whole ? OptionalLong.of((long) number) : OptionalLong.empty();
    }

    /** The double, if it is this integer exactly. */
    public static OptionalDouble float64(long integer) {
        double number = integer;
        return number < TWO_TO_63 && (long) number == integer ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** The double, if the text is its exact value or its shortest decimal form, or an infinity. */
    public static OptionalDouble float64(byte[] text) {
        Optional<Double> infinity = switch (text.length > 9 ? "" : ascii(text)) {
            case "Inf", "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-Inf", "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> Optional.empty();
        };
        if (infinity.isPresent()) {
            return OptionalDouble.of(infinity.get());
        }
        Optional<BigDecimal> exact = number(text);
        if (exact.isEmpty()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(ascii(text));
        return isValueOf(number, exact.get()) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** Whether the double's exact value, or its shortest decimal form, is this number. */
    static boolean isValueOf(double number, BigDecimal exact) {
        return Double.isFinite(number)
                && (BigDecimal.valueOf(number).compareTo(exact) == 0 || new BigDecimal(number).compareTo(exact) == 0);
    }

    /** The number that the text is: digits with an optional sign, point and exponent, and nothing else. */
    public static Optional<BigDecimal> number(byte[] text) {
        return endOfNumber(text, 0, text.length) == text.length && text.length > 0 && text.length <= MOST_DIGITS
                ? parse(ascii(text))
                : Optional.empty();
    }

    private static Optional<BigDecimal> parse(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException _) {
            // An exponent beyond 2^31.
            return Optional.empty();
        }
    }

    /** The text as a DECIMAL cell: plain digits with their scale; empty if it is no number, or too long written plainly. */
    public static Optional<byte[]> decimal(byte[] text) {
        if (isPlain(text)) {
            return Optional.of(text);
        }
        String word = text.length <= 9 ? ascii(text) : "";
        if (word.equals("NaN") || word.equals("Infinity") || word.equals("-Infinity")) {
            return Optional.of(text);
        }
        return number(text).flatMap(Numbers::plain);
    }

    private static Optional<byte[]> plain(BigDecimal number) {
        long written = Math.abs((long) number.scale()) + number.precision();
        return written > MOST_DIGITS ? Optional.empty() : Optional.of(bytes(number.toPlainString()));
    }

    /** The double as a DECIMAL cell, by its shortest decimal form; negative zero has none. */
    public static Optional<byte[]> decimal(double number) {
        if (Double.isInfinite(number)) {
            return Optional.of(bytes(number > 0 ? "Infinity" : "-Infinity"));
        }
        if (isNegativeZero(number) || Double.isNaN(number)) {
            return Optional.empty();
        }
        OptionalLong whole = int64(number);
        return whole.isPresent()
                ? Optional.of(bytes(Long.toString(whole.getAsLong())))
                : Optional.of(bytes(BigDecimal.valueOf(number).toPlainString()));
    }

    /** Whether the text is what {@code BigDecimal.toPlainString} would write. */
    static boolean isPlain(byte[] text) {
        int start = text.length > 0 && text[0] == '-' ? 1 : 0;
        int at = start;
        while (at < text.length && isDigit(text[at])) {
            at++;
        }
        int digits = at - start;
        if (digits == 0 || digits > 1 && text[start] == '0' || text.length > MOST_DIGITS) {
            return false;
        }
        if (at < text.length && text[at] == '.') {
            int point = at++;
            while (at < text.length && isDigit(text[at])) {
                at++;
            }
            if (at == point + 1) {
                return false;
            }
        }
        return at == text.length && (start == 0 || !isZero(text));
    }

    private static boolean isZero(byte[] text) {
        for (byte character : text) {
            if (character >= '1' && character <= '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * The number as SQLite prints it, with as many digits as it needs to be read back: {@code 0.1}, {@code 3.0},
     * {@code 1.0e+20}.
     */
    public static String text(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "Inf" : "-Inf";
        }
        if (number == 0) {
            return isNegativeZero(number) ? "-0.0" : "0.0";
        }
        BigDecimal shortest = BigDecimal.valueOf(number).abs().stripTrailingZeros().round(MathContext.UNLIMITED);
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String sign = number < 0 ? "-" : "";
        if (exponent >= -4 && exponent < (digits.length() <= 15 ? 15 : 17)) {
            String plain = shortest.toPlainString();
            return sign + (shortest.scale() > 0 ? plain : plain + ".0");
        }
        String fraction = digits.length() == 1 ? "0" : digits.substring(1);
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + digits.charAt(0) + "." + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    /** Whether a column of numeric affinity would turn the text into a number; blanks around it do not save it. */
    static boolean looksNumeric(byte[] text) {
        int from = 0;
        int to = text.length;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        return from < to && endOfNumber(text, from, to) == to;
    }

    /** Where the number ends that begins at {@code from}; {@code from} if there is none. */
    private static int endOfNumber(byte[] text, int from, int to) {
        int at = from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
        int digits = 0;
        for (; at < to && isDigit(text[at]); at++) {
            digits++;
        }
        if (at < to && text[at] == '.') {
            for (at++; at < to && isDigit(text[at]); at++) {
                digits++;
            }
        }
        if (digits == 0) {
            return from;
        }
        if (at < to && (text[at] == 'e' || text[at] == 'E')) {
            int exponent = at + 1 < to && (text[at + 1] == '-' || text[at + 1] == '+') ? at + 2 : at + 1;
            int end = exponent;
            while (end < to && isDigit(text[end])) {
                end++;
            }
            at = end > exponent ? end : at;
        }
        return at;
    }

    public static boolean isNegativeZero(double number) {
        return number == 0 && Double.doubleToRawLongBits(number) != 0;
    }

    public static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** What {@code sqlite3Isspace} takes for a blank. */
    private static boolean isBlank(byte character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }
}
