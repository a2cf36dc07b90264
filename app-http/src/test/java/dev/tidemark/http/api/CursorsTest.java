package dev.tidemark.http.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunHistory.Filter;
import dev.tidemark.domain.port.RunHistory.Place;
import dev.tidemark.domain.port.ServerSecrets;
import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.http.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class CursorsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Place PLACE = new Place(START, "01J9ZZZZZZZZZZZZZZZZZZZZZZ");
    private static final Filter FILTER = new Filter(Optional.of("shop"), Optional.of("failed"));

    private final Map<String, String> kept = new HashMap<>();
    private final ServerSecrets secrets = (name, offered) -> kept.computeIfAbsent(name, _ -> offered);
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Cursors cursors = new Cursors(secrets, now::get);

    @Test
    void aPlaceComesBackOnAnyServerOfTheState() {
        String cursor = cursors.write(PLACE, FILTER);

        assertEquals(PLACE, cursors.read(cursor, FILTER));
        assertEquals(PLACE, new Cursors(secrets, now::get).read(cursor, FILTER));
        assertThrows(BadRequest.class,
                () -> new Cursors((_, offered) -> offered, now::get).read(cursor, FILTER));
    }

    @Test
    void aQuarterOfAnHourLaterItHasExpired() {
        String cursor = cursors.write(PLACE, FILTER);
        now.set(START.plus(Duration.ofMinutes(15)).minusMillis(1));
        assertEquals(PLACE, cursors.read(cursor, FILTER));
        now.set(START.plus(Duration.ofMinutes(15)));
        ProblemException expired = assertThrows(ProblemException.class, () -> cursors.read(cursor, FILTER));

        assertTrue(String.valueOf(expired.getMessage()).contains("15 minutes"), expired.toString());
    }

    @Test
    void itIsOfOneQuestionOnly() {
        String cursor = cursors.write(PLACE, FILTER);
        for (Filter other : new Filter[] {Filter.ALL, new Filter(Optional.of("shop"), Optional.empty()),
                new Filter(Optional.empty(), Optional.of("failed")),
                new Filter(Optional.of("sho"), Optional.of("failed"))}) {
            assertThrows(BadRequest.class, () -> cursors.read(cursor, other));
        }
        Filter strange = new Filter(Optional.of("a\nb+failed"), Optional.empty());
        assertEquals(PLACE, cursors.read(cursors.write(PLACE, strange), strange));
    }

    @Test
    void noLetterOfItCanBeChanged() {
        String cursor = cursors.write(PLACE, FILTER);
        for (int i = 0; i < cursor.length() - 1; i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String forged = cursor.substring(0, i) + other + cursor.substring(i + 1);
            assertThrows(BadRequest.class, () -> cursors.read(forged, FILTER), forged);
        }
    }
}
