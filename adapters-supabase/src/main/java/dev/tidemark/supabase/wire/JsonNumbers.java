package dev.tidemark.supabase.wire;

import dev.tidemark.domain.row.RowBatch;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers from their digits: none of them ever becomes a double on its way to another type. Pure functions. */
final class JsonNumbers {
    /** Up to here an integer, and a power of ten, is a double or a float exactly: one rounding is all that a division adds. */
    private static final long EXACT_DOUBLE = 1L << 53;
    private static final double[] DOUBLE_POWERS = new double[23];
    private static final int MOST_FAST_DIGITS = 18;

    static {
        double power = 1;
        for (int i = 0; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = power;
            power *= 10;
        }
    }

    private JsonNumbers() {
    }

    /** Adds the integer, if it is one of 64 bits. */
    static boolean addInteger(byte[] text, int from, int to, RowBatch.Builder out) {
        boolean negative = from < to && text[from] == '-';
        int first = negative ? from + 1 : from;
        if (first == to || to - first > 19) {
            return false;
        }
        // Downwards, for there is one more negative number than positive ones.
        long number = 0;
        for (int at = first; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9 || at - first == 18 && number < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            number = number * 10 - digit;
        }
        if (!negative && number == Long.MIN_VALUE) {
            return false;
        }
        out.addSlot(negative ? number : -number);
        return true;
    }

    /** Adds the digits as they are, without an exponent. */
    static boolean addDigits(byte[] text, int from, int to, RowBatch.Builder out) {
        for (int at = from; at < to; at++) {
            if (!isDigit(text[at]) && text[at] != '.' && (text[at] != '-' || at > from)) {
                return addWithoutExponent(text, from, to, out);
            }
        }
        out.addHeap(text, from, to - from);
        return true;
    }

    private static boolean addWithoutExponent(byte[] text, int from, int to, RowBatch.Builder out) {
        try {
            out.addUtf8(new BigDecimal(string(text, from, to)).toPlainString());
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    static boolean addDouble(byte[] text, int from, int to, RowBatch.Builder out) {
        boolean negative = text[from] == '-';
        long digits = 0;
        int count = 0;
        int fraction = -1;
        for (int at = negative ? from + 1 : from; at < to; at++) {
            if (text[at] == '.' && fraction < 0) {
                fraction = 0;
            } else if (isDigit(text[at]) && ++count <= MOST_FAST_DIGITS) {
                digits = digits * 10 + text[at] - '0';
                fraction += fraction < 0 ? 0 : 1;
            } else {
                return addParsed(text, from, to, out);
            }
        }
        if (count == 0 || digits > EXACT_DOUBLE) {
            return addParsed(text, from, to, out);
        }
        double number = fraction > 0 ? digits / DOUBLE_POWERS[fraction] : digits;
        out.addFloat64(negative ? -number : number);
        return true;
    }

    private static boolean addParsed(byte[] text, int from, int to, RowBatch.Builder out) {
        try {
            double number = Double.parseDouble(string(text, from, to));
            if (Double.isInfinite(number)) {
                return false;
            }
            out.addFloat64(number);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    static boolean addReal(byte[] text, int from, int to, RowBatch.Builder out) {
        try {
            float number = Float.parseFloat(string(text, from, to));
            if (Float.isInfinite(number)) {
                return false;
            }
            out.addFloat64(number);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /** Adds what JSON has no number for. */
    static boolean addNotFinite(JsonColumn.Form form, String text, RowBatch.Builder out) {
        if (!text.equals("NaN") && !text.equals("Infinity") && !text.equals("-Infinity")) {
            return false;
        }
        if (form == JsonColumn.Form.DIGITS) {
            out.addUtf8(text);
        } else {
            out.addFloat64(Double.parseDouble(text));
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static String string(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
