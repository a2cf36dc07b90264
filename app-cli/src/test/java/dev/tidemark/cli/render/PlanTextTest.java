package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.ChangePlan.TableChanges;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlanTextTest {
    private static final PlanText PLAIN = new PlanText(Style.PLAIN);

    @Test
    void aPlanTellsCountsThenTheSchemaThenSamplesThenNotesAndSumsUp() {
        ChangePlan plan = plan(Status.SUCCEEDED,
                List.of(table("customers", new Progress(404, 0, 0, 404, 0, 0, 0)),
                        table("orders", new Progress(15_928, 616, 3, 15_309, 0, 0, 2))),
                new TableChanges("customers", List.of(), List.of(), List.of("triggers were not tried")),
                new TableChanges("orders", List.of("ALTER TABLE orders\n  ADD COLUMN note text"), List.of(
                        new RowDifference(Kind.MISSING, "id=8", List.of(new Cell("name", "Ada", ""),
                                new Cell("note", "", ""))),
                        new RowDifference(Kind.DIFFERENT, "id=7", List.of(new Cell("total", "12.50", "10.00"),
                                new Cell("note", "NULL", ""))),
                        new RowDifference(Kind.EXTRA, "id=9", List.of(new Cell("name", "", "Bob")))),
                        List.of()));
        assertEquals("""
                customers   404 read        0 to insert     0 to update      404 unchanged    0 to delete   0 rejected
                orders   15,928 read      616 to insert     3 to update   15,309 unchanged    2 to delete   0 rejected
                ALTER TABLE orders
                  ADD COLUMN note text;
                orders: insert id=8: name Ada, note ''
                orders: update id=7: total 10.00 -> 12.50, note '' -> NULL
                orders: delete id=9: name Bob
                note: customers: triggers were not tried
                Would change 621 rows in 1 table and the schema of 1 table; nothing was written.""",
                String.join("\n", PLAIN.lines(plan)));
    }

    @Test
    void aNoteForManyTablesIsToldOnce() {
        TableChanges[] tables = Stream.of("a", "b", "c", "d", "e")
                .map(name -> new TableChanges(name, List.of(), List.of(), List.of("what triggers do was not tried")))
                .toArray(TableChanges[]::new);
        assertEquals(List.of("note: a, b, c and 2 more tables: what triggers do was not tried", "Nothing to do."),
                PLAIN.lines(plan(Status.SUCCEEDED, List.of(), tables)));
    }

    @Test
    void nothingToDoIsSaidInSoManyWords() {
        assertEquals("Nothing to do.", last(plan(Status.SUCCEEDED, List.of(table("a", unchanged())))));
        assertEquals("Nothing to do.", last(plan(Status.REJECTS, List.of(table("a", unchanged())))));
    }

    @Test
    void aPlanThatDidNotComeToItsEndNeverSaysThatThereIsNothingToDo() {
        List<TableReport> tables = List.of(table("a", unchanged()));
        assertEquals("A run would be refused; nothing was written.", last(plan(Status.REFUSED, tables)));
        assertEquals("The plan failed; nothing was written.", last(plan(Status.FAILED, tables)));
        assertEquals("Interrupted; nothing was written.", last(plan(Status.INTERRUPTED, tables)));
    }

    private static Progress unchanged() {
        return new Progress(3, 0, 0, 3, 0, 0, 0);
    }

    private static String last(ChangePlan plan) {
        return PLAIN.lines(plan).getLast();
    }

    private static TableReport table(String name, Progress counts) {
        return new TableReport(name, "upsert", "compare", counts, 0, 0, 0, Optional.empty(), 0, 0, Duration.ZERO,
                Optional.empty());
    }

    private static ChangePlan plan(Status status, List<TableReport> tables, TableChanges... changes) {
        return new ChangePlan(new SyncReport("01J9", "shop", Direction.PUSH, status, Instant.EPOCH, Duration.ZERO,
                tables, Optional.empty(), 0, List.of(), Optional.empty()), List.of(changes));
    }
}
