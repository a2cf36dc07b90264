package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.cli.render.ProgressDisplay.Manner;
import dev.tidemark.cli.render.ProgressLine.Doing;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    @Test
    void theLineOfTheContractComesOutLetterByLetter() {
        assertEquals("Syncing orders: 7,000/15,928 (44%) ETA 3s", line(0, 7_000, 15_928, 2_000).text());
    }

    @Test
    void withoutATotalTheRowsAreCounted() {
        assertEquals("Syncing orders: 7,000 rows", line(0, 7_000, -1, 2_000).text());
    }

    @Test
    void rowsOfAnEarlierRunCountAsDoneButNotAsSpeed() {
        assertEquals("Syncing orders: 9,000/10,000 (90%) ETA 1s", line(8_000, 1_000, 10_000, 1_000).text());
    }

    @Test
    void aSourceThatGrewNeverShowsMoreThanAll() {
        assertEquals("Syncing orders: 12/12 (100%)", line(0, 12, 10, 1_000).text());
    }

    @Test
    void aHundredPercentIsShownOnlyWhenNothingIsLeft() {
        assertEquals("Syncing orders: 9,999/10,000 (99%) ETA 1s", line(0, 9_999, 10_000, 2_000).text());
    }

    @Test
    void nothingIsForetoldFromTheFirstMoments() {
        assertEquals("Syncing orders: 10/1,000 (1%)", line(0, 10, 1_000, 20).text());
        assertEquals("Syncing orders: 0/0 (100%)", line(0, 0, 0, 20).text());
    }

    @Test
    void aLineNeverFillsTheTerminalsLastColumn() {
        assertEquals("Syncing ord…", line(0, 7_000, 15_928, 2_000).text(13));
        assertEquals("Syncing orders: 1 row", line(0, 1, -1, 2_000).text(80));
    }

    @Test
    void longTimesAreToldInMinutesAndHours() {
        assertEquals("59s", Amounts.left(Duration.ofMillis(58_001)));
        assertEquals("1m 00s", Amounts.left(Duration.ofSeconds(60)));
        assertEquals("2m 05s", Amounts.took(Duration.ofSeconds(125)));
        assertEquals("1h 02m", Amounts.took(Duration.ofMinutes(62)));
        assertEquals("59.9s", Amounts.took(Duration.ofMillis(59_900)));
        assertEquals("1m 00s", Amounts.took(Duration.ofMillis(59_990)));
    }

    @Test
    void theBoardKnowsOnlyTablesUnderWay() {
        AtomicLong nanos = new AtomicLong();
        ProgressBoard board = new ProgressBoard(Doing.VERIFYING, nanos::get);
        board.note(new SyncEvent.TableMeasured("a", 10));
        board.note(new SyncEvent.TableStarted("a", 0, ""));
        board.note(new SyncEvent.TableStarted("b", 5, "after (5)"));
        nanos.set(1_000_000_000);
        board.note(new SyncEvent.BatchApplied("a", 1, new Progress(5, 5, 0, 0, 0, 0, 0), Duration.ZERO));
        assertEquals(List.of("Verifying a: 5/10 (50%) ETA 1s", "Verifying b: 5 rows"),
                board.lines().stream().map(ProgressLine::text).toList());
        board.note(new SyncEvent.TableEnded("a", Progress.NONE, Duration.ZERO, ""));
        assertEquals(1, board.lines().size());
    }

    @Test
    void warningsAreToldEvenWhenProgressIsNot() {
        StringWriter err = new StringWriter();
        try (ProgressDisplay display = ProgressDisplay.open(Doing.SYNCING, new PrintWriter(err), Manner.NONE,
                Style.PLAIN, Map.of())) {
            display.on(new SyncEvent.Warned("orders", "a column is dropped"));
            display.on(new SyncEvent.Retrying("orders", 1, Duration.ofSeconds(1), "deadlock [40P01]"));
        }
        assertEquals("warning: orders: a column is dropped" + System.lineSeparator(), err.toString());
    }

    @Test
    void aPauseIsTold() {
        StringWriter err = new StringWriter();
        try (ProgressDisplay display = ProgressDisplay.open(Doing.SYNCING, new PrintWriter(err), Manner.LINES,
                Style.PLAIN,
                Map.of())) {
            display.on(new SyncEvent.Retrying("orders", 1, Duration.ofSeconds(1), "deadlock [40P01]"));
        }
        assertEquals("orders: deadlock [40P01]; trying again in 1.0s (try 2)" + System.lineSeparator(), err.toString());
    }

    @Test
    void colourNeedsATerminalThatWantsIt() {
        assertEquals(Style.COLOURED, Style.of(true, false, Map.of("TERM", "xterm")));
        assertEquals(Style.PLAIN, Style.of(false, false, Map.of()));
        assertEquals(Style.PLAIN, Style.of(true, true, Map.of()));
        assertEquals(Style.PLAIN, Style.of(true, false, Map.of("TERM", "dumb")));
        assertEquals(Style.PLAIN, Style.of(true, false, Map.of("NO_COLOR", "1")));
        assertEquals(Style.COLOURED, Style.of(true, false, Map.of("NO_COLOR", "")));
        assertFalse(Style.PLAIN.bad("x").contains("\033"));
        assertTrue(Style.COLOURED.bad("x").contains("\033[31m"));
    }

    private static ProgressLine line(long before, long read, long total, long millis) {
        return new ProgressLine(Doing.SYNCING, "orders", before, read, total, Duration.ofMillis(millis));
    }
}
