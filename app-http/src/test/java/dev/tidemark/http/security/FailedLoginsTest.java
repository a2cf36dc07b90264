package dev.tidemark.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.http.security.FailedLogins.Penalty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FailedLoginsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final FailedLogins failures = new FailedLogins(nanos::get);

    private Penalty answered(String address) {
        Penalty penalty = failures.note(address);
        failures.answered(address);
        return penalty;
    }

    @Test
    void eachFailureIsAnsweredLaterThanTheOneBeforeUpToEightSeconds() {
        assertEquals(
                Stream.of(250, 500, 1000, 2000, 4000, 8000, 8000).map(Duration::ofMillis).map(Optional::of).toList(),
                IntStream.range(0, 7).mapToObj(_ -> answered("192.0.2.1").delay()).toList());
        assertEquals(Optional.of(Duration.ofMillis(250)), answered("192.0.2.2").delay());
    }

    @Test
    void tenMinutesWithoutOneForgiveAll() {
        answered("192.0.2.1");
        answered("192.0.2.1");
        nanos.addAndGet(Duration.ofMinutes(11).toNanos());

        assertEquals(Optional.of(Duration.ofMillis(250)), answered("192.0.2.1").delay());
    }

    @Test
    void sideBySideGetsNoFurther() {
        List<Boolean> delayed = IntStream.range(0, 10).mapToObj(_ -> failures.note("192.0.2.1").delay().isPresent())
                .toList();
        assertEquals(List.of(true, true, true, true, true, true, true, true, false, false), delayed);
        failures.answered("192.0.2.1");
        assertTrue(failures.note("192.0.2.1").delay().isPresent());
    }

    @Test
    void theAuditLogIsToldFewTimesHoweverManyFail() {
        List<Long> told = IntStream.range(0, 100_000).mapToObj(i -> failures.note("address " + i).told())
                .filter(java.util.OptionalLong::isPresent).map(java.util.OptionalLong::getAsLong).toList();

        assertTrue(told.size() >= 10 && told.size() <= 12, told.toString());
    }

    @Test
    void anAddressThatWasQuietLongestMakesRoom() {
        answered("first");
        IntStream.range(0, 10_000).forEach(i -> answered("address " + i));

        assertEquals(Optional.of(Duration.ofMillis(250)), answered("first").delay());
    }
}
