package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.Status;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import dev.tidemark.domain.plan.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerifyTextTest {
    private static final VerifyText PLAIN = new VerifyText(Style.PLAIN);

    @Test
    void equalSidesTellHowMuchWasCompared() {
        assertEquals("""
                customers   404 in the source      404 in the sink      404 equal   0 missing   0 extra   0 different
                orders   15,928 in the source   15,928 in the sink   15,928 equal   0 missing   0 extra   0 different
                orders: total: REAL is compared as numeric
                All equal: 16,332 rows in 2 tables (1.2s)""",
                text(Status.EQUAL, new TableVerdict("customers", 404, 404, 404, 0, 0, 0, 0, List.of(), List.of(), false,
                        Duration.ZERO, Optional.empty()),
                        new TableVerdict("orders", 15_928, 15_928, 15_928, 0, 0, 0, 0, List.of(),
                                List.of("total: REAL is compared as numeric"), false, Duration.ZERO,
                                Optional.empty())));
    }

    @Test
    void differencesTellTheirKeyTheColumnAndBothValues() {
        assertEquals(
                """
                        orders   3 in the source        4 in the sink        1 equal   1 missing   2 extra   1 different   1 unreadable
                        orders id=7 differs: total is 12.50 in the source, 10.00 in the sink; note is NULL in the source, '' in the sink
                        orders id=8 is missing in the sink: total 1
                        orders id=9 is only in the sink: total 2
                        orders: 1 more difference; --limit shows more
                        4 differences and 1 unreadable row in 1 table (1.2s)""",
                text(Status.DIFFERENT, new TableVerdict("orders", 3, 4, 1, 1, 2, 1, 1, List.of(
                        new RowDifference(Kind.DIFFERENT, "id=7",
                                List.of(new Cell("total", "12.50", "10.00"), new Cell("note", "NULL", ""))),
                        new RowDifference(Kind.MISSING, "id=8", List.of(new Cell("total", "1", ""))),
                        new RowDifference(Kind.EXTRA, "id=9", List.of(new Cell("total", "", "2")))),
                        List.of(), false, Duration.ZERO, Optional.empty())));
    }

    @Test
    void whatCouldNotBeLookedAtIsNeverCalledEqual() {
        TableVerdict partial = new TableVerdict("t", 1, 1, 1, 0, 0, 0, 0, List.of(), List.of(), true, Duration.ZERO,
                Optional.empty());
        assertTrue(text(Status.EQUAL, partial).endsWith("""
                0 different   partial: one side may hide rows
                All equal as far as both sides show their rows: 1 row in 1 table (1.2s)"""));
        TableVerdict failed = new TableVerdict("t", 1, 1, 0, 0, 0, 1, 0, List.of(), List.of(), false, Duration.ZERO,
                Optional.of(new Failure(Failure.Kind.FAILED, "boom", "")));
        assertTrue(text(Status.FAILED, failed).endsWith("Failed; so far 1 difference in 1 table (1.2s)"));
        assertTrue(text(Status.INTERRUPTED).endsWith("Interrupted (1.2s)"));
    }

    private static String text(Status status, TableVerdict... tables) {
        return String.join("\n", PLAIN.lines(new VerifyReport("01J9", "shop", Direction.PUSH, status, Instant.EPOCH,
                Duration.ofMillis(1_200), List.of(tables), List.of(), Optional.empty())));
    }
}
