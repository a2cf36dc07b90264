package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.runtime.config.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> next(String cron, ZoneId zone, String from, int count) {
        Cron schedule = new Cron(new Schedule(cron, zone));
        List<String> times = new ArrayList<>();
        Instant at = Instant.parse(from);
        for (int i = 0; i < count; i++) {
            at = schedule.next(at);
            times.add(at.atZone(zone).toLocalDateTime() + " " + at.atZone(zone).getOffset());
        }
        return times;
    }

    @Test
    void fiveFieldsAreReadAsCrontabReadsThem() {
        assertEquals(List.of("2026-01-02T12:05 Z", "2026-01-02T12:10 Z"),
                next("*/5 * * * *", ZoneOffset.UTC, "2026-01-02T12:00:30Z", 2));
        assertEquals(List.of("2026-01-05T06:30 Z", "2026-01-06T06:30 Z"),
                next("30 6 * * MON-FRI", ZoneOffset.UTC, "2026-01-02T12:00:00Z", 2));
        assertEquals(List.of("2026-01-04T00:00 Z", "2026-01-11T00:00 Z"),
                next("0 0 * * 7", ZoneOffset.UTC, "2026-01-02T12:00:00Z", 2));
        assertEquals(List.of("2026-02-28T23:59 Z", "2028-02-29T23:59 Z"),
                List.of(next("59 23 28 2 *", ZoneOffset.UTC, "2026-01-02T12:00:00Z", 1).getFirst(),
                        next("59 23 29 2 *", ZoneOffset.UTC, "2026-03-01T00:00:00Z", 1).getFirst()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"* * * * *", "*/15 0-6,22 1,15 jan-MAR,12 mon", "0 2 * * 0", "1-59/2 * * * *", "0 0 1 */3 *"})
    void whatTheConfigurationTakesTheSchedulerTakes(String cron) {
        Instant from = Instant.parse("2026-01-02T12:00:00Z");
        assertTrue(new Cron(new Schedule(cron, ZoneOffset.UTC)).next(from).isAfter(from));
    }

    /** In the night of 29 March 2026 there is no 2:30 in Berlin: the run comes as soon as the clocks are past it. */
    @Test
    void aTimeThatTheClocksSkipIsMadeUpForRightAfter() {
        assertEquals(List.of("2026-03-28T02:30 +01:00", "2026-03-29T03:00 +02:00", "2026-03-30T02:30 +02:00"),
                next("30 2 * * *", BERLIN, "2026-03-27T12:00:00Z", 3));
    }

    /** In the night of 25 October 2026 2:30 comes twice in Berlin: a daily run comes once. */
    @Test
    void aTimeThatComesTwiceIsUsedOnce() {
        assertEquals(List.of("2026-10-24T02:30 +02:00", "2026-10-25T02:30 +02:00", "2026-10-26T02:30 +01:00"),
                next("30 2 * * *", BERLIN, "2026-10-23T12:00:00Z", 3));
    }

    @Test
    void anIntervalGoesOnThroughBothNights() {
        assertEquals(List.of("2026-03-29T01:30 +01:00", "2026-03-29T03:00 +02:00", "2026-03-29T03:30 +02:00"),
                next("*/30 * * * *", BERLIN, "2026-03-29T00:10:00Z", 3));
    }
}
