package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.people;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.ChangePlan.TableChanges;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dry run says what a run would do, and does nothing. */
class SyncEnginePlanTest {
    private static final TableSpec MERGED = table("merged").required("k", ValueType.INT64).column("v", ValueType.TEXT)
            .key("k");
    private static final TableSpec PRICED = table("priced").required("k", ValueType.DECIMAL)
            .column("v", ValueType.TEXT)
            .key("k");
    private static final TableSpec KEYLESS = table("keyless").column("k", ValueType.INT64).column("v", ValueType.TEXT);

    private final Scenario scenario = new Scenario();

    @Test
    void rowsToInsertUpdateAndDeleteAreCountedAndShown() {
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Usual());
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Compare()).given(PEOPLE, peopleTo(4)).wanted(PEOPLE,
                List.of(PEOPLE.row(1, "name 1", 1), PEOPLE.row(2, "changed", null), PEOPLE.row(4, "name 4", 4),
                        PEOPLE.row(9, "only here", 9)));
        List<Row> before = scenario.sinkRows(PEOPLE);
        ChangePlan plan = scenario.dryRun(10);
        assertEquals(new Progress(4, 1, 1, 2, 0, 0, 1), Scenario.table(plan.report(), PEOPLE).counts());
        assertTrue(plan.hasChanges());
        assertEquals(List.of(
                new RowDifference(Kind.MISSING, "id=3",
                        List.of(new Cell("id", "3", ""), new Cell("name", "name 3", ""), new Cell("age", "3", ""))),
                new RowDifference(Kind.EXTRA, "id=9",
                        List.of(new Cell("id", "", "9"), new Cell("name", "", "only here"), new Cell("age", "", "9"))),
                new RowDifference(Kind.DIFFERENT, "id=2",
                        List.of(new Cell("name", "name 2", "changed"), new Cell("age", "2", "NULL")))),
                changes(plan, PEOPLE).samples());
        assertEquals(List.of(), changes(plan, PEOPLE).ddl());
        assertEquals(2, changes(plan, PEOPLE).notes().size());
        assertEquals(4, Scenario.table(plan.report(), PEOPLE).rowsAfter());
        assertEquals(before, scenario.sinkRows(PEOPLE));
    }

    @Test
    void aTableThatIsMissingIsMadeInTheStatementsOnly() {
        scenario.given(PEOPLE, peopleTo(3)).given(LOG, List.of(LOG.row(1, "a")));
        ChangePlan plan = scenario.dryRun(1);
        assertEquals(Status.SUCCEEDED, plan.report().status(), plan::toString);
        assertEquals(3, Scenario.table(plan.report(), PEOPLE).counts().inserted());
        assertEquals(1, Scenario.table(plan.report(), LOG).counts().inserted());
        assertEquals(List.of("create table people"), changes(plan, PEOPLE).ddl());
        assertEquals(1, changes(plan, PEOPLE).samples().size());
        assertTrue(scenario.sink.openSink().describe(PEOPLE.tableName()).isEmpty());
    }

    @Test
    void newColumnsAreTakenToHoldNull() {
        TableSpec narrow = table("people").required("id", ValueType.INT64).column("name", ValueType.TEXT).key("id");
        scenario.schema = SchemaPolicy.EVOLVE;
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Compare())
                .given(PEOPLE, List.of(PEOPLE.row(1, "a", null), PEOPLE.row(2, "b", 2), PEOPLE.row(3, "c", 3)))
                .wanted(narrow, List.of(narrow.row(1, "a"), narrow.row(2, "b")));
        ChangePlan plan = scenario.dryRun(10);
        assertEquals(List.of("alter table people add column age"), changes(plan, PEOPLE).ddl());
        assertEquals(new Progress(3, 1, 1, 1, 0, 0, 0), Scenario.table(plan.report(), PEOPLE).counts());
        assertEquals(Scenario.table(plan.report(), PEOPLE).counts(), Scenario.table(scenario.run(), PEOPLE).counts());
    }

    @Test
    void nothingToDoIsNoChange() {
        scenario.given(PEOPLE, peopleTo(3)).given(LOG, List.of(LOG.row(1, "a")));
        scenario.run();
        ChangePlan plan = scenario.dryRun(5);
        assertFalse(plan.hasChanges(), plan::toString);
        assertEquals(List.of(), changes(plan, PEOPLE).samples());
        assertEquals(4, plan.report().totals().unchanged());
    }

    @Test
    void rule5_theGuardsOfARunShow() {
        scenario.orphans = new OrphanPolicy.Delete(new DeleteLimit.Rows(1));
        scenario.given(PEOPLE, people(1)).wanted(PEOPLE, peopleTo(4));
        assertEquals(Status.REFUSED, scenario.dryRun(5).report().status());
    }

    @Test
    void rule6_twoRowsWithOneKeyAreAReject() {
        TableSpec loose = table("people").column("id", ValueType.INT64).column("name", ValueType.TEXT);
        scenario.rules = List.of(new TableRule("*", Optional.empty(), List.of("id"), List.of(), Map.of(),
                Optional.empty(), new SyncMode.Upsert(), new ChangeDetection.All(), Map.of()));
        scenario.given(loose, List.of(loose.row(1, "a"), loose.row(2, "b"), loose.row(1, "c"), loose.row(null, "d")))
                .wanted(loose, List.of());
        ChangePlan plan = scenario.dryRun(5);
        assertEquals(new Progress(4, 2, 0, 0, 0, 2, 0), Scenario.table(plan.report(), loose).counts());
        assertEquals(Status.REJECTS, plan.report().status());
        assertEquals(List.of(), scenario.state.rejects().count(Scenario.PROFILE), "nothing is stored");
    }

    @Test
    void aPlanNeedsNoLockAndLeavesNothingInTheState() throws Exception {
        scenario.going(new SyncMode.Upsert(), new ChangeDetection.Digest()).given(PEOPLE, peopleTo(5));
        scenario.run();
        var points = scenario.state.syncPoints().list(Scenario.PROFILE);
        var digests = scenario.state.digests().size(Scenario.scope(PEOPLE));
        scenario.source.insert(PEOPLE.tableName(), people(6));
        try (var _ = scenario.state.locks().acquire(Scenario.PROFILE, "somebody else").orElseThrow()) {
            assertEquals(1, scenario.dryRun(5).report().totals().inserted());
        }
        assertEquals(points, scenario.state.syncPoints().list(Scenario.PROFILE));
        assertEquals(digests, scenario.state.digests().size(Scenario.scope(PEOPLE)));
        assertEquals(List.of(), scenario.state.checkpoints().list(Scenario.PROFILE));
        assertEquals(1, scenario.run().totals().inserted());
    }

    @Test
    void anInterruptEndsIt() {
        scenario.given(PEOPLE, peopleTo(5)).wanted(PEOPLE, List.of());
        Thread.currentThread().interrupt();
        ChangePlan plan = scenario.dryRun(5);
        Thread.interrupted();
        assertEquals(Status.INTERRUPTED, plan.report().status());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRunDoesWhatThePlanSaid(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            Scenario trial = new Scenario();
            trial.page = new PageLimit(1 + random.nextInt(5), 1 << 20);
            trial.batch = new PageLimit(1 + random.nextInt(5), 1 << 20);
            trial.going(mode(random), changes(random));
            if (random.nextBoolean()) {
                trial.orphans = new OrphanPolicy.Delete(new DeleteLimit.Percent(80));
            }
            for (TableSpec each : List.of(MERGED, PRICED, KEYLESS)) {
                trial.given(each, rows(each, random));
                if (random.nextInt(4) > 0) {
                    trial.wanted(each, rows(each, random));
                }
            }
            for (int run = 0; run < 3; run++) {
                planThenRun(trial);
                change(trial, random);
            }
        }
    }

    private static void planThenRun(Scenario trial) {
        List<Object> before = everything(trial);
        ChangePlan plan = trial.dryRun(3);
        assertEquals(before, everything(trial), "a plan changes nothing");
        SyncReport done = trial.run();
        assertEquals(done.status(), plan.report().status(), () -> plan.report() + "\n" + done);
        for (TableReport table : done.tables()) {
            TableReport planned = plan.report().tables().stream().filter(one -> one.table().equals(table.table()))
                    .findFirst().orElseThrow();
            assertEquals(table.counts(), planned.counts(),
                    () -> trial.rules + " " + table.table() + "\n" + plan.report() + "\n" + done);
            assertEquals(table.rowsAfter(), planned.rowsAfter(), table::toString);
        }
    }

    private static List<Object> everything(Scenario trial) {
        List<Object> all = new ArrayList<>();
        for (TableSpec each : List.of(MERGED, PRICED, KEYLESS)) {
            boolean exists = trial.sink.openSink().describe(each.tableName()).isPresent();
            all.add(exists ? trial.sinkRows(each) : "missing");
            all.add(trial.stored(each));
            all.add(trial.state.checkpoints().find(Scenario.scope(each)));
            all.add(trial.state.syncPoints().find(Scenario.scope(each)));
            all.add(trial.state.digests().size(Scenario.scope(each)));
            all.add(trial.state.orphans().count(Scenario.scope(each)));
        }
        return all;
    }

    private static void change(Scenario trial, Random random) {
        for (TableSpec each : List.of(MERGED, PRICED, KEYLESS)) {
            List<Row> rows = trial.source.rows(each.tableName());
            rows.stream().filter(_ -> random.nextInt(4) == 0)
                    .forEach(row -> trial.source.delete(each.tableName(), row));
            List<Row> left = trial.source.rows(each.tableName());
            rows(each, random).stream().filter(row -> random.nextInt(3) == 0)
                    .filter(row -> left.stream().noneMatch(there -> there.get("k").equals(row.get("k"))))
                    .forEach(row -> trial.source.insert(each.tableName(), List.of(row)));
        }
    }

    private static SyncMode mode(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new SyncMode.InsertOnly();
            case 1 -> new SyncMode.FullRefresh();
            default -> new SyncMode.Upsert();
        };
    }

    private static ChangeDetection changes(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new ChangeDetection.All();
            case 1 -> new ChangeDetection.Compare();
            default -> new ChangeDetection.Digest();
        };
    }

    private static List<Row> rows(TableSpec table, Random random) {
        Map<Integer, String> values = new HashMap<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            values.put(random.nextInt(15), "v" + random.nextInt(3));
        }
        List<Row> rows = new ArrayList<>();
        values.forEach((key, value) -> rows
                .add(table.equals(PRICED) ? table.row(key.toString(), value) : table.row(key, value)));
        return rows;
    }

    private static TableChanges changes(ChangePlan plan, TableSpec table) {
        return plan.tables().stream().filter(one -> one.table().equals(table.name())).findFirst().orElseThrow();
    }
}
