package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plan, verify, check and state, which look and change nothing. */
final class LookTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final String SHOP = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy, delete-orphans: true }
            """;
    private static final String FILES = """
            connections:
              local: { type: sqlite, path: "devices/*.db" }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy, tables: [ { name: item, columns: { set: { device: "${file.stem}" } } } ] }
            """;

    @TempDir
    private Path folder = Path.of("");
    private SyncsFixture fixture = new SyncsFixture(folder);

    @BeforeEach
    void prepare() throws Exception {
        fixture = new SyncsFixture(folder);
        fixture.run("shop.db", "create table item(id integer primary key, name text not null)",
                "insert into item values (1, 'tea'), (2, 'salt'), (3, 'rice')");
    }

    @Test
    void aPlanOfAFirstPushTellsRowsAndTablesAndMakesNothing() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            ChangePlan plan = syncs.plan(SyncRequest.push("shop"), 2, SILENT);

            assertEquals(new Progress(3, 3, 0, 0, 0, 0, 0), plan.report().totals(), plan.toString());
            assertEquals(1, plan.tables().getFirst().ddl().size(), plan.toString());
            assertEquals(2, plan.tables().getFirst().samples().size(), plan.toString());
            assertFalse(Files.exists(folder.resolve("copy.db")));
            assertEquals(List.of(), syncs.runs(Optional.empty(), 10));
            assertEquals(List.of(), syncs.state("shop", List.of()));
        }
    }

    @Test
    void aPlanTellsWhatThePushThenDoes() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("shop.db", "delete from item where id = 1", "update item set name = 'sea salt' where id = 2",
                    "insert into item values (4, 'oil')");
            ChangePlan plan = syncs.plan(SyncRequest.push("shop"), 5, SILENT);
            assertEquals(List.of("1,tea", "2,salt", "3,rice"),
                    fixture.rows("copy.db", "select * from item order by id"));
            SyncReport push = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(new Progress(3, 1, 1, 1, 0, 0, 1), plan.report().totals(), plan.toString());
            assertEquals(plan.report().totals(), push.totals());
            assertEquals(List.of("different id=2", "extra id=1", "missing id=4"), plan.tables().getFirst().samples()
                    .stream().map(row -> row.kind().word() + " " + row.key()).sorted().toList());
            assertEquals(ExitCode.ATTENTION, ExitCode.ofChanges(plan));
            ChangePlan nothing = syncs.plan(SyncRequest.push("shop"), 5, SILENT);
            assertFalse(nothing.hasChanges(), nothing.toString());
            assertEquals(ExitCode.DONE, ExitCode.ofChanges(nothing));
        }
    }

    @Test
    void aPlanThatAGuardWouldStopSaysSo() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("shop.db", "delete from item where id = 1");
            SyncRequest request = SyncRequest.push("shop").withOverrides(Overrides.NONE.with(Setting.MAX_DELETE, "0"));

            assertEquals(ExitCode.REFUSED, ExitCode.of(syncs.plan(request, 0, SILENT)));
        }
    }

    @Test
    void verifyFindsWhatSomebodyChangedAndThePushMendsIt() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            VerifyReport equal = syncs.verify(SyncRequest.push("shop"), 10, SILENT);
            fixture.run("copy.db", "update item set name = 'sugar' where id = 2", "delete from item where id = 1",
                    "insert into item values (9, 'foreign')");
            VerifyReport different = syncs.verify(SyncRequest.push("shop"), 10, SILENT);
            syncs.run(SyncRequest.push("shop"), SILENT);
            VerifyReport mended = syncs.verify(SyncRequest.push("shop"), 10, SILENT);

            assertEquals(ExitCode.DONE, ExitCode.of(equal), equal.toString());
            TableVerdict table = different.tables().getFirst();
            assertEquals(List.of(1L, 1L, 1L, 1L),
                    List.of(table.equal(), table.missing(), table.extra(), table.different()));
            assertTrue(table.differences().contains(new RowDifference(RowDifference.Kind.DIFFERENT, "id=2",
                    List.of(new RowDifference.Cell("name", "salt", "sugar")))), table.toString());
            assertEquals(ExitCode.ATTENTION, ExitCode.of(different));
            assertEquals(ExitCode.DONE, ExitCode.of(mended), mended.toString());
            assertEquals(2, syncs.runs(Optional.of("shop"), 10).size());
        }
    }

    @Test
    void rule3ManyFilesAreLookedAtEachInItsSliceAndAddedUp() throws Exception {
        for (String device : List.of("a", "b")) {
            fixture.run("devices/" + device + ".db", "create table item(id integer primary key, name text)",
                    "insert into item values (1, 'x'), (2, 'y')");
        }
        try (Syncs syncs = fixture.open(FILES)) {
            ChangePlan plan = syncs.plan(SyncRequest.push("shop"), 1, SILENT);
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("copy.db", "delete from item where device = 'b' and id = 1");
            VerifyReport report = syncs.verify(SyncRequest.push("shop"), 10, SILENT);

            assertEquals(4, plan.report().totals().inserted(), plan.toString());
            assertEquals(1, plan.tables().size());
            assertEquals(1, plan.tables().getFirst().samples().size());
            assertEquals(1, report.tables().size(), report.toString());
            TableVerdict table = report.tables().getFirst();
            assertEquals(List.of(4L, 3L, 3L, 1L, 0L),
                    List.of(table.sourceRows(), table.sinkRows(), table.equal(), table.missing(), table.extra()));
        }
    }

    @Test
    void aLookAtFilesThatAreNotThereIsUnreachable() throws Exception {
        try (Syncs syncs = fixture.open(FILES)) {
            assertThrows(StoreException.Denied.class, () -> syncs.plan(SyncRequest.push("shop"), 1, SILENT));
            assertThrows(StoreException.Denied.class, () -> syncs.verify(SyncRequest.push("shop"), 1, SILENT));
        }
    }

    @Test
    void aCheckOfWhatIsWellFindsNoErrorAndMakesNoSink() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            CheckReport report = syncs.check("shop", Direction.PUSH);

            assertEquals(ExitCode.DONE, report.exitCode(), report.toString());
            assertTrue(report.findings().stream().anyMatch(finding -> finding.message().contains("a run makes it")),
                    report.toString());
            assertFalse(Files.exists(folder.resolve("copy.db")));
        }
    }

    @Test
    void aStoreThatIsDownDoesNotHideWhatTheOtherAndTheStateSay() throws Exception {
        Files.delete(folder.resolve("shop.db"));
        fixture.run("copy.db", "create table item(id integer primary key)");
        try (Syncs syncs = fixture.open(SHOP)) {
            CheckReport report = syncs.check("shop", Direction.PUSH);

            assertEquals(ExitCode.UNREACHABLE, report.exitCode(), report.toString());
            assertEquals(List.of(Severity.OK, Severity.ERROR, Severity.OK, Severity.NOTE),
                    report.findings().stream().map(Finding::severity).toList(), report.toString());
        }
    }

    @Test
    void aStateThatIsDownDoesNotHideWhatTheStoresSay() throws Exception {
        Files.writeString(folder.resolve("state.db"), "this is no database, whatever its name says");
        try (Syncs syncs = fixture.open("state: sqlite:state.db\n" + SHOP)) {
            CheckReport report = syncs.check("shop", Direction.PUSH);

            assertEquals(Severity.ERROR, report.findings().getFirst().severity(), report.toString());
            assertTrue(report.findings().stream().anyMatch(finding -> finding.message().contains("shop.db")),
                    report.toString());
        }
    }

    @Test
    void whatTheUserWroteIsFoundAndNotThrown() throws Exception {
        try (Syncs syncs = fixture.open(SHOP.replace("path: copy.db", "path: \"${NOBODY_SET_IT}\""))) {
            CheckReport report = syncs.check("shop", Direction.PUSH);

            assertEquals(ExitCode.CONFIGURATION, report.exitCode(), report.toString());
            assertTrue(report.findings().stream().anyMatch(finding -> finding.message().contains("NOBODY_SET_IT")),
                    report.toString());
        }
    }

    @Test
    void theStateTellsWhatIsRememberedAndAResetForgetsIt() throws Exception {
        fixture.run("shop.db", "create table note(id integer primary key)", "insert into note values (1)");
        try (Syncs syncs = fixture.open(SHOP.replace("delete-orphans: true", "changes: digest"))) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            List<RememberedTable> remembered = syncs.state("shop", List.of());
            List<RememberedTable> forgotten = syncs.reset("shop", List.of("it*"));

            assertEquals(List.of("item", "note"), remembered.stream().map(table -> table.scope().table()).toList());
            assertEquals(3, remembered.getFirst().digests().rows());
            assertTrue(remembered.getFirst().syncPoint().isPresent());
            assertEquals(List.of("item"), forgotten.stream().map(table -> table.scope().table()).toList());
            assertEquals(List.of("note"),
                    syncs.state("shop", List.of()).stream().map(table -> table.scope().table()).toList());
            assertEquals(List.of(), syncs.reset("shop", List.of("item")));
        }
    }
}
