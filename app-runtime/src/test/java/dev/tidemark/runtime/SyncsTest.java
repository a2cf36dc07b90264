package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyncsTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final String SHOP = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy }
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
    void aPushBringsTheRowsOverAndASecondOneFindsNothingToDo() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            SyncReport first = syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("shop.db", "update item set name = 'green tea' where id = 1");
            SyncReport second = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(new Progress(3, 3, 0, 0, 0, 0, 0), first.totals(), first.toString());
            assertEquals(new Progress(3, 0, 1, 2, 0, 0, 0), second.totals(), second.toString());
            assertEquals(ExitCode.DONE, ExitCode.of(second));
            assertTrue(second.peakMemoryBytes() > 0);
            assertEquals(List.of("1,green tea", "2,salt", "3,rice"),
                    fixture.rows("copy.db", "select * from item order by id"));
        }
    }

    @Test
    void aPullBringsThemBackIntoAFileThatIsMadeForIt() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            Files.delete(folder.resolve("shop.db"));
            SyncReport pull = syncs.run(SyncRequest.pull("shop"), SILENT);

            assertEquals(new Progress(3, 3, 0, 0, 0, 0, 0), pull.totals(), pull.toString());
            assertEquals(List.of("1,tea", "2,salt", "3,rice"),
                    fixture.rows("shop.db", "select * from item order by id"));
        }
    }

    @Test
    void rule2APullTurnsIntoAndConstantsRound() throws Exception {
        String yaml = SHOP.replace("sink: copy }",
                """
                sink: copy, tables: [ { name: item, into: stock, key: [id], columns: { set: { shop: "o'hara" } } } ] }""");
        try (Syncs syncs = fixture.open(yaml)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(List.of("1,tea,o'hara"),
                    fixture.rows("copy.db", "select id, name, shop from stock where id = 1"));
            fixture.run("copy.db",
                    "insert into stock(id, name, shop) values (9, 'foreign', 'other'), (4, 'oil', 'o''hara')");
            SyncReport pull = syncs.run(SyncRequest.pull("shop"), SILENT);

            assertEquals(new Progress(4, 1, 0, 3, 0, 0, 0), pull.totals(), pull.toString());
            assertEquals(List.of("1,tea", "2,salt", "3,rice", "4,oil"),
                    fixture.rows("shop.db", "select * from item order by id"));
        }
    }

    @Test
    void rule2AConditionThatTheReadingStoreCannotRunIsAnErrorOfConfiguration() throws Exception {
        String yaml = SHOP.replace("sink: copy }",
                "sink: copy, tables: [ { name: item, columns: { exclude: [name] }, where: \"name <> 'tea'\" } ] }");
        try (Syncs syncs = fixture.open(yaml)) {
            assertEquals(2, syncs.run(SyncRequest.push("shop"), SILENT).totals().inserted());
            SyncReport pull = syncs.run(SyncRequest.pull("shop"), SILENT);

            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(pull), pull.toString());
            assertTrue(pull.failure().orElseThrow().message().contains("name <> 'tea'"), pull.toString());
        }
    }

    @Test
    void rule3ManyFilesFillOneTableAndEachOwnsItsSlice() throws Exception {
        for (String device : List.of("berlin", "o'hara")) {
            fixture.run("devices/" + device + ".db", "create table reading(id integer primary key, celsius real)",
                    "insert into reading values (1, 20.5), (2, 21.5)");
        }
        String yaml = """
                connections:
                  devices: { type: sqlite, path: "devices/*.db" }
                  copy: { type: sqlite, path: copy.db }
                profiles:
                  all:
                    source: devices
                    sink: copy
                    tables: [ { name: reading, columns: { set: { device: "${file.stem}" } } } ]
                """;
        try (Syncs syncs = fixture.open(yaml)) {
            SyncReport first = syncs.run(SyncRequest.push("all"), SILENT);
            SyncReport second = syncs.run(SyncRequest.push("all"), SILENT);
            fixture.run("copy.db", "update reading set celsius = 0 where device = 'o''hara'");
            SyncReport pull = syncs.run(SyncRequest.pull("all"), SILENT);

            assertEquals(new Progress(4, 4, 0, 0, 0, 0, 0), first.totals(), first.toString());
            assertEquals(1, first.tables().size());
            assertEquals(4, first.tables().getFirst().rowsAfter());
            assertEquals("all", first.profile());
            assertEquals(new Progress(4, 0, 0, 4, 0, 0, 0), second.totals(), second.toString());
            assertEquals(new Progress(4, 0, 2, 2, 0, 0, 0), pull.totals(), pull.toString());
            assertEquals(List.of("20.5", "21.5"),
                    fixture.rows("devices/berlin.db", "select celsius from reading order by id"));
            assertEquals(List.of("0.0", "0.0"),
                    fixture.rows("devices/o'hara.db", "select celsius from reading order by id"));
        }
    }

    @Test
    void oneDamagedFileDoesNotKeepTheOthersFromTheirRun() throws Exception {
        Files.createDirectory(folder.resolve("devices"));
        Files.writeString(folder.resolve("devices/a.db"), "this is no database, whatever its name says");
        fixture.run("devices/b.db", "create table reading(id integer primary key)", "insert into reading values (1)");
        try (Syncs syncs = fixture.open(SHOP.replace("shop.db", "devices/*.db"))) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(Status.FAILED, report.status());
            assertEquals(1, report.totals().inserted(), report.toString());
            assertTrue(report.failure().orElseThrow().message().startsWith("a.db: "), report.toString());
        }
    }

    @Test
    void aMissingSourceIsUnreachableAndNothingIsMade() throws Exception {
        try (Syncs syncs = fixture.open(SHOP.replace("shop.db", "none.db"))) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.UNREACHABLE, ExitCode.of(report), report.toString());
            assertFalse(Files.exists(folder.resolve("none.db")));
        }
    }

    @Test
    void rowsThatDoNotFitAreKeptShownAndDroppedAndTheRunAsksForAPerson() throws Exception {
        fixture.run("copy.db", "create table item(id integer primary key, name text not null check (name <> 'salt'))");
        String yaml = SHOP.replace("sink: copy }", "sink: copy, max-rejects: 50% }");
        try (Syncs syncs = fixture.open(yaml)) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.ATTENTION, ExitCode.of(report), report.toString());
            RejectStore.Count count = syncs.rejectCounts("shop").getFirst();
            assertEquals(1, count.rejects());
            RejectStore.Stored stored = syncs.rejects(count.scope(), 0, 10).getFirst();
            assertEquals(Optional.of(stored), syncs.reject("shop", stored.number()));
            assertEquals(Optional.empty(), syncs.reject("shop", stored.number() + 1));

            fixture.run("shop.db", "update item set name = 'pepper' where id = 2");
            SyncReport retried = syncs.retryRejects(SyncRequest.push("shop"), SILENT);
            assertEquals(ExitCode.DONE, ExitCode.of(retried), retried.toString());
            assertEquals(List.of(), syncs.rejectCounts("shop"));
            assertEquals(List.of("pepper"), fixture.rows("copy.db", "select name from item where id = 2"));

            fixture.run("shop.db", "update item set name = 'salt' where id = 2");
            syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(0, syncs.dropRejects("shop", List.of("other*"), List.of()));
            assertEquals(1, syncs.dropRejects("shop", List.of("it*"), List.of()));
            assertEquals(List.of(), syncs.rejectCounts("shop"));
        }
    }

    @Test
    void theHistoryKeepsEachRunWithItsReportNewestFirst() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            SyncReport first = syncs.run(SyncRequest.push("shop"), SILENT);
            SyncReport second = syncs.run(SyncRequest.push("shop"), SILENT);
            List<RunRecord> runs = syncs.runs(Optional.of("shop"), 10);

            assertEquals(List.of(second.run(), first.run()), runs.stream().map(RunRecord::run).toList());
            assertEquals(ReportJson.write(second), runs.getFirst().report());
            assertEquals(Optional.of(runs.getLast()), syncs.findRun(first.run()));
            assertTrue(first.run().compareTo(second.run()) < 0);
            assertEquals(Optional.of(runs.getFirst()), syncs.status("shop").lastRun());
            assertEquals(Optional.empty(), syncs.status("shop").running());
        }
    }

    @Test
    void aCancelledRunKeepsItsPlaceAndTheNextOneGoesOnFromThere() throws Exception {
        String fiveRowsAPage = SHOP.replace("sink: copy }", "sink: copy, page-size: 5, batch-size: 5 }");
        fixture.run("shop.db",
                "with recursive n(i) as (select 4 union all select i + 1 from n where i < 100) insert into item select i, 'x' from n");
        try (Syncs syncs = fixture.open(fiveRowsAPage)) {
            SyncRun run = syncs.prepare(SyncRequest.push("shop"));
            List<Long> batches = new ArrayList<>();
            SyncReport interrupted = run.execute(event -> {
                if (event instanceof SyncEvent.BatchApplied applied) {
                    batches.add(applied.batch());
                    run.cancel();
                }
            });
            assertEquals(ExitCode.INTERRUPTED, ExitCode.of(interrupted), interrupted.toString());
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(1, syncs.status("shop").unfinished().size());
            run.await(Duration.ofSeconds(1));

            SyncReport resumed = syncs.run(SyncRequest.push("shop"), SILENT);
            assertEquals(Status.SUCCEEDED, resumed.status(), resumed.toString());
            assertTrue(resumed.tables().getFirst().resumedFrom().isPresent(), resumed.toString());
            assertEquals(100, interrupted.totals().inserted() + resumed.totals().inserted());
            assertEquals(List.of("100"), fixture.rows("copy.db", "select count(*) from item"));
        }
    }

    @Test
    void aRunThatWasCancelledBeforeItsBeginningDoesNothing() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            SyncRun run = syncs.prepare(SyncRequest.push("shop"));
            run.cancel();
            SyncReport report = run.execute(SILENT);

            assertEquals(Status.INTERRUPTED, report.status(), report.toString());
            assertEquals(0, report.totals().inserted());
        }
    }

    @Test
    void resetForgetsThePlacesOfUnfinishedTables() throws Exception {
        String oneRowAPage = SHOP.replace("sink: copy }", "sink: copy, page-size: 1, batch-size: 1 }");
        fixture.run("shop.db",
                "insert into item with recursive n(i) as (select 4 union all select i + 1 from n where i < 99)"
                        + " select i, 'item ' || i from n");
        try (Syncs syncs = fixture.open(oneRowAPage)) {
            SyncRun run = syncs.prepare(SyncRequest.push("shop"));
            run.execute(event -> {
                if (event instanceof SyncEvent.BatchApplied) {
                    run.cancel();
                }
            });

            assertEquals(List.of(), syncs.reset("shop", List.of("other")));
            assertEquals(1, syncs.reset("shop", List.of()).size());
            assertEquals(Optional.empty(),
                    syncs.run(SyncRequest.push("shop"), SILENT).tables().getFirst().resumedFrom());
        }
    }

    @Test
    void aSecondRunOfTheSameProfileIsRefusedWhileTheFirstRuns() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            List<SyncReport> second = new ArrayList<>();
            List<Optional<String>> holders = new ArrayList<>();
            SyncReport first = syncs.run(SyncRequest.push("shop"), event -> {
                if (event instanceof SyncEvent.RunStarted) {
                    second.add(syncs.run(SyncRequest.push("shop"), SILENT));
                    holders.add(syncs.holder("shop"));
                }
            });

            assertEquals(Status.SUCCEEDED, first.status(), first.toString());
            assertEquals(ExitCode.REFUSED, ExitCode.of(second.getFirst()));
            assertTrue(holders.getFirst().orElseThrow().contains(first.run()), holders.toString());
        }
    }

    @Test
    void aRunThatDiesOfADefectIsNotSaidToGoOnForEver() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            SyncRun run = syncs.prepare(SyncRequest.push("shop"));
            assertThrows(AssertionError.class, () -> run.execute(event -> {
                if (event instanceof SyncEvent.RunStarted) {
                    throw new AssertionError("a defect");
                }
            }));

            assertEquals("failed", syncs.findRun(run.id()).orElseThrow().status());
        }
    }

    @Test
    void nothingIsForgottenWhileTheProfileRuns() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            List<ExitCode> codes = new ArrayList<>();
            syncs.run(SyncRequest.push("shop"), event -> {
                if (event instanceof SyncEvent.RunStarted) {
                    codes.add(ExitCode.of(assertThrows(ProfileRunningException.class,
                            () -> syncs.reset("shop", List.of()))));
                }
            });

            assertEquals(List.of(ExitCode.REFUSED), codes);
        }
    }

    @Test
    void whatTheUserWroteIsToldBeforeAnythingIsOpened() throws Exception {
        try (Syncs syncs = fixture.open(SHOP)) {
            assertThrows(ConfigurationException.class, () -> syncs.prepare(SyncRequest.push("shpo")));
            assertThrows(ConfigurationException.class, () -> syncs.prepare(
                    SyncRequest.push("shop").withOverrides(Overrides.NONE.with(Setting.PAGE_SIZE, "none"))));
            assertFalse(Files.exists(folder.resolve(".tidemark")));
        }
    }

    @Test
    void aSecretIsInNoMessageEventReportOrState() throws Exception {
        String secret = "hunter2-correct-horse";
        String yaml = SHOP.replace("copy: { type: sqlite, path: copy.db }",
                "copy: { type: postgres, url: \"${PG_URL}\" }")
                .replace("sink: copy }", "sink: copy, retry: { attempts: 1 } }");
        // Port 1 is not listened on anywhere.
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Syncs syncs = fixture.open(yaml, Map.of("PG_URL", "postgresql://ada:" + secret + "@127.0.0.1:1/shop"))) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), event -> heard.add(
                    event instanceof SyncEvent.Failed failed ? stackTrace(failed.cause()) : event.toString()));
            heard.add(report.toString());
            heard.add(ReportJson.write(report));
            heard.add(syncs.configuration().toString());

            assertEquals(ExitCode.UNREACHABLE, ExitCode.of(report), report.toString());
            assertEquals(Failure.Kind.UNREACHABLE, report.failure().orElseThrow().kind());
        }
        assertFalse(heard.toString().contains("hunter2"), heard.toString());
        try (Stream<Path> files = Files.walk(folder.resolve(".tidemark"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("hunter2"), file.toString());
            }
        }
    }

    private static String stackTrace(Throwable thrown) {
        java.io.StringWriter text = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
