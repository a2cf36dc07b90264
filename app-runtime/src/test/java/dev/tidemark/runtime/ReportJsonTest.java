package dev.tidemark.runtime;

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

final class ReportJsonTest {

    @Test
    void theReportIsTheObjectOfTheContract() {
        TableReport orders = new TableReport("orders", "upsert", "all", new Progress(15_928, 616, 3, 15_309, 0, 0, 0),
                0, 16, 18,
                Optional.empty(), 15_312, 15_928, Duration.ofMillis(2_100), Optional.empty());
        SyncReport report = new SyncReport("01J9", "shop", Direction.PUSH, Status.SUCCEEDED,
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofMillis(2_300), List.of(orders), Optional.of(new SinkBytes(49_628_774, 50_845_593)),
                100_663_296,
                List.of(), Optional.empty());

        assertEquals("""
                {"schemaVersion":1,"run":"01J9","profile":"shop","direction":"push","status":"succeeded",\
                "startedAt":"2026-01-02T03:04:05Z","durationMs":2300,"tables":[{"table":"orders","mode":"upsert","changes":"all",\
                "read":15928,"inserted":616,"updated":3,"unchanged":15309,"duplicates":0,"deleted":0,"rejected":0,"retries":0,\
                "batches":16,"roundTrips":18,"resumedFrom":null,"rowsBefore":15312,"rowsAfter":15928,"durationMs":2100,\
                "error":null}],"totals":{"read":15928,"inserted":616,"updated":3,"unchanged":15309,"duplicates":0,"deleted":0,\
                "rejected":0,"retries":0,"batches":16,"roundTrips":18},"sinkBytes":{"before":49628774,"after":50845593},\
                "peakMemoryBytes":100663296,"warnings":[],"error":null}""", ReportJson.write(report));
    }

    @Test
    void whatFailedStandsInTheErrorsWithItsAdvice() {
        Failure failure = new Failure(Failure.Kind.FAILED, "said \"no\"\n", "ask again");
        SyncReport report = new SyncReport("01J9", "shop", Direction.PULL, Status.FAILED, Instant.EPOCH, Duration.ZERO,
                List.of(),
                Optional.empty(), 0, List.of("w"), Optional.of(failure));

        assertTrue(ReportJson.write(report).contains("\"sinkBytes\":null,"), "what is not known is null");
        assertEquals("\"warnings\":[\"w\"],\"error\":\"said \\\"no\\\"\\n; ask again\"}",
                ReportJson.write(report).replaceFirst("^.*?(?=\"warnings\")", ""));
    }
}
