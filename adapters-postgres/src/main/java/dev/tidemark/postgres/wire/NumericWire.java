package dev.tidemark.postgres.wire;

import dev.tidemark.domain.row.RowBatch;
import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's binary numeric (groups of four decimal digits, a weight, a display scale) from and to plain ASCII digits.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c">numeric_send, numeric_recv</a>
 */
final class NumericWire {
    /** Room for what stands before the digits: four 16-bit numbers. */
    static final int HEADER = 8;

    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    private static final int MAX_SCALE = 16_383;
    private static final int MAX_INTEGRAL_DIGITS = 131_072;
    private static final byte[] NAN_WORD = ascii("NaN");
    private static final byte[] INFINITY_WORD = ascii("Infinity");
    private static final byte[] NEGATIVE_INFINITY_WORD = ascii("-Infinity");

    private NumericWire() {
    }

    /** Adds the number that starts at {@code at} to the batch. */
    static void read(byte[] in, int at, RowBatch.Builder out) {
        int groups = BigEndian.getShort(in, at);
        int weight = BigEndian.getShort(in, at + 2);
        int sign = BigEndian.getShort(in, at + 4) & 0xffff;
        int scale = BigEndian.getShort(in, at + 6) & 0x3fff;
        switch (sign) {
            case NAN -> out.addHeap(NAN_WORD);
            case INFINITY -> out.addHeap(INFINITY_WORD);
            case NEGATIVE_INFINITY -> out.addHeap(NEGATIVE_INFINITY_WORD);
            default -> digits(in, at + HEADER, groups, weight, sign == NEGATIVE, scale, out);
        }
    }

    private static void digits(byte[] in, int digits, int groups, int weight, boolean negative, int scale,
            RowBatch.Builder out) {
        byte[] heap = out.reserve(Math.max(weight + 1, 1) * 4 + scale + 8);
        int start = out.heapPosition();
        int at = start;
        if (negative) {
            heap[at++] = '-';
        }
        int firstDigit = at;
        for (int group = 0; group <= weight; group++) {
            int value = group < groups ? BigEndian.getShort(in, digits + 2 * group) : 0;
            at = at == firstDigit && value < 1000 ? leadingGroup(heap, at, value) : fourDigits(heap, at, value);
        }
        if (at == firstDigit) {
            heap[at++] = '0';
        }
        if (scale > 0) {
            heap[at++] = '.';
            int end = at + scale;
            for (int group = weight + 1; at < end; group++) {
                int value = group >= 0 && group < groups ? BigEndian.getShort(in, digits + 2 * group) : 0;
                at = fourDigits(heap, at, value);
            }
            at = end;
        }
        out.addReserved(at - start);
    }

    private static int leadingGroup(byte[] heap, int at, int value) {
        int end = at;
        if (value >= 100) {
            heap[end++] = (byte) ('0' + value / 100);
        }
        if (value >= 10) {
            heap[end++] = (byte) ('0' + value / 10 % 10);
        }
        if (value > 0) {
            heap[end++] = (byte) ('0' + value % 10);
        }
        return end;
    }

    private static int fourDigits(byte[] heap, int at, int value) {
        heap[at] = (byte) ('0' + value / 1000);
        heap[at + 1] = (byte) ('0' + value / 100 % 10);
        heap[at + 2] = (byte) ('0' + value / 10 % 10);
        heap[at + 3] = (byte) ('0' + value % 10);
        return at + 4;
    }

    /** What {@link #write} found. */
    enum Outcome {
        WRITTEN,
        /** No plain decimal number. */
        MALFORMED,
        /** More digits than any numeric has, or than the column's precision and scale allow. */
        TOO_LONG
    }

    /** How many bytes {@link #write} may need for a number of so many characters. */
    static int room(int length) {
        return HEADER + 2 * (length / 4 + 3);
    }

    /**
     * Writes the number and returns how many bytes that took, or the negative ordinal of an {@link Outcome}.
     *
     * @param typmod the column's type modifier, -1 for numeric without precision
     */
    static int write(byte[] in, int from, int length, int typmod, byte[] out, int at) {
        int to = from + length;
        boolean negative = length > 0 && in[from] == '-';
        int integer = negative ? from + 1 : from;
        if (integer < to && !isDigit(in[integer])) {
            return word(in, from, length, typmod, out, at);
        }
        int point = integer;
        while (point < to && isDigit(in[point])) {
            point++;
        }
        if (point == integer || point < to && in[point] != '.' || point == to - 1) {
            return -Outcome.MALFORMED.ordinal();
        }
        for (int i = point + 1; i < to; i++) {
            if (!isDigit(in[i])) {
                return -Outcome.MALFORMED.ordinal();
            }
        }
        while (integer < point && in[integer] == '0') {
            integer++;
        }
        int scale = Math.max(0, to - point - 1);
        if (scale > MAX_SCALE || point - integer > MAX_INTEGRAL_DIGITS || !fits(in, integer, point, to, typmod)) {
            return -Outcome.TOO_LONG.ordinal();
        }
        return groups(in, integer, point, to, negative, scale, out, at);
    }

    private static int groups(byte[] in, int integer, int point, int to, boolean negative, int scale, byte[] out,
            int at) {
        int integral = point - integer;
        int weight = (integral + 3) / 4 - 1;
        int end = at + HEADER;
        int written = 0;
        int lastNonZero = 0;
        int leadingZeros = 0;
        int position = integral == 0 ? 0 : -((4 - integral % 4) % 4);
        int total = integral + scale;
        for (; position < total; position += 4) {
            int value = 0;
            for (int digit = position; digit < position + 4; digit++) {
                value = value * 10 + digitAt(in, integer, point, integral, digit, total);
            }
            if (written == 0 && value == 0) {
                leadingZeros++;
                continue;
            }
            BigEndian.putShort(out, end + 2 * written, value);
            written++;
            if (value != 0) {
                lastNonZero = written;
            }
        }
        BigEndian.putShort(out, at, lastNonZero);
        BigEndian.putShort(out, at + 2, lastNonZero == 0 ? 0 : weight - leadingZeros);
        BigEndian.putShort(out, at + 4, negative && lastNonZero > 0 ? NEGATIVE : 0);
        BigEndian.putShort(out, at + 6, scale);
        return HEADER + 2 * lastNonZero;
    }

    private static int digitAt(byte[] in, int integer, int point, int integral, int digit, int total) {
        if (digit < 0 || digit >= total) {
            return 0;
        }
        return digit < integral ? in[integer + digit] - '0' : in[point + 1 + digit - integral] - '0';
    }

    /** Whether the value, trailing zeros aside, has a place in numeric(precision, scale); a negative scale came with 15. */
    private static boolean fits(byte[] in, int integer, int point, int to, int typmod) {
        if (typmod < 4) {
            return true;
        }
        int precision = typmod - 4 >> 16 & 0xffff;
        int scale = (typmod - 4 & 0x7ff ^ 1024) - 1024;
        int end = to;
        while (end > point + 1 && in[end - 1] == '0') {
            end--;
        }
        if (end - point - 1 > Math.max(scale, 0)) {
            return false;
        }
        for (int i = 0; i < -scale && point - 1 - i >= integer; i++) {
            if (in[point - 1 - i] != '0') {
                return false;
            }
        }
        if (point > integer) {
            return point - integer <= precision - scale;
        }
        int first = point + 1;
        while (first < end && in[first] == '0') {
            first++;
        }
        // 0.00012 in numeric(3,5): the digits left of 10^(precision-scale) have to be zeros.
        return first >= end || first - point - 1 >= scale - precision;
    }

    private static int word(byte[] in, int from, int length, int typmod, byte[] out, int at) {
        int sign;
        if (is(NAN_WORD, in, from, length)) {
            sign = NAN;
        } else if (is(INFINITY_WORD, in, from, length)) {
            sign = INFINITY;
        } else if (is(NEGATIVE_INFINITY_WORD, in, from, length)) {
            sign = NEGATIVE_INFINITY;
        } else {
            return -Outcome.MALFORMED.ordinal();
        }
        if (sign != NAN && typmod >= 4) {
            return -Outcome.TOO_LONG.ordinal();
        }
        BigEndian.putShort(out, at, 0);
        BigEndian.putShort(out, at + 2, 0);
        BigEndian.putShort(out, at + 4, sign);
        BigEndian.putShort(out, at + 6, 0);
        return HEADER;
    }

    private static boolean is(byte[] word, byte[] in, int from, int length) {
        return java.util.Arrays.equals(word, 0, word.length, in, from, from + length);
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
