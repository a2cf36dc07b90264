package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private static final Summary PLAIN = new Summary(Style.PLAIN);

    @Test
    void theExampleOfTheContractComesOutLetterByLetter() {
        SyncReport report = report(Status.SUCCEEDED,
                table("customers", new Progress(404, 0, 0, 404, 0, 0, 0), 4),
                table("orders", new Progress(15_928, 616, 3, 15_309, 0, 0, 0), 8));
        assertEquals("""
                customers   404 read        0 inserted     0 updated      404 unchanged    0 deleted   0 rejected
                orders   15,928 read      616 inserted     3 updated   15,309 unchanged    0 deleted   0 rejected
                Synced 16,332 rows in 2.3s: 616 inserted, 3 updated, 15,713 unchanged, 0 deleted, 0 rejected
                Sink size 47.33 MB -> 48.49 MB (+1.16 MB) · 12 round trips · 0 retries · peak memory 96 MB""",
                String.join("\n", PLAIN.lines(report)));
    }

    @Test
    void aSinkThatCannotTellItsSizeIsNotSaidToBeEmpty() {
        SyncReport known = report(Status.SUCCEEDED, table("orders", new Progress(1, 1, 0, 0, 0, 0, 0), 8));
        SyncReport unknown = new SyncReport(known.run(), known.profile(), known.direction(), known.status(),
                known.startedAt(), known.duration(), known.tables(), Optional.empty(), known.peakMemoryBytes(),
                List.of(), Optional.empty());
        assertEquals("8 round trips · 0 retries · peak memory 96 MB", PLAIN.lines(unknown).getLast());
    }

    @Test
    void columnsStayAlignedHoweverLargeTheCounts() {
        List<String> lines = PLAIN.lines(report(Status.SUCCEEDED,
                table("a", new Progress(12_345_678_901L, 12_345_678_901L, 0, 0, 0, 0, 0), 1),
                table("a_table_with_a_rather_long_name", new Progress(1, 0, 1, 0, 0, 0, 0), 1)));
        assertEquals(lines.get(0).indexOf(" rejected"), lines.get(1).indexOf(" rejected"));
        assertEquals(lines.get(0).indexOf(" read"), lines.get(1).indexOf(" read"));
    }

    @Test
    void duplicatesAndTheResumedPlaceAndAFailureStandBehindTheColumns() {
        TableReport table = new TableReport("t", "upsert", "all", new Progress(3, 1, 0, 1, 1, 0, 0), 0, 1, 1,
                Optional.of("after (7)"), 0, 0, Duration.ZERO,
                Optional.of(new Failure(Failure.Kind.FAILED, "boom", "")));
        String line = PLAIN.lines(report(Status.FAILED, table)).getFirst();
        assertTrue(line.endsWith("0 rejected   1 duplicate   resumed after (7)   failed"), line);
    }

    @Test
    void theTotalsSayHowTheRunEnded() {
        assertTrue(totals(Status.REJECTS).startsWith("Synced 0 rows in 2.3s: 0 inserted"));
        assertTrue(totals(Status.FAILED).startsWith("Failed after 0 rows in 2.3s: "));
        assertTrue(totals(Status.INTERRUPTED).startsWith("Interrupted after 0 rows in 2.3s: "));
        assertTrue(totals(Status.REFUSED).startsWith("Refused after 0 rows in 2.3s: "));
    }

    @Test
    void coloursChangeNoLetter() {
        SyncReport report = report(Status.SUCCEEDED, table("orders", new Progress(15_928, 616, 3, 15_308, 0, 1, 0), 8));
        List<String> coloured = new Summary(Style.COLOURED).lines(report);
        assertTrue(String.join("", coloured).contains("\033["));
        assertEquals(PLAIN.lines(report),
                coloured.stream().map(line -> line.replaceAll("\033\\[[0-9]*m", "")).toList());
    }

    private static String totals(Status status) {
        return PLAIN.lines(report(status)).getFirst();
    }

    private static TableReport table(String name, Progress counts, long roundTrips) {
        return new TableReport(name, "upsert", "all", counts, 0, 1, roundTrips, Optional.empty(), 0, 0, Duration.ZERO,
                Optional.empty());
    }

    private static SyncReport report(Status status, TableReport... tables) {
        return new SyncReport("01J9", "shop", Direction.PUSH, status, Instant.EPOCH, Duration.ofMillis(2_300),
                List.of(tables),
                Optional.of(new SinkBytes(49_628_774, 50_845_593)), 100_663_296, List.of(), Optional.empty());
    }
}
