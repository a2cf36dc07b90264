package dev.tidemark.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncMode.Every;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.plan.Top;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes, changes, deletes, snapshots and the first rows of a table, as users write them. */
final class ChangesTest {
    @TempDir
    private Path folder = Path.of("");
    private ConfigurationFixture fixture = new ConfigurationFixture(folder);

    @BeforeEach
    void prepare() {
        fixture = new ConfigurationFixture(folder);
    }

    private static String profile(String settings) {
        return ConfigurationFixture.ENDS + "  shop: { source: local, sink: warehouse, " + settings + " }\n";
    }

    private static String table(String settings) {
        return profile("tables: [ { name: scores, " + settings + " } ]");
    }

    private TableRule pushed(String yaml) {
        return fixture.push(yaml).rules().getFirst();
    }

    private TableRule pushed(String yaml, Setting setting, String value) {
        return fixture.load(yaml).profile("shop", Direction.PUSH, Overrides.NONE.with(setting, value)).rules()
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource({"upsert,compare", "full-refresh,compare", "snapshot,compare", "insert-only,all"})
    void autoComparesUnlessRowsThatAreThereAreLeftAlone(String mode, String changes) {
        assertEquals(changes, pushed(profile("mode: " + mode)).changes().word());
        assertEquals(changes, pushed(profile("changes: auto, mode: " + mode)).changes().word());
        assertEquals(mode, pushed(profile("mode: " + mode)).mode().word());
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "compare", "digest"})
    void changesAreFoundAsTheUserSays(String changes) {
        assertEquals(changes, pushed(profile("changes: " + changes)).changes().word());
        assertEquals(changes, pushed(table("changes: " + changes)).changes().word());
        assertEquals(changes, pushed(profile("changes: auto"), Setting.CHANGES, changes).changes().word());
    }

    @Test
    void rule8ALookbackIsADurationOrANumber() {
        assertEquals(watermark("updated_at", new Lookback.OfTime(Duration.ofMinutes(10))),
                pushed(profile("changes: { watermark: updated_at, lookback: 10m }")).changes());
        assertEquals(watermark("version", new Lookback.OfNumber(new BigDecimal("5"))),
                pushed(table("changes: { watermark: version, lookback: 5 }")).changes());
        assertEquals(new ChangeDetection.ByWatermark("updated_at", Optional.empty()),
                pushed(profile("changes: { watermark: updated_at }")).changes());
        assertEquals(new ChangeDetection.ByWatermark("updated_at", Optional.empty()),
                pushed(table("changes: all"), Setting.CHANGES, "watermark:updated_at").changes());
    }

    private static ChangeDetection watermark(String column, Lookback lookback) {
        return new ChangeDetection.ByWatermark(column, Optional.of(lookback));
    }

    @Test
    void aVariableOrAFlagBeatsWhatATableSays() {
        fixture.set("TIDEMARK_CHANGES", "digest").set("TIDEMARK_FULL_REFRESH", "true");
        TableRule rule = pushed(table("changes: all, mode: insert-only"));

        assertEquals(new ChangeDetection.Digest(), rule.changes());
        assertEquals(new SyncMode.FullRefresh(), rule.mode());
        assertEquals(new SyncMode.Upsert(), pushed(table("mode: upsert"), Setting.FULL_REFRESH, "false").mode());
    }

    @Test
    void rule5ALimitThatTheUserGivesIsTakenLiterally() {
        assertEquals(new OrphanPolicy.Delete(new DeleteLimit.Usual()),
                fixture.push(profile("delete-orphans: true")).orphans());
        assertEquals(new OrphanPolicy.Delete(new DeleteLimit.Percent(10)),
                fixture.push(profile("delete-orphans: true, max-delete: 10%")).orphans());
        assertEquals(new OrphanPolicy.Delete(new DeleteLimit.Rows(0)),
                fixture.push(profile("delete-orphans: true, max-delete: 0")).orphans());
        assertEquals(new OrphanPolicy.Keep(), fixture.push(profile("max-delete: 0")).orphans());
        fixture.set("TIDEMARK_DELETE_ORPHANS", "true").set("TIDEMARK_MAX_DELETE", "2.5%");
        assertEquals(new OrphanPolicy.Delete(new DeleteLimit.Percent(2.5)),
                fixture.push(profile("delete-orphans: false")).orphans());
    }

    @Test
    void snapshotsAreStampedByDayOrHourInAColumnOfTheirOwn() {
        assertEquals(new SyncMode.Snapshot(Every.DAY, "collected_on"), pushed(profile("mode: snapshot")).mode());
        assertEquals(new SyncMode.Snapshot(Every.DAY, "collected_on"), pushed(table("snapshot: day")).mode());
        assertEquals(new SyncMode.Snapshot(Every.HOUR, "collected_at"),
                pushed(table("mode: snapshot, snapshot: hour")).mode());
        assertEquals(new SyncMode.Snapshot(Every.HOUR, "taken"),
                pushed(table("mode: snapshot, snapshot: { every: hour, column: taken }")).mode());
        assertEquals(new SyncMode.Snapshot(Every.DAY, "taken"), pushed(table("snapshot: { column: taken }")).mode());
    }

    @Test
    void aTableOfSnapshotsStaysOneWhenAllElseIsRefreshed() {
        assertEquals("snapshot", pushed(table("snapshot: day"), Setting.FULL_REFRESH, "true").mode().word());
        assertEquals("snapshot", pushed(table("snapshot: day"), Setting.MODE, "upsert").mode().word());
    }

    @Test
    void aTableMaySendItsFirstRowsOnlyAndBoundTheSinks() {
        TableRule rule = pushed(table("order: score desc, limit: 100, where: \"a = 1\", sink-where: \"b = 1\""));

        assertEquals(Optional.of(new Top(Optional.of("score desc"), 100)), rule.top());
        assertEquals(Optional.of("b = 1"), rule.sinkWhere());
        assertEquals(Optional.of(new Top(Optional.empty(), 5)), pushed(table("limit: 5")).top());
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsPlaceAndTheNearestWord() {
        List<String> problems = fixture.problems(ConfigurationFixture.ENDS + """
              shop:
                source: local
                sink: warehouse
                mode: full-refesh
                changes: { watermrk: updated_at, lookback: soon }
                delete-orphans: perhaps
                max-delete: 101%
                tables:
                  - { name: a, order: score desc }
                  - { name: b, mode: upsert, snapshot: week }
                  - { name: c, mode: upsert, snapshot: day }
                  - { name: d, limit: 0 }
                  - { name: e, changes: "watermark:" }
            """);

        assertTrue(problems.contains("tidemark.yml:8:11: expected one of full-refresh, insert-only, snapshot, upsert,"
                + " found 'full-refesh'; did you mean 'full-refresh'?"), problems.toString());
        assertTrue(problems.contains("tidemark.yml:9:16: unknown key 'watermrk' in changes; did you mean 'watermark'?"),
                problems.toString());
        assertEquals(List.of("8", "9", "9", "9", "10", "11", "13", "14", "15", "16", "17"),
                problems.stream().map(problem -> problem.split(":")[1]).toList(), problems.toString());
    }

    @Test
    void rule3FilesThatShareTablesAreNotDeletedFromUnlessEachOwnsItsSlice() {
        String files = """
            connections:
              devices: { type: sqlite, path: "devices/*.db" }
              copy: { type: sqlite, path: copy.db }
            profiles:
              shop: { source: devices, sink: copy, %s }
            """;
        String own = "tables: [ { name: a, columns: { set: { device: \"${file.stem}\" } } } ]";

        assertEquals(1, fixture.problems(files.formatted("delete-orphans: true")).size());
        assertEquals(1, fixture.problems(files.formatted("mode: full-refresh")).size());
        assertEquals(1, fixture.problems(files.formatted(
                "delete-orphans: true, tables: [ { name: a, columns: { set: { site: 7 } } } ]")).size());
        fixture.push(files.formatted("delete-orphans: true, " + own));
        fixture.push(files.formatted("mode: full-refresh, " + own));
        fixture.push(files.formatted("delete-orphans: false"));
        assertTrue(fixture.problems(files.formatted("mode: full-refresh")).getFirst()
                .startsWith("tidemark.yml:5:9: the source is many files, so a full refresh would delete"));
    }
}
