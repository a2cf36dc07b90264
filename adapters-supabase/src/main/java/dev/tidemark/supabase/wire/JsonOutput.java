package dev.tidemark.supabase.wire;

import dev.tidemark.domain.row.IsoText;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** JSON byte by byte, in one buffer that grows and is used again. Not thread-safe. */
final class JsonOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_CHRIST = " BC".getBytes(StandardCharsets.US_ASCII);
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** 0001-01-01: PostgreSQL counts the years before it, where ISO has a year 0 and negative ones. */
    private static final long FIRST_DAY_AFTER_CHRIST = LocalDate.of(1, 1, 1).toEpochDay();
    private static final int LONGEST_INTEGER = 20;
    private static final int UUID_BYTES = 16;

    private byte[] buffer = new byte[64 << 10];
    private int end;

    /** How many bytes there are. */
    int length() {
        return end;
    }

    /** Takes back what was written behind the first bytes. */
    void shorten(int length) {
        end = length;
    }

    /** A copy of what was written, with room for some bytes more behind it. */
    byte[] copy(int more) {
        return Arrays.copyOf(buffer, end + more);
    }

    void mark(char ascii) {
        room(1);
        buffer[end++] = (byte) ascii;
    }

    void raw(byte[] bytes) {
        raw(bytes, 0, bytes.length);
    }

    void raw(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, buffer, end, to - from);
        end += to - from;
    }

    void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[end++] = (byte) text.charAt(i);
        }
    }

    void quotedAscii(String text) {
        mark('"');
        ascii(text);
        mark('"');
    }

    void decimal(long value) {
        room(LONGEST_INTEGER);
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        long left = Math.abs(value);
        if (value < 0) {
            buffer[end++] = '-';
        }
        int digits = 1;
        for (long power = 10; digits < 19 && left >= power; power *= 10) {
            digits++;
        }
        for (int place = end + digits - 1; place >= end; place--) {
            buffer[place] = (byte) ('0' + left % 10);
            left /= 10;
        }
        end += digits;
    }

    /**
     * Writes text as a JSON string.
     *
     * @return false if it holds NUL, which has no form that PostgreSQL takes
     */
    boolean quoted(byte[] text, int offset, int length) {
        room(length + 2);
        buffer[end++] = '"';
        int plain = offset;
        int stop = offset + length;
        for (int at = offset; at < stop; at++) {
            byte next = text[at];
            if (next < 0 || next >= ' ' && next != '"' && next != '\\') {
                continue;
            }
            if (next == 0) {
                return false;
            }
            raw(text, plain, at);
            escape(next, stop - at);
            plain = at + 1;
        }
        raw(text, plain, stop);
        mark('"');
        return true;
    }

    private void escape(byte mark, int left) {
        room(6 + left);
        buffer[end++] = '\\';
        switch (mark) {
            case '"', '\\' -> buffer[end++] = mark;
            case '\n' -> buffer[end++] = 'n';
            case '\r' -> buffer[end++] = 'r';
            case '\t' -> buffer[end++] = 't';
            default -> {
                buffer[end++] = 'u';
                buffer[end++] = '0';
                buffer[end++] = '0';
                hex(mark);
            }
        }
    }

    /** As PostgreSQL reads bytes: hex behind a backslash and an x. */
    void bytea(byte[] heap, int offset, int length) {
        room(Math.addExact(Math.multiplyExact(2, length), 6));
        buffer[end++] = '"';
        buffer[end++] = '\\';
        buffer[end++] = '\\';
        buffer[end++] = 'x';
        for (int at = offset; at < offset + length; at++) {
            hex(heap[at]);
        }
        buffer[end++] = '"';
    }

    void uuid(byte[] heap, int offset) {
        room(38);
        buffer[end++] = '"';
        for (int i = 0; i < UUID_BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                buffer[end++] = '-';
            }
            hex(heap[offset + i]);
        }
        buffer[end++] = '"';
    }

    private void hex(byte value) {
        buffer[end++] = HEX[value >> 4 & 0xf];
        buffer[end++] = HEX[value & 0xf];
    }

    void date(long day) {
        room(IsoText.MAX_LENGTH + 8);
        buffer[end++] = '"';
        boolean beforeChrist = !isInfinite(day) && day < FIRST_DAY_AFTER_CHRIST;
        end = beforeChrist ? dateBeforeChrist(day) : IsoText.writeDate(day, buffer, end);
        endTime(beforeChrist);
    }

    void time(long micros) {
        room(IsoText.MAX_LENGTH);
        buffer[end++] = '"';
        end = IsoText.writeTime(micros, buffer, end);
        buffer[end++] = '"';
    }

    /**
     * @param zone whether it is an instant, and says so
     */
    void timestamp(long micros, boolean zone) {
        room(IsoText.MAX_LENGTH + 8);
        buffer[end++] = '"';
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        boolean beforeChrist = !isInfinite(micros) && day < FIRST_DAY_AFTER_CHRIST;
        if (beforeChrist) {
            end = dateBeforeChrist(day);
            buffer[end++] = ' ';
            end = IsoText.writeTime(Math.floorMod(micros, MICROS_PER_DAY), buffer, end);
            if (zone) {
                buffer[end++] = 'Z';
            }
        } else {
            end = zone ? IsoText.writeTimestamptz(micros, buffer, end) : IsoText.writeTimestamp(micros, buffer, end);
        }
        endTime(beforeChrist);
    }

    private int dateBeforeChrist(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        int year = 1 - date.getYear();
        int at = end;
        at = twoDigits(year / 100, at);
        at = twoDigits(year % 100, at);
        buffer[at++] = '-';
        at = twoDigits(date.getMonthValue(), at);
        buffer[at++] = '-';
        return twoDigits(date.getDayOfMonth(), at);
    }

    private int twoDigits(int number, int at) {
        buffer[at] = (byte) ('0' + number / 10);
        buffer[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    private void endTime(boolean beforeChrist) {
        if (beforeChrist) {
            raw(BEFORE_CHRIST);
        }
        mark('"');
    }

    private static boolean isInfinite(long slot) {
        return slot == IsoText.INFINITY || slot == IsoText.NEGATIVE_INFINITY;
    }

    private void room(int bytes) {
        if (buffer.length - end < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(end, bytes),
                    (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8L)));
        }
    }
}
