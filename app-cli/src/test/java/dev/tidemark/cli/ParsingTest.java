package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParsingTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "demo", "check", "plan", "push", "sync", "pull", "verify", "status", "runs", "rejects",
                    "rejects list", "rejects show",
                    "rejects retry", "rejects drop", "state", "state show", "state reset", "token", "token create",
                    "token list", "token revoke", "serve", "completion"})
    void everyCommandHelpsWithAnExample(String command) {
        Call call = Call.of(directory, (command + " --help").strip().split(" "));
        assertEquals(0, call.exitCode());
        assertTrue(call.out().contains("Example"), call.out());
        assertTrue(call.out().contains("--config=FILE"), call.out());
        assertEquals("", call.err());
    }

    @Test
    void theVersionIsTheOneOfTheBuild() {
        Call call = Call.of(directory, "--version");
        assertEquals(0, call.exitCode());
        assertTrue(call.out().matches("tidemark \\d+\\.\\d+\\.\\d+\\S*\\R"), call.out());
    }

    @Test
    void withoutACommandTheHelpIsShownAsAUsageError() {
        Call call = Call.of(directory);
        assertEquals(2, call.exitCode());
        assertTrue(call.out().contains("Commands:"), call.out());
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheNearest() {
        Call call = Call.of(directory, "pusj");
        assertEquals(2, call.exitCode());
        assertTrue(call.err().contains("tidemark push"), call.err());
        assertEquals("", call.out());
    }

    @Test
    void aMisspeltOptionIsAnsweredWithTheNearest() {
        Call call = Call.of(directory, "push", "--page-sise", "7");
        assertEquals(2, call.exitCode());
        assertTrue(call.err().contains("--page-size"), call.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"push --from a.db", "push --to a.db", "push shop --from a.db --to b.db", "push shop --limit 0",
                    "push shop --limit many", "push shop --output yaml", "plan shop --samples -1",
                    "plan shop --limit 0", "verify shop --limit -1", "verify shop --page-size 7",
                    "push shop --delete-orphans=perhaps", "state", "rejects", "rejects show shop nothing",
                    "rejects drop shop",
                    "completion powershell", "serve"})
    void whatMakesNoSenseIsAUsageError(String arguments) {
        Call call = Call.of(directory, arguments.split(" "));
        assertEquals(2, call.exitCode());
        assertTrue(call.err().length() + call.out().length() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--config nowhere.yml push shop", "push --config nowhere.yml shop",
            "push shop --config nowhere.yml"})
    void globalOptionsMayStandBeforeAndAfterTheCommand(String arguments) {
        Call call = Call.of(directory, arguments.split(" "));
        assertEquals(2, call.exitCode());
        assertTrue(call.err().contains("nowhere.yml"), call.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--debug status --config nowhere.yml", "status --debug --config nowhere.yml"})
    void aStackTraceIsShownOnlyOnRequest(String arguments) {
        Call asked = Call.of(directory, arguments.split(" "));
        assertTrue(asked.err().contains("\tat dev.tidemark"), asked.err());
        Call unasked = Call.of(directory, arguments.replace("--debug", "").strip().split(" +"));
        assertEquals(1, unasked.err().lines().count(), unasked.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void eachShellGetsItsCompletion(String shell) {
        Call call = Call.of(directory, "completion", shell);
        assertEquals(0, call.exitCode());
        assertTrue(call.out().contains("push") && call.out().contains("page-size"), call.out());
    }
}
