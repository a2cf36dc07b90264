package dev.tidemark.sqlite.driver.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibraryTrialTest {
    @TempDir
    private Path folder = Path.of("");
    private int tests;

    private Optional<String> verdict(String library, String wrong) {
        return new LibraryTrial(folder.resolve("cache"), library).verdict(() -> {
            tests++;
            return Optional.of(wrong).filter(why -> !why.isEmpty());
        });
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.findFirst().orElseThrow();
        }
    }

    /** As a process leaves the file that dies in the test. */
    private void die(String library, String process) throws IOException {
        verdict(library, "");
        Path file = file();
        Files.writeString(file, "testing\n" + library + "\n" + process + "\n");
        tests = 0;
    }

    @Test
    void aLibraryThatPassedIsNotTestedAgain() {
        assertEquals(Optional.empty(), verdict("one", ""));
        assertEquals(Optional.empty(), verdict("one", "no more"));
        assertEquals(1, tests);
        assertEquals(Optional.empty(), verdict("another", ""));
        assertEquals(2, tests);
    }

    @Test
    void aLibraryThatFailedIsTestedAtEachStart() {
        assertEquals(Optional.of("too old"), verdict("one", "too old"));
        assertEquals(Optional.empty(), verdict("one", ""));
        assertEquals(2, tests);
    }

    @Test
    void aProcessThatDiedInTheTestIsToldAndHowToTryAgain() throws IOException {
        // No process has that number.
        die("one", Long.MAX_VALUE + " 2026-01-01T00:00:00Z");
        Optional<String> told = verdict("one", "");
        assertTrue(told.orElseThrow().contains("delete " + file()), told::toString);
        assertEquals(told, verdict("one", ""));
        assertEquals(0, tests);
        Files.delete(file());
        assertEquals(Optional.empty(), verdict("one", ""));
        assertEquals(1, tests);
    }

    @Test
    void anotherProcessWithTheNumberOfOneThatDiedIsNotThatOne() throws IOException {
        die("one", ProcessHandle.current().pid() + " 2001-01-01T00:00:00Z");
        assertTrue(verdict("one", "").isPresent());
        assertEquals(0, tests);
    }

    @Test
    void aProcessThatIsTestingNowIsNoneThatDied() throws IOException {
        die("one", LibraryTrial.named(ProcessHandle.current()));
        assertEquals(Optional.empty(), verdict("one", ""));
        assertEquals(1, tests);
    }

    @Test
    void theFileIsThereWhileTheTestRuns() {
        new LibraryTrial(folder.resolve("cache"), "one").verdict(() -> {
            try {
                assertTrue(Files.readString(file()).startsWith("testing\none\n" + ProcessHandle.current().pid()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Optional.empty();
        });
    }

    @Test
    void whereNoFileCanBeWrittenTheTestIsMadeEachTime() throws IOException {
        Path taken = Files.createFile(folder.resolve("cache"));
        assertEquals(Optional.empty(), verdict("one", ""));
        assertEquals(Optional.empty(), verdict("one", ""));
        assertEquals(Optional.empty(), new LibraryTrial(null, "one").verdict(() -> Optional.empty()));
        assertEquals(2, tests);
        assertTrue(Files.isRegularFile(taken));
        assertFalse(Files.isDirectory(taken));
    }
}
