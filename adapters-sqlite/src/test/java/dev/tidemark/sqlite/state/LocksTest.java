package dev.tidemark.sqlite.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.RunLock.Lease;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocksTest {
    private final List<Duration> slept = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void rule18TheLockEndsWithAProcessThatIsKilled() throws Exception {
        Process child = child(folder, "shop", "run 1 in a child");
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("held", out.readLine());
            assertEquals(Optional.empty(), locks().acquire("shop", "me"));
            assertEquals(Optional.of("run 1 in a child"), locks().holder("shop"));
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertEquals(Optional.empty(), locks().holder("shop"), "its name is still in the file, and says nothing");
        try (Lease _ = locks().acquire("shop", "me").orElseThrow()) {
            assertEquals(Optional.of("me"), locks().holder("shop"));
        }
    }

    @Test
    void aSecondRunOfThisProcessIsRefusedAtOnce() throws Exception {
        try (Lease _ = locks().acquire("shop", "one").orElseThrow()) {
            assertEquals(Optional.empty(), locks().acquire("shop", "two"));
            assertEquals(List.of(), slept);
        }
        locks().acquire("shop", "two").orElseThrow().close();
    }

    /** A process loses its POSIX locks when it closes any descriptor of the file: looking must not open it. */
    @Test
    void rule18LookingAtOnesOwnLockDoesNotLoseItToOthers() throws Exception {
        try (Lease _ = locks().acquire("shop", "one").orElseThrow()) {
            locks().holder("shop");
            locks().acquire("shop", "two");
            Process child = child(folder, "shop", "child");
            try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
                assertEquals("refused", out.readLine());
            } finally {
                child.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void profilesDoNotShareALock() throws Exception {
        try (Lease _ = locks().acquire("shop", "one").orElseThrow();
                Lease _ = locks().acquire("../shop/?", "two").orElseThrow()) {
            assertEquals(Optional.of("two"), locks().holder("../shop/?"));
        }
    }

    @Test
    void aLeaseClosedLateDoesNotEndTheNextOne() throws Exception {
        Lease first = locks().acquire("shop", "one").orElseThrow();
        first.close();
        try (Lease _ = locks().acquire("shop", "two").orElseThrow()) {
            first.close();
            assertEquals(Optional.of("two"), locks().holder("shop"));
        }
        assertEquals(Optional.empty(), locks().holder("shop"));
    }

    @Test
    void aRunThatIsCancelledDoesNotTakeTheLock() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> locks().acquire("shop", "one"));
        assertEquals(Optional.empty(), locks().holder("shop"));
    }

    @Test
    void aCancelledRunGivesTheLockBack() throws Exception {
        Lease lease = locks().acquire("shop", "one").orElseThrow();
        Thread.currentThread().interrupt();
        lease.close();
        assertTrue(Thread.interrupted());
        locks().acquire("shop", "two").orElseThrow().close();
    }

    private RunLock locks() {
        return new Locks(folder, slept::add);
    }

    private static Process child(Path folder, String profile, String holder) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), LockingChild.class.getName(), folder.toString(), profile, holder)
                .redirectError(Files.createTempFile(folder, "child", ".err").toFile()).start();
    }

    /** Takes the lock, says so, and holds it until it is killed. */
    static final class LockingChild {
        private LockingChild() {
        }

        public static void main(String[] args) throws Exception {
            Optional<Lease> lease = new Locks(Path.of(args[0]), Thread::sleep).acquire(args[1], args[2]);
            System.out.println(lease.isPresent() ? "held" : "refused");
            System.in.read();
        }
    }
}
