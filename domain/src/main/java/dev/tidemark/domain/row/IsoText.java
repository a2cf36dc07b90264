package dev.tidemark.domain.row;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Dates and times as ISO 8601 text, both ways: how they stand in SQLite, in REST and in messages.
 *
 * <p>Written form: {@code 2024-02-29}, {@code 12:34:56.789}, {@code 2024-02-29 12:34:56.789},
 * {@code 2024-02-29 12:34:56.789+00:00}; a fraction only as long as it must be. Years beyond 9999 have more digits,
 * years before 1 a minus sign (astronomical: 1 BC is 0000). Reading also takes {@code T}, missing seconds, any offset
 * and {@code Z}; what cannot be kept to the microsecond is not read.
 */
public final class IsoText {
    /** The slot of {@code infinity} in DATE, TIMESTAMP and TIMESTAMPTZ. */
    public static final long INFINITY = Long.MAX_VALUE;
    /** The slot of {@code -infinity} in DATE, TIMESTAMP and TIMESTAMPTZ. */
    public static final long NEGATIVE_INFINITY = Long.MIN_VALUE;
    /** Room that every written form fits in. */
    public static final int MAX_LENGTH = 48;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private IsoText() {
    }

    public static String date(long epochDay) {
        byte[] out = new byte[MAX_LENGTH];
        return new String(out, 0, writeDate(epochDay, out, 0), StandardCharsets.US_ASCII);
    }

    public static String time(long micros) {
        byte[] out = new byte[MAX_LENGTH];
        return new String(out, 0, writeTime(micros, out, 0), StandardCharsets.US_ASCII);
    }

    public static String timestamp(long micros) {
        byte[] out = new byte[MAX_LENGTH];
        return new String(out, 0, writeTimestamp(micros, out, 0), StandardCharsets.US_ASCII);
    }

    public static String timestamptz(long micros) {
        byte[] out = new byte[MAX_LENGTH];
        return new String(out, 0, writeTimestamptz(micros, out, 0), StandardCharsets.US_ASCII);
    }

    /** Writes the date at {@code at} and returns where it ends. */
    public static int writeDate(long epochDay, byte[] out, int at) {
        if (epochDay == INFINITY || epochDay == NEGATIVE_INFINITY) {
            return writeInfinity(epochDay, out, at);
        }
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        int end = at;
        int year = date.getYear();
        if (year < 0) {
            out[end++] = '-';
            year = -year;
        }
        if (year > 9999) {
            byte[] digits = Integer.toString(year).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, out, end, digits.length);
            end += digits.length;
        } else {
            end = writeTwoDigits(year / 100, out, end);
            end = writeTwoDigits(year % 100, out, end);
        }
        out[end++] = '-';
        end = writeTwoDigits(date.getMonthValue(), out, end);
        out[end++] = '-';
        return writeTwoDigits(date.getDayOfMonth(), out, end);
    }

    /** Writes the time of day at {@code at} and returns where it ends. */
    public static int writeTime(long micros, byte[] out, int at) {
        int seconds = (int) (micros / MICROS_PER_SECOND);
        int fraction = (int) (micros % MICROS_PER_SECOND);
        int end = writeTwoDigits(seconds / 3600, out, at);
        out[end++] = ':';
        end = writeTwoDigits(seconds / 60 % 60, out, end);
        out[end++] = ':';
        end = writeTwoDigits(seconds % 60, out, end);
        if (fraction != 0) {
            out[end++] = '.';
            for (int unit = 100_000; fraction != 0; unit /= 10) {
                out[end++] = (byte) ('0' + fraction / unit);
                fraction %= unit;
            }
        }
        return end;
    }

    /** Writes the timestamp at {@code at} and returns where it ends. */
    public static int writeTimestamp(long micros, byte[] out, int at) {
        if (micros == INFINITY || micros == NEGATIVE_INFINITY) {
            return writeInfinity(micros, out, at);
        }
        int end = writeDate(Math.floorDiv(micros, MICROS_PER_DAY), out, at);
        out[end++] = ' ';
        return writeTime(Math.floorMod(micros, MICROS_PER_DAY), out, end);
    }

    /** Writes the instant at {@code at}, with the offset {@code +00:00}, and returns where it ends. */
    public static int writeTimestamptz(long micros, byte[] out, int at) {
        int end = writeTimestamp(micros, out, at);
        if (micros == INFINITY || micros == NEGATIVE_INFINITY) {
            return end;
        }
        System.arraycopy(UTC, 0, out, end, UTC.length);
        return end + UTC.length;
    }

    private static final byte[] UTC = {'+', '0', '0', ':', '0', '0'};

    private static int writeInfinity(long slot, byte[] out, int at) {
        byte[] word = (slot == INFINITY ? "infinity" : "-infinity").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(word, 0, out, at, word.length);
        return at + word.length;
    }

    private static int writeTwoDigits(int number, byte[] out, int at) {
        out[at] = (byte) ('0' + number / 10);
        out[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    /** The days since 1970-01-01, if the text is a date, or a timestamp without zone at midnight. */
    public static OptionalLong parseDate(byte[] text, int from, int to) {
        OptionalLong micros = new Parser(text, from, to).timestamp();
        if (micros.isEmpty() || isInfinite(micros.getAsLong())) {
            return micros;
        }
        return micros.getAsLong() % MICROS_PER_DAY == 0
                ? OptionalLong.of(Math.floorDiv(micros.getAsLong(), MICROS_PER_DAY))
                : OptionalLong.empty();
    }

    /** The microseconds since midnight, if the text is a time of day without zone. */
    public static OptionalLong parseTime(byte[] text, int from, int to) {
        return new Parser(text, from, to).wholeTime();
    }

    /** The microseconds since 1970-01-01T00:00, if the text is a date with or without a time, and without zone. */
    public static OptionalLong parseTimestamp(byte[] text, int from, int to) {
        return new Parser(text, from, to).timestamp();
    }

    /**
     * The microseconds since 1970-01-01T00:00Z, if the text is a timestamp. One without offset is taken as UTC, for that
     * is what SQLite's own date functions write.
     *
     * @see <a href="https://sqlite.org/lang_datefunc.html">Date And Time Functions</a>
     */
    public static OptionalLong parseTimestamptz(byte[] text, int from, int to) {
        return new Parser(text, from, to).instant();
    }

    private static boolean isInfinite(long slot) {
        return slot == INFINITY || slot == NEGATIVE_INFINITY;
    }

    /** Reads one text from left to right; {@code valid} turns false at the first thing that does not fit. */
    private static final class Parser {
        private final byte[] text;
        private final int to;
        private int at;
        private boolean valid = true;

        Parser(byte[] text, int from, int to) {
            this.text = text;
            this.at = from;
            this.to = to;
        }

        OptionalLong wholeTime() {
            return end(timeOfDay(24));
        }

        OptionalLong timestamp() {
            OptionalLong infinity = infinity();
            return infinity.isPresent() ? infinity : end(dateAndTime());
        }

        OptionalLong instant() {
            OptionalLong infinity = infinity();
            if (infinity.isPresent()) {
                return infinity;
            }
            long local = dateAndTime();
            return end(local - offsetMicros());
        }

        private OptionalLong end(long value) {
            return valid && at == to ? OptionalLong.of(value) : OptionalLong.empty();
        }

        private OptionalLong infinity() {
            if (matches("infinity")) {
                return OptionalLong.of(INFINITY);
            }
            return matches("-infinity") ? OptionalLong.of(NEGATIVE_INFINITY) : OptionalLong.empty();
        }

        private boolean matches(String word) {
            if (to - at != word.length()) {
                return false;
            }
            for (int i = 0; i < word.length(); i++) {
                if (text[at + i] != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private long dateAndTime() {
            long days = epochDay();
            if (!valid || at == to) {
                return days * MICROS_PER_DAY;
            }
            if (peek() != ' ' && peek() != 'T') {
                valid = false;
                return 0;
            }
            at++;
            long micros = timeOfDay(23);
            return days * MICROS_PER_DAY + micros;
        }

        private long epochDay() {
            int sign = 1;
            if (peek() == '-' || peek() == '+') {
                sign = peek() == '-' ? -1 : 1;
                at++;
            }
            int start = at;
            int year = 0;
            while (isDigit(peek()) && at - start < 6) {
                year = year * 10 + text[at++] - '0';
            }
            valid &= at - start >= 4;
            expect('-');
            int month = twoDigits();
            expect('-');
            int day = twoDigits();
            if (!valid) {
                return 0;
            }
            try {
                long epochDay = LocalDate.of(sign * year, month, day).toEpochDay();
                valid = Math.abs(epochDay) < Long.MAX_VALUE / MICROS_PER_DAY - 1;
                return valid ? epochDay : 0;
            } catch (DateTimeException _) {
                valid = false;
                return 0;
            }
        }

        private long timeOfDay(int lastHour) {
            int hour = twoDigits();
            expect(':');
            int minute = twoDigits();
            int second = 0;
            long fraction = 0;
            if (peek() == ':') {
                at++;
                second = twoDigits();
                if (peek() == '.') {
                    at++;
                    fraction = fraction();
                }
            }
            long micros = (hour * 3600L + minute * 60L + second) * MICROS_PER_SECOND + fraction;
            valid &= hour <= lastHour && minute <= 59 && second <= 59 && micros <= MICROS_PER_DAY;
            return micros;
        }

        private long fraction() {
            int start = at;
            long micros = 0;
            while (isDigit(peek())) {
                int digit = text[at++] - '0';
                if (at - start <= 6) {
                    micros = micros * 10 + digit;
                } else {
                    valid &= digit == 0;
                }
            }
            valid &= at > start;
            return micros * POWERS_OF_TEN[Math.max(0, 6 - (at - start))];
        }

        private long offsetMicros() {
            int sign = peek();
            if (sign == END) {
                return 0;
            }
            at++;
            if (sign == 'Z') {
                return 0;
            }
            valid &= sign == '+' || sign == '-';
            int hours = twoDigits();
            int minutes = offsetPart();
            int seconds = offsetPart();
            valid &= hours <= 18 && minutes <= 59 && seconds <= 59;
            long offset = (hours * 3600L + minutes * 60L + seconds) * MICROS_PER_SECOND;
            return sign == '-' ? -offset : offset;
        }

        private int offsetPart() {
            if (peek() == ':') {
                at++;
                return twoDigits();
            }
            return isDigit(peek()) ? twoDigits() : 0;
        }

        private int twoDigits() {
            if (to - at < 2 || !isDigit(text[at]) || !isDigit(text[at + 1])) {
                valid = false;
                return 0;
            }
            int number = (text[at] - '0') * 10 + text[at + 1] - '0';
            at += 2;
            return number;
        }

        private void expect(char wanted) {
            if (peek() == wanted) {
                at++;
            } else {
                valid = false;
            }
        }

        private static final int END = -1;

        private int peek() {
            return at < to ? text[at] : END;
        }

        private static boolean isDigit(int character) {
            return character >= '0' && character <= '9';
        }
    }
}
