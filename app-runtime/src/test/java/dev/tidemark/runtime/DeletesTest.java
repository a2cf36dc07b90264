package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deletes, full refresh and snapshots, from the configuration to the rows. */
final class DeletesTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final String ENDS = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy%s }
            """;
    private static final String FILES = """
            connections:
              local: { type: sqlite, path: "devices/*.db" }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: local, sink: copy%s, tables: [ { name: item, columns: { set: { device: "${file.stem}" } } } ] }
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

    private static Overrides with(Setting setting, String value) {
        return Overrides.NONE.with(setting, value);
    }

    private List<String> copied() throws Exception {
        return fixture.rows("copy.db", "select id, name from item order by id");
    }

    @Test
    void rowsThatTheSourceNoLongerHasStayUnlessTheyAreToGo() throws Exception {
        try (Syncs syncs = fixture.open(ENDS.formatted(""))) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("shop.db", "delete from item where id = 2");
            SyncReport kept = syncs.run(SyncRequest.push("shop"), SILENT);
            SyncReport deleted = syncs.run(
                    SyncRequest.push("shop").withOverrides(with(Setting.DELETE_ORPHANS, "true")), SILENT);

            assertEquals(new Progress(2, 0, 0, 2, 0, 0, 0), kept.totals(), kept.toString());
            assertEquals(new Progress(2, 0, 0, 2, 0, 0, 1), deleted.totals(), deleted.toString());
            assertEquals(List.of("1,tea", "3,rice"), copied());
        }
    }

    @Test
    void rule5ADeleteOverTheLimitIsRefusedAndDeletesNothing() throws Exception {
        try (Syncs syncs = fixture.open(ENDS.formatted(", delete-orphans: true, max-delete: 0"))) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("shop.db", "delete from item where id = 2");
            SyncReport refused = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.REFUSED, ExitCode.of(refused), refused.toString());
            assertEquals(List.of("1,tea", "2,salt", "3,rice"), copied());
        }
    }

    @Test
    void rule5AnEmptiedSourceIsRefusedAndDeletesNothing() throws Exception {
        try (Syncs syncs = fixture.open(ENDS.formatted(", delete-orphans: true, max-delete: 100%"))) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("shop.db", "delete from item");
            SyncReport refused = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.REFUSED, ExitCode.of(refused), refused.toString());
            assertEquals(3, copied().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"where: \"id > 1\"", "limit: 2", "order: name, limit: 2"})
    void rule3APartOfATableIsNoReasonToDeleteTheRest(String part) throws Exception {
        String yaml = ENDS.formatted(", delete-orphans: true, tables: [ { name: item, " + part + " } ]");
        try (Syncs syncs = fixture.open(yaml)) {
            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(syncs.run(SyncRequest.push("shop"), SILENT)));
        }
    }

    @Test
    void rule3APartThatBoundsTheSinkTooMayBeDeletedFrom() throws Exception {
        String yaml = ENDS.formatted(
                ", delete-orphans: true, tables: [ { name: item, where: \"id > 1\", sink-where: \"id > 1\" } ]");
        try (Syncs syncs = fixture.open(yaml)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("copy.db", "insert into item values (1, 'mine'), (9, 'gone')");
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(1, report.totals().deleted(), report.toString());
            assertEquals(List.of("1,mine", "2,salt", "3,rice"), copied());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {", delete-orphans: true", ", mode: full-refresh"})
    void rule3OneFileOfManyNeverDeletesTheRowsOfAnother(String deleting) throws Exception {
        for (String device : List.of("a", "o'b")) {
            fixture.run("devices/" + device + ".db", "create table item(id integer primary key, name text)",
                    "insert into item values (1, 'x'), (2, 'y')");
        }
        try (Syncs syncs = fixture.open(FILES.formatted(deleting))) {
            SyncReport first = syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("devices/a.db", "delete from item where id = 2");
            SyncReport second = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(4, first.totals().inserted(), first.toString());
            assertEquals(1, second.totals().deleted(), second.toString());
            assertEquals(List.of("a,1", "o'b,1", "o'b,2"),
                    fixture.rows("copy.db", "select device, id from item order by device, id"));
        }
    }

    @Test
    void rule5ARefusalForOneFileDeletesNothingForAnyAndTheRestStillLands() throws Exception {
        for (String device : List.of("a", "b")) {
            fixture.run("devices/" + device + ".db", "create table item(id integer primary key, name text)",
                    "insert into item values (1, 'x'), (2, 'y'), (3, 'z')");
        }
        try (Syncs syncs = fixture.open(FILES.formatted(", delete-orphans: true, max-delete: 1"))) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("devices/a.db", "delete from item where id = 3", "insert into item values (4, 'new')");
            fixture.run("devices/b.db", "delete from item where id > 1");
            SyncReport refused = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.REFUSED, ExitCode.of(refused), refused.toString());
            assertTrue(refused.failure().orElseThrow().message().startsWith("b.db: "), refused.toString());
            assertEquals(new Progress(4, 1, 0, 3, 0, 0, 0), refused.totals(), refused.toString());
            assertEquals(List.of("7"), fixture.rows("copy.db", "select count(*) from item"));
        }
    }

    @Test
    void rule3TwoFilesOfOneNameAreRefusedBeforeTheyDeleteEachOthersRows() throws Exception {
        for (String file : List.of("devices/x/item.db", "devices/y/item.db")) {
            fixture.run(file, "create table item(id integer primary key)", "insert into item values (1)");
        }
        String yaml = FILES.formatted(", delete-orphans: true").replace("devices/*.db", "devices/*/*.db");
        try (Syncs syncs = fixture.open(yaml)) {
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(ExitCode.CONFIGURATION, ExitCode.of(report), report.toString());
            assertTrue(report.failure().orElseThrow().message().contains("x/item.db and y/item.db"), report.toString());
        }
    }

    @Test
    void rule14AFullRefreshMakesTheSinkWhatTheSourceHolds() throws Exception {
        try (Syncs syncs = fixture.open(ENDS.formatted(""), Map.of("TIDEMARK_FULL_REFRESH", "true"))) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("copy.db", "update item set name = 'sugar' where id = 2",
                    "insert into item values (7, 'foreign')");
            SyncReport report = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(new Progress(3, 0, 1, 2, 0, 0, 1), report.totals(), report.toString());
            assertEquals("full-refresh", report.tables().getFirst().mode());
            assertEquals(List.of("1,tea", "2,salt", "3,rice"), copied());
        }
    }

    @Test
    void snapshotsStandSideBySideAndOneOfTheSameDayIsUpdated() throws Exception {
        String yaml = ENDS.formatted(", tables: [ { name: item, snapshot: day, order: id desc, limit: 2 } ]");
        try (Syncs syncs = fixture.open(yaml)) {
            SyncReport first = syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("copy.db", "update item set collected_on = '2001-02-03' where id = 2");
            fixture.run("shop.db", "update item set name = 'wild rice' where id = 3");
            SyncReport second = syncs.run(SyncRequest.push("shop"), SILENT);

            assertEquals(2, first.totals().inserted(), first.toString());
            assertEquals(new Progress(2, 1, 1, 0, 0, 0, 0), second.totals(), second.toString());
            assertEquals(List.of("2,salt,1", "2,salt,0", "3,wild rice,0"), fixture.rows("copy.db",
                    "select id, name, collected_on = '2001-02-03' from item order by id, collected_on"));
        }
    }

    @Test
    void rule2APullOfSnapshotsIsRefusedUnlessTheyAreLeftOut() throws Exception {
        fixture.run("shop.db", "create table plain(id integer primary key)", "insert into plain values (1)");
        String yaml = ENDS.formatted(", tables: [ { name: item, snapshot: day }, plain ]");
        try (Syncs syncs = fixture.open(yaml)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            ConfigurationException refused = assertThrows(ConfigurationException.class,
                    () -> syncs.prepare(SyncRequest.pull("shop")));
            assertTrue(String.valueOf(refused.getMessage()).contains("item"), refused.toString());

            assertEquals(ExitCode.DONE,
                    ExitCode.of(syncs.run(SyncRequest.pull("shop").withTables(List.of("plain"), List.of()), SILENT)));
            assertEquals(ExitCode.DONE,
                    ExitCode.of(syncs.run(SyncRequest.pull("shop").withTables(List.of(), List.of("item")), SILENT)));
        }
    }

    @Test
    void rule2APullDeletesWhenItIsAskedToAndOnlyWhatTheProfileOwns() throws Exception {
        String yaml = ENDS
                .formatted(", delete-orphans: true, tables: [ { name: item, columns: { set: { shop: 7 } } } ]");
        try (Syncs syncs = fixture.open(yaml)) {
            syncs.run(SyncRequest.push("shop"), SILENT);
            fixture.run("copy.db", "delete from item where id = 2",
                    "insert into item(id, name, shop) values (9, 'foreign', 8)");
            SyncReport gentle = syncs.run(SyncRequest.pull("shop"), SILENT);
            SyncReport asked = syncs.run(SyncRequest.pull("shop").withOverrides(with(Setting.DELETE_ORPHANS, "true")),
                    SILENT);

            assertEquals(0, gentle.totals().deleted(), gentle.toString());
            assertEquals(1, asked.totals().deleted(), asked.toString());
            assertEquals(List.of("1,tea", "3,rice"), fixture.rows("shop.db", "select * from item order by id"));
        }
    }
}
