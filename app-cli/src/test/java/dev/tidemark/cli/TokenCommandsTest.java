package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.AuditLog.Entry;
import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.domain.port.TokenStore.Token;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are made, listed and revoked on the command line, and let their bearers in accordingly. */
final class TokenCommandsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void aConfiguration() throws IOException {
        Files.writeString(directory.resolve("tidemark.yml"), "state: sqlite:state.db\n");
    }

    private Syncs open() {
        return Syncs.open(Configuration.load(Optional.empty(), new Environment(Map.of(), directory)));
    }

    @Test
    void aTokenIsPrintedOnceAndLetsItsBearerIn() throws IOException {
        Call created = Call.of(directory, "token", "create", "--role", "operator", "--expires", "90d", "ci");
        assertEquals(0, created.exitCode(), created.err());
        String text = created.out().strip();
        assertTrue(text.matches("tidemark_[0-9a-f]{12}_[A-Za-z0-9_-]{43}"), created.out());
        try (Syncs syncs = open()) {
            Token token = syncs.tokens().find(text).orElseThrow();
            assertEquals("ci", token.name());
            assertEquals(Role.OPERATOR, token.role());
            assertTrue(token.expiresAt().isPresent());
        }
        Call list = Call.of(directory, "token", "list");
        assertTrue(list.out().contains("ci") && list.out().contains("operator"), list.out());
        String secret = text.substring(text.lastIndexOf('_') + 1);
        assertFalse(list.out().contains(secret) || created.err().contains(secret), list.out() + created.err());
        for (Path file : files()) {
            assertFalse(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains(secret),
                    file + " holds the secret");
        }
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aRevokedTokenLetsNobodyInAndTheAuditLogTellsWhoDidIt() {
        String text = Call.of(directory, "token", "create", "page").out().strip();
        String id = text.substring("tidemark_".length(), "tidemark_".length() + 12);
        Call revoked = Call.of(directory, "token", "revoke", id);
        assertEquals(0, revoked.exitCode(), revoked.err());
        try (Syncs syncs = open()) {
            assertEquals(Optional.empty(), syncs.tokens().find(text));
            List<Entry> audit = syncs.server().audit().before(Long.MAX_VALUE, 10);
            assertEquals(List.of("token-revoke", "token-create"), audit.stream().map(Entry::action).toList());
            assertEquals(List.of(id, id), audit.stream().map(Entry::subject).toList());
            assertTrue(audit.getFirst().actor().startsWith("command line ("), audit.toString());
            assertEquals("viewer page", audit.getLast().detail());
        }
        assertEquals(2, Call.of(directory, "token", "revoke", id).exitCode());
        assertTrue(Call.of(directory, "token", "list").out().contains("revoked"));
    }

    @Test
    void jsonHasTheTokenWhenItIsMadeAndNeverAgain() {
        Call created = Call.of(directory, "token", "create", "ci", "--output", "json");
        assertTrue(created.out().matches(
                "(?s)\\{\"schemaVersion\":1,\"token\":\"tidemark_\\w+[\\w-]+\",\"id\":\"[0-9a-f]{12}\",\"name\":\"ci\",\"role\":\"viewer\",.*"),
                created.out());
        Call list = Call.of(directory, "token", "list", "--output", "json");
        assertTrue(list.out().contains("\"name\":\"ci\",\"role\":\"viewer\"") && !list.out().contains("tidemark_"),
                list.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "token create", "token create ci --role admin", "token create ci --expires soon",
            "token revoke", "token revoke 0123456789ab"})
    void whatIsNotUnderstoodIsExitCode2(String line) {
        assertEquals(2, Call.of(directory, line.split(" ")).exitCode());
    }
}
