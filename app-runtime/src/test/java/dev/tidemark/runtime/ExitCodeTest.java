package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.Failure.Kind;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {

    @Test
    void theNumbersAreThoseOfTheContract() {
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 130, 143),
                Arrays.stream(ExitCode.values()).map(ExitCode::number).toList());
    }

    @Test
    void aRunEndsAsItsStatusSays() {
        assertEquals(ExitCode.DONE, ExitCode.of(report(Status.SUCCEEDED)));
        assertEquals(ExitCode.ATTENTION, ExitCode.of(report(Status.REJECTS)));
        assertEquals(ExitCode.INTERRUPTED, ExitCode.of(report(Status.INTERRUPTED)));
        assertEquals(ExitCode.REFUSED, ExitCode.of(report(Status.REFUSED)));
    }

    @Test
    void aFailedRunEndsAsItsTablesHaveInCommon() {
        assertEquals(ExitCode.CONFIGURATION,
                ExitCode.of(report(Status.FAILED, Kind.CONFIGURATION, Kind.CONFIGURATION)));
        assertEquals(ExitCode.UNREACHABLE, ExitCode.of(report(Status.FAILED, Kind.UNREACHABLE)));
        assertEquals(ExitCode.FAILED, ExitCode.of(report(Status.FAILED, Kind.UNREACHABLE, Kind.CONFIGURATION)));
        assertEquals(ExitCode.FAILED, ExitCode.of(report(Status.FAILED)));
    }

    @Test
    void whatIsThrownEndsAsItsKindSays() {
        assertEquals(ExitCode.CONFIGURATION, ExitCode.of(ConfigurationException.of("", "wrong")));
        assertEquals(ExitCode.UNREACHABLE, ExitCode.of(new StoreException.Denied("no", "", "", null)));
        assertEquals(ExitCode.FAILED, ExitCode.of(new StoreException.Permanent("no", "", "", null)));
        assertEquals(ExitCode.FAILED, ExitCode.of(new IllegalStateException("defect")));
    }

    private static SyncReport report(Status status, Kind... kinds) {
        List<TableReport> tables = Arrays.stream(kinds)
                .map(kind -> new TableReport("item", "upsert", "all", Progress.NONE, 0, 0, 0,
                        Optional.empty(), 0, 0, Duration.ZERO, Optional.of(new Failure(kind, "no", ""))))
                .toList();
        return new SyncReport("01J9", "shop", Direction.PUSH, status, Instant.EPOCH, Duration.ZERO, tables,
                Optional.empty(), 0,
                List.of(), Optional.empty());
    }
}
