package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunHistory.Filter;
import dev.tidemark.domain.port.RunHistory.Place;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link RunHistory} promises: the last that was saved of each run, newest first. */
public abstract class RunHistoryContract extends StateContract {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void aRunIsFoundAsItWasSavedLastAlsoByTheNextRun() throws Exception {
        RunRecord running = new RunRecord("01A", "shop", "push", "running", START, Optional.empty(), "");
        state().runs().save(running);
        assertEquals(Optional.of(running), state().runs().find("01A"));
        RunRecord ended = new RunRecord("01A", "shop", "push", "succeeded", START, Optional.of(START.plusSeconds(9)),
                "{\"run\":\"01A\",\"größe\":\"it's \uD83D\uDE00\"}");
        state().runs().save(ended);
        assertEquals(Optional.of(ended), reopened().runs().find("01A"));
        assertEquals(Optional.empty(), state().runs().find("01B"));
    }

    @Test
    void aRunThatIsKnownBeginsNoSecondTime() throws Exception {
        RunRecord running = new RunRecord("01A", "shop", "push", "running", START, Optional.empty(), "");
        assertTrue(state().runs().add(running));
        assertEquals(Optional.of(running), reopened().runs().find("01A"));
        RunRecord ended = new RunRecord("01A", "shop", "push", "failed", START, Optional.of(START), "{}");
        state().runs().save(ended);
        assertFalse(state().runs().add(running));
        assertEquals(Optional.of(ended), state().runs().find("01A"));
    }

    @Test
    void theLatestComeFirst() {
        RunHistory runs = state().runs();
        for (int i = 0; i < 5; i++) {
            runs.save(new RunRecord("run-" + i, i % 2 == 0 ? "shop" : "other", "push", "failed", START.plusSeconds(i),
                    Optional.of(START.plusSeconds(60)), "{}"));
        }
        assertEquals(List.of("run-4", "run-3", "run-2"), names(runs.latest(Optional.empty(), 3)));
        assertEquals(List.of("run-4", "run-2", "run-0"), names(runs.latest(Optional.of("shop"), 10)));
        assertEquals(List.of(), names(runs.latest(Optional.of("nobody"), 10)));
    }

    @Test
    void pagesGoBackThroughAllRunsWhileOthersBegin() {
        RunHistory runs = state().runs();
        for (int i = 0; i < 7; i++) {
            // Three share a millisecond.
            runs.save(new RunRecord("run-" + i, i % 2 == 0 ? "shop" : "other", "push", i < 3 ? "failed" : "succeeded",
                    START.plusMillis(i / 3), Optional.of(START.plusSeconds(60)), "{}"));
        }
        List<RunRecord> first = runs.before(Place.NEWEST, Filter.ALL, 3);
        assertEquals(List.of("run-6", "run-5", "run-4"), names(first));
        runs.save(new RunRecord("run-7", "shop", "push", "running", START.plusSeconds(9), Optional.empty(), ""));
        List<RunRecord> second = runs.before(Place.of(first.getLast()), Filter.ALL, 3);
        assertEquals(List.of("run-3", "run-2", "run-1"), names(second));
        assertEquals(List.of("run-0"), names(runs.before(Place.of(second.getLast()), Filter.ALL, 3)));
    }

    @Test
    void aPageHoldsWhatIsLookedForOnly() {
        RunHistory runs = state().runs();
        for (int i = 0; i < 8; i++) {
            runs.save(new RunRecord("run-" + i, i % 2 == 0 ? "shop" : "other", "push", i < 4 ? "failed" : "succeeded",
                    START.plusMillis(i), Optional.of(START.plusSeconds(60)), "{}"));
        }
        Place fifth = new Place(START.plusMillis(5), "run-5");
        assertEquals(List.of("run-4", "run-2", "run-0"),
                names(runs.before(fifth, new Filter(Optional.of("shop"), Optional.empty()), 9)));
        assertEquals(List.of("run-3", "run-2"),
                names(runs.before(fifth, new Filter(Optional.empty(), Optional.of("failed")), 2)));
        assertEquals(List.of("run-7"), names(
                runs.before(Place.NEWEST, new Filter(Optional.of("other"), Optional.of("succeeded")), 1)));
        assertEquals(List.of(), names(
                runs.before(Place.NEWEST, new Filter(Optional.of("other"), Optional.of("running")), 9)));
    }

    @Test
    void aLongReportIsKeptWhole() throws Exception {
        String report = "{\"warnings\":\"" + "é".repeat(1 << 20) + "\"}";
        state().runs().save(new RunRecord("01A", "shop", "pull", "rejects", START, Optional.of(START), report));
        assertEquals(report, reopened().runs().find("01A").orElseThrow().report());
    }

    private static List<String> names(List<RunRecord> runs) {
        return runs.stream().map(RunRecord::run).toList();
    }
}
