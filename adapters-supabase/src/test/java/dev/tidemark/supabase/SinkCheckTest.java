package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
final class SinkCheckTest {
    private static final TableSpec NARROW = TableSpec.table("narrow").required("id", ValueType.INT64)
            .column("name", ValueType.TEXT).key("id");

    private final SupabaseProject project;

    SinkCheckTest(SupabaseProject project) {
        this.project = project;
        project.execute("drop table if exists narrow",
                "create table narrow (id bigint primary key, name text, must text not null, may text not null default 'x')");
    }

    @Test
    void aColumnThatWantsAValueAndGetsNoneIsAWarning() {
        List<Finding> findings = check(plan(new OrphanPolicy.Keep()));
        assertEquals(List.of("must"), findings.stream().filter(finding -> finding.severity() == Severity.WARNING)
                .map(finding -> finding.message().split(" ")[2]).toList(), findings::toString);
        assertEquals(0, project.gateway().requests().stream().filter(request -> request.bodyBytes() > 200).count());
    }

    @Test
    void aMissingRightIsAnErrorThatTellsTheGrant() {
        project.execute("revoke delete on narrow from service_role");
        List<Finding> findings = check(plan(new OrphanPolicy.Delete(new DeleteLimit.None())));
        assertTrue(findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR
                && finding.advice().contains("delete on public.narrow to service_role")), findings::toString);
        project.execute("revoke insert on narrow from service_role");
        assertTrue(check(plan(new OrphanPolicy.Keep())).stream().anyMatch(
                finding -> finding.severity() == Severity.ERROR && finding.message().contains("42501")));
    }

    @Test
    void theFunctionIsOfferedOnceAndThenFound() {
        TablePlan plan = plan(new OrphanPolicy.Keep());
        try (Sink sink = sink()) {
            assertEquals(1, offers(sink.check(plan)));
            assertEquals(0, offers(sink.check(plan)));
        }
        project.execute(UpsertFunction.script("public"));
        List<Finding> findings = check(plan);
        assertEquals(0, offers(findings));
        assertTrue(findings.stream().anyMatch(finding -> finding.severity() == Severity.OK
                && finding.message().contains("sync_upsert")), findings::toString);
        project.execute("drop function sync_upsert");
    }

    private static long offers(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.advice().contains("create or replace function")).count();
    }

    private TablePlan plan(OrphanPolicy orphans) {
        try (Sink sink = sink()) {
            Optional<TableSchema> there = sink.describe(NARROW.tableName());
            TablePlan plan = Plans.table(NARROW, there, SchemaPolicy.MATCH);
            return new TablePlan(plan.source(), plan.existing(), plan.target(), plan.schema(), plan.read(),
                    plan.write(),
                    plan.back(), plan.mode(), plan.changes(), orphans, plan.fingerprint());
        }
    }

    private List<Finding> check(TablePlan plan) {
        try (Sink sink = sink()) {
            return sink.check(plan);
        }
    }

    private Sink sink() {
        return new SupabaseStore(SupabaseConfig.of(project.url(), project.serviceRoleKey()), KnownTables.NONE,
                (_, _) -> List.of()).openSink();
    }
}
