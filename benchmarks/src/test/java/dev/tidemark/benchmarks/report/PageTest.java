package dev.tidemark.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final CaseResult LOAD = new CaseResult("first-load", "First load", "psql-copy", 1_000, 0, "c0ffee",
            "2026-01-02T03:04:05Z",
            List.of(tool("psql-copy", 1_000, true, "", 2.0, 2.2, 1.9), tool("tidemark", 1_000, true, "", 2.1, 2.0, 9.0),
                    tool("psycopg2-row", 100, false, "score differs", 10.0),
                    new ContenderResult("pgloader", "pgloader", 1_000, true, "", "exit 1: heap | exhausted",
                            List.of())));

    @Test
    void ratiosAreOfMediansAndByTheRow() {
        String page = Page.of(results(LOAD));
        assertTrue(page.contains("| **tidemark** | 2.10<br>2.00-9.00 | 1.05 |"), page);
        assertTrue(page.contains("| psycopg2-row (100 rows) | 10.00<br>10.00-10.00 | 50 |"), page);
    }

    @Test
    void goalsAreReachedMissedOrNotMeasured() {
        String page = Page.of(results(LOAD));
        assertTrue(page.contains("| first load, against psql's binary copy | <= 1.10x | 1.05x | reached |"), page);
        assertTrue(page.contains("| first load: faster than row by row | >= 45x | 47.6x | reached |"), page);
        assertTrue(page.contains("| first load: faster than pgloader | >= 4x | - | not measured |"), page);
    }

    @Test
    void aMissedGoalSaysByHowMuch() {
        CaseResult slow = new CaseResult("first-load", "First load", "psql-copy", 1_000, 0, "c0ffee",
                "2026-01-02T03:04:05Z",
                List.of(tool("psql-copy", 1_000, true, "", 2.0), tool("tidemark", 1_000, true, "", 3.3)));
        String page = Page.of(results(slow));
        assertTrue(page.contains("| <= 1.10x | 1.65x | **missed** by 50 % |"), page);
    }

    @Test
    void whoFailedAndWhoIsMissingIsNamed() {
        String page = Page.of(results(LOAD));
        assertTrue(page.contains("- `pgloader` failed: exit 1: heap \\| exhausted"), page);
        assertTrue(page.contains("- `sling`: not installed"), page);
        assertTrue(page.contains("score differs"), page);
        assertFalse(page.contains("${"), page);
    }

    @Test
    void tidemarkFailsByFailingAndByChangingAValue() {
        assertFalse(LOAD.tidemarkFailed());
        assertTrue(
                new CaseResult("c", "C", "r", 1, 0, "", "", List.of(tool("tidemark", 1, true, "differs", 1)))
                        .tidemarkFailed());
        assertTrue(new CaseResult("c", "C", "r", 1, 0, "", "",
                List.of(new ContenderResult("tidemark", "T", 1, true, "", "exit 4", List.of()))).tidemarkFailed());
    }

    @Test
    void resultsComeBackFromTheirFile(@TempDir Path directory) throws IOException {
        ResultsFile file = new ResultsFile(directory.resolve("results.json"));
        assertTrue(file.readIfThere().isEmpty());
        Results results = results(LOAD).withMicro(List.of(new MicroResult("Row.build", "rows=1", 12.5, 0.5, "ns/op")));
        file.write(results);
        assertEquals(results, file.read());
    }

    @Test
    void aCaseRunAgainTakesThePlaceOfTheOld() {
        CaseResult again = new CaseResult("first-load", "First load", "psql-copy", 7, 0, "", "", List.of());
        assertEquals(List.of(again), results(LOAD).with(again, 1).cases());
    }

    private static Results results(CaseResult... cases) {
        return new Results(Results.SCHEMA, "2026-01-02T03:04:05Z", 60, 5, false, Map.of("cores", "2"),
                Map.of("fsync", "on"), Map.of("psql-copy", "psql 18"), Map.of("sling", "not installed"), List.of(cases),
                List.of());
    }

    private static ContenderResult tool(String name, long rows, boolean all, String values, double... walls) {
        List<Run> runs = java.util.stream.IntStream.range(0, walls.length)
                .mapToObj(i -> new Run(i + 1, walls[i], 1, 1, 0.01, 0, 50 << 20, 1 << 20, rows, 0, 0, 0, 0)).toList();
        return new ContenderResult(name, name, rows, all, values, "", runs);
    }
}
