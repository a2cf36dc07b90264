package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTextTest {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    @Test
    void randomDatesAreWrittenAsJavaTimeWritesThemAndReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            LocalDate date = LocalDate.of(random.nextInt(9999) + 1, 1, 1).plusDays(random.nextInt(365));
            String text = date.getYear() > 9999 ? date.toString().substring(1) : date.toString();
            assertEquals(text, IsoText.date(date.toEpochDay()));
            assertEquals(OptionalLong.of(date.toEpochDay()), parseDate(text));
        }
    }

    @Test
    void randomTimesAreWrittenAsJavaTimeWritesThemAndReadBack() {
        Random random = new Random(2);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("HH:mm:ss");
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong(MICROS_PER_DAY);
            LocalTime time = LocalTime.ofNanoOfDay(micros * 1_000);
            String text = IsoText.time(micros);
            assertEquals(time, LocalTime.parse(text));
            assertEquals(format.format(time), text.substring(0, 8));
            assertEquals(OptionalLong.of(micros), parseTime(text));
            assertEquals(OptionalLong.of(micros), parseTime(time.toString()));
        }
    }

    @Test
    void randomTimestampsOfEveryEraComeBack() {
        Random random = new Random(3);
        long most = ChronoUnit.MICROS.between(EPOCH, LocalDateTime.of(200_000, 1, 1, 0, 0));
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong(-most, most) >> random.nextInt(30);
            assertEquals(OptionalLong.of(micros), parseTimestamp(IsoText.timestamp(micros)),
                    () -> IsoText.timestamp(micros));
            assertEquals(OptionalLong.of(micros), parseTimestamptz(IsoText.timestamptz(micros)));
            LocalDateTime expected = EPOCH.plus(micros, ChronoUnit.MICROS);
            if (expected.getYear() >= 0 && expected.getYear() <= 9999) {
                assertEquals(expected, LocalDateTime.parse(IsoText.timestamp(micros).replace(' ', 'T')));
                assertEquals(expected.toInstant(ZoneOffset.UTC),
                        Instant.parse(IsoText.timestamptz(micros).replace(' ', 'T').replace("+00:00", "Z")));
            }
        }
    }

    @Test
    void randomOffsetsAreTakenOff() {
        Random random = new Random(4);
        for (int i = 0; i < 5_000; i++) {
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801));
            LocalDateTime local = EPOCH.plusSeconds(random.nextInt()).plusNanos(random.nextInt(1_000_000) * 1_000L);
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, local.toInstant(offset));
            assertEquals(OptionalLong.of(micros), parseTimestamptz(local + offset.getId()),
                    () -> local + offset.getId());
        }
    }

    @ParameterizedTest
    @CsvSource({"2024-02-29,19782", "1970-01-01,0", "1969-12-31,-1", "0000-02-29,-719469", "2024-02-29 00:00,19782",
            "2024-02-29T00:00:00.000000,19782", "infinity,9223372036854775807", "-infinity,-9223372036854775808"})
    void datesAreReadInAllTheirForms(String text, long days) {
        assertEquals(OptionalLong.of(days), parseDate(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2024", "2024-02", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "24-01-01",
            "2024-02-29x",
            " 2024-02-29", "2024-02-29 12:00", "2024-02-29Z", "2024/02/29", "29.02.2024", "9999999-01-01", "Infinity",
            "٢٠٢٤-٠٢-٢٩", "--2024-01-01"})
    void whatIsNoDateIsNotRead(String text) {
        assertEquals(OptionalLong.empty(), parseDate(text));
    }

    @ParameterizedTest
    @CsvSource({"00:00,0", "12:34,45240000000", "12:34:56,45296000000", "12:34:56.7,45296700000",
            "12:34:56.123456000,45296123456",
            "24:00,86400000000", "24:00:00,86400000000", "23:59:59.999999,86399999999"})
    void timesAreReadInAllTheirForms(String text, long micros) {
        assertEquals(OptionalLong.of(micros), parseTime(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "1:23", "12:3", "24:01", "24:00:00.000001", "25:00", "12:60", "12:34:60",
            "12:34:56.", "12:34:56.1234567",
            "12:34:56Z", "12:34:56+01", "12:34:56 ", "-1:00", "12:34:56,7"})
    void whatIsNoTimeOrIsFinerThanAMicrosecondIsNotRead(String text) {
        assertEquals(OptionalLong.empty(), parseTime(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29 12:34:56Z", "2024-02-29 12:34:56+01:00", "2024-02-29 24:00",
            "2024-02-29  12:00", "2024-02-29t12:00",
            "2024-02-29 12:34:56.1234567", "2024-02-29 "})
    void aTimestampWithoutZoneHasNone(String text) {
        assertEquals(OptionalLong.empty(), parseTimestamp(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29 12:34:56Z", "2024-02-29T12:34:56+00", "2024-02-29 12:34:56+0000",
            "2024-02-29 13:34:56+01:00",
            "2024-02-29 12:34:56", "2024-02-29 12:34:56.000000-00:00", "2024-02-29 07:04:56-05:30",
            "2024-02-29 12:35:01+00:00:05"})
    void oneInstantHasManyTexts(String text) {
        long expected = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2024-02-29T12:34:56Z"));
        assertEquals(OptionalLong.of(expected), parseTimestamptz(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29 12:34:56+19:00", "2024-02-29 12:34:56+1", "2024-02-29 12:34:56 +01:00",
            "2024-02-29 12:34:56X", "2024-02-29 12:34:56ZZ",
            "2024-02-29 12:34:56+01:60"})
    void whatIsNoOffsetIsNotRead(String text) {
        assertEquals(OptionalLong.empty(), parseTimestamptz(text));
    }

    @Test
    void infinityAndFarYearsAreWritten() {
        assertEquals("infinity", IsoText.date(IsoText.INFINITY));
        assertEquals("-infinity", IsoText.timestamptz(IsoText.NEGATIVE_INFINITY));
        assertEquals("-0043-03-15", IsoText.date(LocalDate.of(-43, 3, 15).toEpochDay()));
        assertEquals("294276-12-31", IsoText.date(LocalDate.of(294_276, 12, 31).toEpochDay()));
        assertEquals("0000-12-31", IsoText.date(LocalDate.of(0, 12, 31).toEpochDay()));
        assertEquals("24:00:00", IsoText.time(MICROS_PER_DAY));
        assertEquals("1969-12-31 23:59:59.999999+00:00", IsoText.timestamptz(-1));
    }

    private static OptionalLong parseDate(String text) {
        byte[] bytes = padded(text);
        return IsoText.parseDate(bytes, 2, bytes.length - 2);
    }

    private static OptionalLong parseTime(String text) {
        byte[] bytes = padded(text);
        return IsoText.parseTime(bytes, 2, bytes.length - 2);
    }

    private static OptionalLong parseTimestamp(String text) {
        byte[] bytes = padded(text);
        return IsoText.parseTimestamp(bytes, 2, bytes.length - 2);
    }

    private static OptionalLong parseTimestamptz(String text) {
        byte[] bytes = padded(text);
        return IsoText.parseTimestamptz(bytes, 2, bytes.length - 2);
    }

    /** In the midst of other digits, which must not be read. */
    private static byte[] padded(String text) {
        return ("12" + text + "34").getBytes(StandardCharsets.UTF_8);
    }
}
