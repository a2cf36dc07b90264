package dev.tidemark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import dev.tidemark.runtime.config.Overrides;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileFingerprintTest {
    private static final String CONFIGURATION = """
            connections:
              local: { type: sqlite, path: shop.db }
              central: { type: postgres, url: "postgres://tide:secret@db.example.org/shop" }
            profiles:
              shop:
                source: local
                sink: central
                tables: [ { name: "*", columns: { set: { a: "1", b: "2", c: "3" } } } ]
            """;

    @TempDir
    private Path folder = Path.of("");

    private String fingerprint(String yaml) throws Exception {
        Files.writeString(folder.resolve("tidemark.yml"), yaml);
        return ProfileFingerprint.of(Configuration.load(Optional.empty(), new Environment(Map.of(), folder))
                .profile("shop", Direction.PUSH, Overrides.NONE));
    }

    @Test
    void whereThingsAreAndSecretsMayDiffer() throws Exception {
        String known = fingerprint(CONFIGURATION);
        assertEquals(known, fingerprint(CONFIGURATION.replace("secret@db.example.org", "other@10.1.2.3")));
        assertEquals(known, fingerprint(CONFIGURATION.replace("shop.db", "mounted/elsewhere.db")));
        assertEquals(known, fingerprint(CONFIGURATION.replace("a: \"1\", b: \"2\"", "b: \"2\", a: \"1\"")));
    }

    @Test
    void whatIsDoneMayNot() throws Exception {
        String known = fingerprint(CONFIGURATION);
        assertNotEquals(known,
                fingerprint(CONFIGURATION.replace("sink: central", "sink: central\n    delete-orphans: true")));
        assertNotEquals(known, fingerprint(CONFIGURATION.replace("b: \"2\"", "b: \"4\"")));
        assertNotEquals(known, fingerprint(CONFIGURATION.replace("example.org/shop", "example.org/other")));
        assertNotEquals(known, fingerprint(CONFIGURATION.replace("name: \"*\"", "name: \"a*\"")));
    }
}
