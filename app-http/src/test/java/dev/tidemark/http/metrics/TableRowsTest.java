package dev.tidemark.http.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.event.Progress;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TableRowsTest {
    private final TableRows rows = new TableRows();
    private final Map<Outcome, Long> counted = new EnumMap<>(Outcome.class);

    @Test
    void countsEachRowOnceWhileItsTableGoesOn() {
        pass(inserted(10));
        pass(inserted(25));
        ended(inserted(25));
        assertEquals(25, of(Outcome.INSERTED));
    }

    @Test
    void countsRejectsWhenNothingCanClearThemAnyMore() {
        pass(new Progress(10, 7, 0, 0, 0, 3, 0));
        assertEquals(0, of(Outcome.REJECTED));
        ended(new Progress(10, 9, 0, 0, 0, 1, 0));
        assertEquals(9, of(Outcome.INSERTED));
        assertEquals(1, of(Outcome.REJECTED));
    }

    @Test
    void countsDeletesThatComeAfterTheTableEnded() {
        pass(inserted(5));
        ended(new Progress(5, 5, 0, 0, 0, 0, 12));
        assertEquals(12, of(Outcome.DELETED));
    }

    @Test
    void countsTheRowsOfEveryFileThatSharesATable() {
        rows.begin();
        pass(inserted(5));
        rows.begin();
        pass(inserted(3));
        pass(inserted(4));
        ended(inserted(9));
        assertEquals(9, of(Outcome.INSERTED));
    }

    @Test
    void countsEachPartOfARunByItself() {
        pass(inserted(5));
        ended(inserted(5));
        pass(inserted(4));
        ended(new Progress(5, 4, 0, 0, 0, 1, 0));
        assertEquals(9, of(Outcome.INSERTED));
        assertEquals(1, of(Outcome.REJECTED));
    }

    @Test
    void neverGoesBack() {
        pass(new Progress(8, 3, 0, 5, 0, 0, 0));
        pass(new Progress(0, 3, 0, -3, 0, 0, 0));
        ended(new Progress(8, 3, 0, 5, 0, 0, 0));
        assertEquals(3, of(Outcome.INSERTED));
        assertEquals(5, of(Outcome.UNCHANGED));
    }

    private static Progress inserted(long rows) {
        return new Progress(rows, rows, 0, 0, 0, 0, 0);
    }

    private void pass(Progress progress) {
        rows.pass(progress, this::add);
    }

    private void ended(Progress progress) {
        rows.did(progress, this::add);
    }

    private void add(Outcome outcome, long more) {
        counted.merge(outcome, more, Long::sum);
    }

    private long of(Outcome outcome) {
        return counted.getOrDefault(outcome, 0L);
    }
}
