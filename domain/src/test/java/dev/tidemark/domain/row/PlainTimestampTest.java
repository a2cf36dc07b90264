package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the quick reader reads, {@link IsoText} reads to the same; whatever it leaves, is left to that. */
class PlainTimestampTest {
    private static final long MICROS_OF_TEN_MILLENNIA = 315_569_520_000_000_000L;
    private static final byte[] NEAR = "0123456789012345678901234567890123-+:.TZ tz/;\u0000".getBytes(
            StandardCharsets.ISO_8859_1);
    private static final String[] ENDS = {"", "Z", "+00", "+00:00", "-00", "-00:00", "z", "+01", "+00:30", "+0000", "+",
            "Z0",
            "+00:0", " ", "+00:00:00"};

    @Test
    void whatItReadsIsWhatTheFullReaderReads() {
        Random random = new Random(41);
        int plain = 0;
        for (int i = 0; i < 2_000_000; i++) {
            byte[] text = mutated(random, written(random));
            int from = random.nextInt(3);
            byte[] around = new byte[from + text.length + random.nextInt(3)];
            random.nextBytes(around);
            System.arraycopy(text, 0, around, from, text.length);
            plain += agree(around, from, from + text.length) ? 1 : 0;
        }
        assertTrue(plain > 400_000, "it reads " + plain);
    }

    @Test
    void everyDayOfTheCalendarIsRead() {
        long last = IsoText.parseDate("9999-12-31".getBytes(StandardCharsets.ISO_8859_1), 0, 10).orElseThrow();
        for (long day = IsoText.parseDate("0000-01-01".getBytes(StandardCharsets.ISO_8859_1), 0, 10)
                .orElseThrow(); day <= last; day++) {
            byte[] text = IsoText.date(day).getBytes(StandardCharsets.ISO_8859_1);
            assertEquals(day, PlainTimestamp.days(text, 0, text.length));
        }
    }

    @Test
    void noDayIsReadThatThereIsNot() {
        for (int year = 0; year <= 9999; year += 1 + year % 7) {
            for (int month = 0; month <= 13; month++) {
                for (int day = 27; day <= 33; day++) {
                    byte[] text = "%04d-%02d-%02d".formatted(year, month, day % 33)
                            .getBytes(StandardCharsets.ISO_8859_1);
                    assertEquals(IsoText.parseDate(text, 0, text.length).orElse(PlainTimestamp.OTHER),
                            PlainTimestamp.days(text, 0, text.length), () -> new String(text, StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** Whether the quick reader read it as a timestamp with zone. */
    private static boolean agree(byte[] text, int from, int to) {
        String shown = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        agree(PlainTimestamp.days(text, from, to), IsoText.parseDate(text, from, to), shown);
        agree(PlainTimestamp.micros(text, from, to, false), IsoText.parseTimestamp(text, from, to), shown);
        long instant = PlainTimestamp.micros(text, from, to, true);
        agree(instant, IsoText.parseTimestamptz(text, from, to), shown);
        return instant != PlainTimestamp.OTHER;
    }

    private static void agree(long plain, OptionalLong full, String text) {
        if (plain != PlainTimestamp.OTHER) {
            assertEquals(full, OptionalLong.of(plain), text);
        }
    }

    private static String written(Random random) {
        long micros = random.nextLong(MICROS_OF_TEN_MILLENNIA) - 62_167_219_200_000_000L;
        String text = random.nextInt(8) == 0
                ? IsoText.date(Math.floorDiv(micros, 86_400_000_000L))
                : IsoText.timestamp(random.nextBoolean() ? micros : micros - micros % (long) Math.pow(10,
                        random.nextInt(7)));
        return (random.nextBoolean() ? text : text.replace(' ', 'T')) + ENDS[random.nextInt(ENDS.length)];
    }

    private static byte[] mutated(Random random, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int change = random.nextInt(4) - 1; change > 0 && bytes.length > 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes = java.util.Arrays.copyOf(bytes, at);
                case 1 -> bytes[at] = (byte) random.nextInt();
                default -> bytes[at] = NEAR[random.nextInt(NEAR.length)];
            }
        }
        return bytes;
    }
}
