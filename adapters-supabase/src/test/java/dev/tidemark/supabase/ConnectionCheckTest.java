package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
class ConnectionCheckTest {
    private final SupabaseProject project;

    ConnectionCheckTest(SupabaseProject project) {
        this.project = project;
    }

    @Test
    void aSecretKeySeesAllAndTheServerSaysItsVersion() {
        List<Finding> findings = findings(config(project.secretKey()));
        assertTrue(findings.stream().allMatch(finding -> finding.severity() == Severity.OK), findings::toString);
        assertTrue(findings.toString().contains("a secret key"), findings::toString);
        assertTrue(findings.toString().contains("PostgREST 12."), findings::toString);
    }

    @Test
    void aLegacyKeyIsToldByItsRole() {
        assertTrue(findings(config(project.serviceRoleKey())).toString().contains("a service_role key"));
        assertTrue(findings(config(project.anonKey())).toString().contains("an anon key"));
    }

    @Test
    void aKeyThatRowLevelSecurityBindsIsToldSoAndSeesNoDescription() {
        List<Finding> findings = findings(config(project.publishableKey()));
        assertTrue(findings.stream().anyMatch(finding -> finding.severity() == Severity.WARNING
                && finding.message().contains("row-level security decides")), findings::toString);
        assertTrue(findings.stream().anyMatch(finding -> finding.severity() == Severity.NOTE
                && finding.message().contains("may not see the project's tables")), findings::toString);
    }

    @Test
    void aTokenThatEndsSoonIsAWarning() {
        SupabaseConfig config = config(project.secretKey())
                .withAccessToken(project.token("authenticated", Duration.ofMinutes(50)));
        List<Finding> findings = findings(config);
        assertTrue(findings.stream().anyMatch(finding -> finding.severity() == Severity.WARNING
                && finding.message().contains("the token ends at")), findings::toString);
        assertTrue(findings.toString().contains("the token of a user (role authenticated)"), findings::toString);
    }

    @Test
    void theServersRowCapIsSeenWhereATableHasMoreRows() {
        project.execute("create table many (a int primary key)", "insert into many select generate_series(1, 1500)",
                "create table few (a int primary key)", "insert into few select generate_series(1, 15)");
        SupabaseClient client = new SupabaseClient(config(project.secretKey()));
        SupabaseTables tables = new SupabaseTables(client, KnownTables.NONE);
        ConnectionCheck check = new ConnectionCheck(client, tables, InstantSource.system());
        assertEquals("the server gives at most 1,000 rows at once",
                check.rowCap(tables.find(new TableName("many")).orElseThrow(), 1_500).orElseThrow().message());
        assertTrue(check.rowCap(tables.find(new TableName("few")).orElseThrow(), 15).isEmpty());
    }

    @Test
    void whatConcernsTheStoreIsToldOnce() {
        SupabaseClient client = new SupabaseClient(config(project.secretKey()));
        ConnectionCheck check = new ConnectionCheck(client, new SupabaseTables(client, KnownTables.NONE),
                InstantSource.system());
        assertEquals(2, check.once().size());
        assertEquals(0, check.once().size());
    }

    private SupabaseConfig config(String key) {
        return SupabaseConfig.of(project.url(), key);
    }

    private static List<Finding> findings(SupabaseConfig config) {
        SupabaseClient client = new SupabaseClient(config);
        return new ConnectionCheck(client, new SupabaseTables(client, KnownTables.NONE), InstantSource.system())
                .once();
    }
}
