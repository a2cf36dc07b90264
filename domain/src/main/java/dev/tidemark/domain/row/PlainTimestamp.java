package dev.tidemark.domain.row;

/**
 * Reads the forms in which nearly every program writes dates and timestamps, {@code 2024-02-29},
 * {@code 2024-02-29 12:34:56}, with {@code T} for the blank, up to six digits of a fraction, and {@code Z}, {@code +00} or
 * {@code +00:00} where there may be a zone; exactly as {@link IsoText} does, which reads all others as well. Without an
 * object a text and a step a character it takes a third of the time.
 */
public final class PlainTimestamp {
    /** In place of what is not written in one of these forms; no slot of those that are. */
    public static final long OTHER = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 19;
    private static final int FRACTION_DIGITS = 6;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int DAYS_TO_EPOCH = 719_528;
    /** Of two characters that are not digits. */
    private static final int NO_NUMBER = -1;

    private PlainTimestamp() {
    }

    /** The days since 1970-01-01, or {@link #OTHER}. */
    public static long days(byte[] text, int from, int to) {
        return to - from == DATE_LENGTH ? epochDay(text, from) : OTHER;
    }

    /**
     * The microseconds since 1970-01-01T00:00, or {@link #OTHER}.
     *
     * @param zoned whether a zone may follow, which must be UTC
     */
    public static long micros(byte[] text, int from, int to, boolean zoned) {
        if (to - from < SECONDS_LENGTH) {
            return OTHER;
        }
        long days = epochDay(text, from);
        int seconds = secondOfDay(text, from + DATE_LENGTH);
        if (days == OTHER || seconds < 0) {
            return OTHER;
        }
        int at = from + SECONDS_LENGTH;
        int fraction = 0;
        if (at < to && text[at] == '.') {
            int end = Math.min(to, at + 1 + FRACTION_DIGITS);
            int first = ++at;
            while (at < end && isDigit(text[at])) {
                fraction = fraction * 10 + text[at++] - '0';
            }
            if (at == first) {
                return OTHER;
            }
            for (int digits = at - first; digits < FRACTION_DIGITS; digits++) {
                fraction *= 10;
            }
        }
        if (at < to && !(zoned && isUtc(text, at, to))) {
            return OTHER;
        }
        return (days * 86_400 + seconds) * MICROS_PER_SECOND + fraction;
    }

    private static long epochDay(byte[] text, int at) {
        int century = twoDigits(text, at);
        int yearOfCentury = twoDigits(text, at + 2);
        int month = twoDigits(text, at + 5);
        int day = twoDigits(text, at + 8);
        if ((century | yearOfCentury) < 0 || text[at + 4] != '-' || text[at + 7] != '-' || month < 1 || month > 12
                || day < 1) {
            return OTHER;
        }
        int year = century * 100 + yearOfCentury;
        boolean leap = (year & 3) == 0 && (yearOfCentury != 0 || (century & 3) == 0);
        if (day > daysOf(month, leap)) {
            return OTHER;
        }
        int days = 365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400 + (367 * month - 362) / 12 + day
                - 1;
        if (month > 2) {
            days -= leap ? 1 : 2;
        }
        return days - DAYS_TO_EPOCH;
    }

    private static int daysOf(int month, boolean leap) {
        if (month == 2) {
            return leap ? 29 : 28;
        }
        return 30 + (month + (month >> 3) & 1);
    }

    private static int secondOfDay(byte[] text, int at) {
        int hour = twoDigits(text, at + 1);
        int minute = twoDigits(text, at + 4);
        int second = twoDigits(text, at + 7);
        if (text[at] != ' ' && text[at] != 'T' || text[at + 3] != ':' || text[at + 6] != ':' || hour > 23 || minute > 59
                || second > 59 || (hour | minute | second) < 0) {
            return NO_NUMBER;
        }
        return hour * 3600 + minute * 60 + second;
    }

    private static boolean isUtc(byte[] text, int at, int to) {
        return switch (to - at) {
            case 1 -> text[at] == 'Z';
            case 3 -> isZero(text, at);
            case 6 -> isZero(text, at) && text[at + 3] == ':' && text[at + 4] == '0' && text[at + 5] == '0';
            default -> false;
        };
    }

    private static boolean isZero(byte[] text, int at) {
        return (text[at] == '+' || text[at] == '-') && text[at + 1] == '0' && text[at + 2] == '0';
    }

    private static int twoDigits(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? NO_NUMBER : tens * 10 + ones;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
