package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.supabase.Fault;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong with a project, and however much is told of it, nobody reads its key. */
@ExtendWith(SupabaseExtension.class)
final class SupabaseSecretsTest {
    private final SupabaseProject project;

    @TempDir
    private Path directory = Path.of("");

    SupabaseSecretsTest(SupabaseProject project) {
        this.project = project;
    }

    @BeforeEach
    void aShop() throws SQLException {
        project.gateway().heal();
        new Sqlite(directory.resolve("shop.db")).execute("create table item (id integer primary key, name text)",
                "insert into item values (1, 'tea')");
    }

    private Call push(String url, String key, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--debug", "push", "--from", "shop.db", "--to", url));
        arguments.addAll(List.of(options));
        Call call = Call.with(directory, Map.of("SUPABASE_SECRET_KEY", key), arguments.toArray(String[]::new));
        assertFalse((call.out() + call.err()).contains(key), call.out() + call.err());
        return call;
    }

    @Test
    void aMissingTableIsExitCode2WithItsStatementsOnStandardError() {
        Call call = push(project.url().toString(), project.secretKey());

        assertEquals(2, call.exitCode(), call.err());
        assertTrue(call.err().contains("create table \"public\".\"item\" ("), call.err());
        assertEquals("", call.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sb_secret_hunter2hunter2", "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.hunter2",
            "hunter2"})
    void aKeyThatIsNotLetInIsExitCode3(String key) {
        Call call = push(project.url().toString(), key, "--output", "json");

        assertEquals(3, call.exitCode(), call.err());
        assertTrue(call.err().contains("error: "), call.err());
    }

    @Test
    void aProjectThatEchoesTheKeyInItsAnswerDoesNotMakeUsRepeatIt() {
        String key = project.secretKey();
        project.gateway().on(_ -> true).always().comes(Fault.error(403, "", "the key " + key + " is invalid"));
        Call call = push(project.url().toString(), key);

        assertEquals(3, call.exitCode(), call.err());
    }

    @Test
    void aProjectThatIsNotThereIsExitCode3() {
        assertEquals(3, push("http://127.0.0.1:1", "sb_secret_hunter2hunter2").exitCode());
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsExitCode2() {
        assertEquals(2, push(project.url().toString(), "hunter2 hunter2").exitCode());
    }
}
