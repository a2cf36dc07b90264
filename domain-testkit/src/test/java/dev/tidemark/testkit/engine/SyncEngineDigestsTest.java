package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.SyncEngineTest.difference;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.position.DigestRange;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.fake.Faults;
import dev.tidemark.testkit.fake.Faults.Moment;
import dev.tidemark.testkit.fake.SimulatedCrash;
import dev.tidemark.testkit.fake.Step;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of the digests from run to run, over several ranges: no more than is needed, and all of it. */
@Timeout(60)
class SyncEngineDigestsTest {
    private static final int ROWS = 15_000;
    private static final TableSpec WORDS = table("people").required("word", ValueType.TEXT)
            .column("name", ValueType.TEXT).column("age", ValueType.INT64).key("word");

    private final Scenario scenario = new Scenario().going(new SyncMode.Upsert(), new ChangeDetection.Digest());

    SyncEngineDigestsTest() {
        scenario.page = new PageLimit(1_000, 1 << 20);
        scenario.batch = new PageLimit(3_000, 1 << 20);
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Rows(ROWS));
    }

    @Test
    void anUnchangedTableKeepsTheDigestsThatItHas() {
        scenario.given(PEOPLE, peopleTo(ROWS));
        scenario.run();
        SyncPoint left = point();
        Faults counted = scenario.faults;
        assertEquals(ROWS, scenario.run().totals().unchanged());
        assertEquals(0, counted.calls(Step.ADD_DIGESTS) + counted.calls(Step.ADOPT_DIGESTS));
        assertEquals(left.pass(), point().pass());
        assertTrue(point().digested());
        assertEquals(ROWS, kept());
    }

    @Test
    void theRangesBeforeTheFirstChangeStayAsTheyAre() {
        scenario.given(PEOPLE, peopleTo(ROWS));
        scenario.run();
        DigestRange first = ranges().getFirst();
        change(ROWS - 5);
        assertEquals(1, scenario.run().totals().updated());
        assertEquals(first.end(), ranges().getFirst().end());
        assertEquals(ROWS, kept());
        assertNothingIsSent();
    }

    @Test
    void rowsThatVanishedAtTheEndAreForgotten() {
        scenario.given(PEOPLE, peopleTo(ROWS));
        scenario.run();
        for (int id = ROWS - 9; id <= ROWS; id++) {
            delete(id);
        }
        assertEquals(10, scenario.run().totals().deleted());
        assertEquals(ROWS - 10, kept());
        assertNothingIsSent();
    }

    @Test
    void aRunThatDiedWhileItReplacedDigestsIsNotBelieved() {
        scenario.given(PEOPLE, peopleTo(ROWS));
        scenario.run();
        for (int id : new int[] {7_000, 7_001, 100, 14_000}) {
            delete(id);
        }
        scenario.faults.crashAt(Step.ADOPT_DIGESTS, 1, Moment.AFTER);
        delete(5);
        scenario.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(5, "name 5", 5)));
        change(9_000);
        delete(100);
        // What the run met first holds, up to the end of a range.
        scenario.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(100, "name 100", 100)));
        assertThrows(SimulatedCrash.class, scenario::run);
        assertEquals(3, scenario.run().totals().deleted());
        assertSame(PEOPLE);
        assertNothingIsSent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverHappensBetweenTheRunsTheSinkFollowsAndNothingIsKeptTwice(long seed) {
        Random random = new Random(seed);
        boolean integers = random.nextBoolean();
        TableSpec table = integers ? PEOPLE : WORDS;
        scenario.given(table, LongStream.rangeClosed(1, ROWS).mapToObj(id -> row(table, id, "first")).toList());
        scenario.run();
        for (int run = 0; run < 5; run++) {
            int edits = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(40);
            long around = random.nextInt(ROWS);
            for (int edit = 0; edit < edits; edit++) {
                long id = Math.max(1,
                        around + random.nextInt(random.nextBoolean() ? 50 : ROWS) * (random.nextBoolean() ? 1 : -1));
                scenario.source.delete(table.tableName(), row(table, id, "").select(table.key()));
                if (random.nextInt(3) > 0) {
                    scenario.source.insert(table.tableName(), List.of(row(table, id, "run " + run + " " + edit)));
                }
            }
            SyncReport report = scenario.run();
            assertEquals(Status.SUCCEEDED, report.status());
            assertEquals("digest", Scenario.table(report, table).changes());
            assertSame(table);
            assertEquals(scenario.sinkRows(table).size(), kept());
            assertNothingIsSent();
        }
    }

    private static Row row(TableSpec table, long id, String text) {
        return table == PEOPLE ? PEOPLE.row(id, text, id) : WORDS.row("w" + id, text, id);
    }

    private void assertNothingIsSent() {
        assertEquals(List.of(), scenario.sentBy(report -> {
            Progress counts = report.totals();
            assertEquals(List.of(0L, 0L, 0L), List.of(counts.inserted(), counts.updated(), counts.deleted()));
        }));
    }

    private void assertSame(TableSpec table) {
        assertEquals(java.util.Map.of(), difference(scenario.source.rows(table.tableName()), scenario.sinkRows(table)));
    }

    private void change(long id) {
        delete(id);
        scenario.source.insert(PEOPLE.tableName(), List.of(PEOPLE.row(id, "changed", id)));
    }

    private void delete(long id) {
        scenario.source.delete(PEOPLE.tableName(), PEOPLE.row(id, "name " + id, id));
    }

    private SyncPoint point() {
        return scenario.state.syncPoints().find(Scenario.scope(PEOPLE)).orElseThrow();
    }

    private List<DigestRange> ranges() {
        return scenario.state.digests().page(Scenario.scope(PEOPLE), point().pass(), 0, 1_000);
    }

    private long kept() {
        return scenario.state.digests().size(Scenario.scope(PEOPLE)).rows();
    }
}
