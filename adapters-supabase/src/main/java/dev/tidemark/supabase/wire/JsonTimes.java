package dev.tidemark.supabase.wire;

import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.RowBatch;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as PostgreSQL writes them in JSON. Pure functions. */
final class JsonTimes {
    /** Dates of up to seven digits a year, and the years before Christ, which ISO counts otherwise. */
    private static final Pattern FAR = Pattern.compile("(\\d{4,7})-(\\d\\d)-(\\d\\d)(T[^ ]*)?( BC)?");

    private JsonTimes() {
    }

    static boolean addDate(byte[] text, int from, int to, RowBatch.Builder out) {
        OptionalLong day = IsoText.parseDate(text, from, to);
        return add(day.isPresent() ? day : farDate(text, from, to), out);
    }

    static boolean addTime(byte[] text, int from, int to, RowBatch.Builder out) {
        return add(IsoText.parseTime(text, from, to), out);
    }

    static boolean addTimestamp(byte[] text, int from, int to, RowBatch.Builder out) {
        OptionalLong micros = IsoText.parseTimestamp(text, from, to);
        if (micros.isEmpty()) {
            byte[] iso = iso(text, from, to);
            micros = IsoText.parseTimestamp(iso, 0, iso.length);
        }
        return add(micros, out);
    }

    static boolean addTimestamptz(byte[] text, int from, int to, RowBatch.Builder out) {
        OptionalLong micros = IsoText.parseTimestamptz(text, from, to);
        if (micros.isEmpty()) {
            byte[] iso = iso(text, from, to);
            micros = IsoText.parseTimestamptz(iso, 0, iso.length);
        }
        return add(micros, out);
    }

    private static boolean add(OptionalLong slot, RowBatch.Builder out) {
        if (slot.isEmpty()) {
            return false;
        }
        out.addSlot(slot.getAsLong());
        return true;
    }

    private static OptionalLong farDate(byte[] text, int from, int to) {
        Matcher parts = FAR.matcher(string(text, from, to));
        if (!parts.matches() || parts.group(4) != null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(LocalDate.of(year(parts), Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3))).toEpochDay());
        } catch (DateTimeException _) {
            return OptionalLong.empty();
        }
    }

    /** As ISO counts years: 1 BC is 0, 2 BC is -1. */
    private static byte[] iso(byte[] text, int from, int to) {
        Matcher parts = FAR.matcher(string(text, from, to));
        if (!parts.matches() || parts.group(5) == null) {
            return new byte[0];
        }
        int year = -year(parts);
        String digits = (year == 0 ? "" : "-") + String.format(Locale.ROOT, "%04d", year);
        String time = parts.group(4) == null ? "" : parts.group(4);
        return (digits + "-" + parts.group(2) + "-" + parts.group(3) + time).getBytes(StandardCharsets.US_ASCII);
    }

    private static int year(Matcher parts) {
        int year = Integer.parseInt(parts.group(1));
        return parts.group(5) == null ? year : 1 - year;
    }

    private static String string(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
