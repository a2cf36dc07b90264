package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.ChangePlan.TableChanges;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What plan, verify, check and state write as JSON, and how they sum up the files of a run. */
final class LookJsonTest {
    private static final RowDifference CHANGED = new RowDifference(Kind.DIFFERENT, "id=7",
            List.of(new Cell("name", "a \"b\"", "NULL")));
    private static final RowDifference GONE = new RowDifference(Kind.EXTRA, "id=8", List.of());

    private static ChangePlan plan(Status status, Progress counts, TableChanges changes) {
        TableReport table = new TableReport(changes.table(), "upsert", "compare", counts, 0, 0, 0, Optional.empty(), 5,
                6,
                Duration.ZERO, Optional.empty());
        return new ChangePlan(new SyncReport("01J9", "shop", Direction.PUSH, status, Instant.EPOCH, Duration.ZERO,
                List.of(table), Optional.of(new SinkBytes(1, 2)), 0, List.of(), Optional.empty()), List.of(changes));
    }

    private static VerifyReport verified(VerifyReport.Status status, long different, RowDifference... differences) {
        TableVerdict table = new TableVerdict("item", 3, 3, 3 - different, 0, 0, different, 0, List.of(differences),
                List.of("at: text as timestamp"), false, Duration.ofMillis(2), Optional.empty());
        return new VerifyReport("01J9", "shop", Direction.PUSH, status, Instant.EPOCH, Duration.ofMillis(3),
                List.of(table), List.of("w"), Optional.empty());
    }

    @Test
    void aPlanIsTheReportWithWhatElseAPlanKnows() {
        ChangePlan plan = plan(Status.SUCCEEDED, new Progress(2, 1, 0, 1, 0, 0, 0),
                new TableChanges("item", List.of("CREATE TABLE item"), List.of(CHANGED), List.of("n")));
        String json = PlanJson.write(plan);

        assertTrue(json.startsWith(ReportJson.write(plan.report()).replaceFirst("\"error\":null.*", "\"error\":null")),
                json);
        assertTrue(json.contains("""
                "error":null,"ddl":["CREATE TABLE item"],"samples":[{"kind":"different","key":"id=7","cells":[\
                {"column":"name","source":"a \\"b\\"","sink":"NULL"}]}],"notes":["n"]}]"""), json);
        assertTrue(json.endsWith("\"error\":null,\"hasChanges\":true}"), json);
    }

    @Test
    void theFilesOfAPlanAddUpAndKeepAsManySamplesAsWereAskedFor() {
        ChangePlan one = plan(Status.SUCCEEDED, new Progress(2, 1, 0, 1, 0, 0, 0),
                new TableChanges("item", List.of("CREATE TABLE item"), List.of(CHANGED, GONE), List.of("n")));
        ChangePlan sum = ChangePlans.sum(List.of(ChangePlans.ofFile(one, "a.db"), ChangePlans.ofFile(one, "b.db")),
                Duration.ofSeconds(1), 1);

        assertEquals(new Progress(4, 2, 0, 2, 0, 0, 0), sum.report().totals());
        assertEquals(List.of(new TableChanges("item", List.of("CREATE TABLE item"), List.of(GONE, CHANGED),
                List.of("a.db: n", "b.db: n"))), sum.tables());
    }

    @Test
    void aVerificationTellsEachTable() {
        String json = VerifyJson.write(verified(VerifyReport.Status.DIFFERENT, 1, CHANGED));

        assertEquals("""
                {"schemaVersion":1,"run":"01J9","profile":"shop","direction":"push","status":"different",\
                "startedAt":"1970-01-01T00:00:00Z","durationMs":3,"tables":[{"table":"item","sourceRows":3,"sinkRows":3,\
                "equal":2,"missing":0,"extra":0,"different":1,"unreadable":0,"differences":[{"kind":"different","key":"id=7",\
                "cells":[{"column":"name","source":"a \\"b\\"","sink":"NULL"}]}],"mapping":["at: text as timestamp"],\
                "partial":false,"durationMs":2,"error":null}],"warnings":["w"],"error":null}""", json);
    }

    @Test
    void theFilesOfAVerificationAddUpAndAreAsBadAsTheWorst() {
        VerifyReport sum = VerifyReports.sum(
                List.of(verified(VerifyReport.Status.DIFFERENT, 2, CHANGED, CHANGED),
                        verified(VerifyReport.Status.EQUAL, 0), verified(VerifyReport.Status.DIFFERENT, 1, GONE)),
                Duration.ofSeconds(1), 2);

        assertEquals(VerifyReport.Status.DIFFERENT, sum.status());
        assertEquals(9, sum.tables().getFirst().sourceRows());
        assertEquals(3, sum.tables().getFirst().different());
        assertEquals(List.of(CHANGED, CHANGED), sum.tables().getFirst().differences());
        assertEquals(ExitCode.ATTENTION, ExitCode.of(sum));
        assertEquals(ExitCode.DONE, ExitCode.of(verified(VerifyReport.Status.EQUAL, 0)));
        assertEquals(ExitCode.FAILED, ExitCode.of(verified(VerifyReport.Status.FAILED, 0)));
        assertEquals(ExitCode.INTERRUPTED, ExitCode.of(verified(VerifyReport.Status.INTERRUPTED, 0)));
    }

    @Test
    void aPlanEndsWellUnlessChangesAreWhatSomebodyAsksFor() {
        TableChanges none = new TableChanges("item", List.of(), List.of(), List.of());
        ChangePlan equal = plan(Status.REJECTS, new Progress(1, 0, 0, 1, 0, 0, 0), none);
        ChangePlan changed = plan(Status.SUCCEEDED, new Progress(1, 1, 0, 0, 0, 0, 0), none);
        ChangePlan refused = plan(Status.REFUSED, new Progress(1, 1, 0, 0, 0, 0, 0), none);

        assertEquals(List.of(ExitCode.DONE, ExitCode.DONE, ExitCode.REFUSED),
                List.of(ExitCode.of(equal), ExitCode.of(changed), ExitCode.of(refused)));
        assertEquals(List.of(ExitCode.DONE, ExitCode.ATTENTION, ExitCode.REFUSED),
                List.of(ExitCode.ofChanges(equal), ExitCode.ofChanges(changed), ExitCode.ofChanges(refused)));
    }

    @Test
    void aCheckTellsItsFindings() {
        CheckReport report = new CheckReport("shop", Direction.PULL,
                List.of(new Finding(Severity.WARNING, "item", "odd", "mend it")), ExitCode.DONE);

        assertEquals("""
                {"schemaVersion":1,"profile":"shop","direction":"pull","findings":[{"severity":"warning","table":"item",\
                "message":"odd","advice":"mend it"}]}""", CheckJson.write(report));
    }

    @Test
    void theStateTellsWhatIsRememberedOfEachTable() {
        Scope scope = new Scope("shop", "push", "item");
        SchemaFingerprint fingerprint = SchemaFingerprint.of("x");
        Checkpoint checkpoint = new Checkpoint(scope, "p2", "a", "b", fingerprint, new Cursor.Start(), 4,
                Instant.EPOCH);
        SyncPoint point = new SyncPoint(scope, "p1", "a", "b", fingerprint, Optional.of(new Value.Int64(9)), true, 3,
                Instant.EPOCH);
        RememberedTable table = new RememberedTable(scope, Optional.of(checkpoint), Optional.of(point),
                new DigestStore.Size(3, 48), 1, 2);
        RememberedTable empty = new RememberedTable(scope, Optional.empty(), Optional.empty(),
                new DigestStore.Size(0, 0),
                1, 0);

        assertEquals("""
                {"schemaVersion":1,"profile":"shop","tables":[{"scope":"shop","direction":"push","table":"item",\
                "checkpoint":{"pass":"p2","cursor":"start","rows":4,"savedAt":"1970-01-01T00:00:00Z"},\
                "syncPoint":{"pass":"p1","watermark":"9","digested":true,"sinkRows":3,"savedAt":"1970-01-01T00:00:00Z"},\
                "digests":{"rows":3,"bytes":48},"rejects":1,"orphans":2},{"scope":"shop","direction":"push","table":"item",\
                "checkpoint":null,"syncPoint":null,"digests":{"rows":0,"bytes":0},"rejects":1,"orphans":0}]}""",
                StateJson.write("shop", List.of(table, empty)));
        assertEquals(List.of(true, false), List.of(table.isResettable(), empty.isResettable()));
    }
}
