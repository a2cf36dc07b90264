package dev.tidemark.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {

    @Test
    void aNameWithBlanksAndBracketsDoesNotMoveTheFields() {
        String stat = "4711 (a) b) (c) S 1 4711 4711 0 -1 4194560 100 200 0 0 250 150 1000 34 20 0 1 0 99 0 0";
        assertEquals(new ProcFs.Cpu(4, 10.34), ProcFs.parseCpu(stat));
    }

    @Test
    void peakIsTheHighWaterMarkInBytes() {
        assertEquals(81_204L * 1024,
                ProcFs.parsePeak("Name:\tjava\nVmPeak:\t  999999 kB\nVmHWM:\t   81204 kB\nVmRSS:\t 1 kB\n"));
    }

    @Test
    void aZombieHasNoPeak() {
        assertEquals(0, ProcFs.parsePeak("Name:\tjava\nState:\tZ (zombie)\n"));
    }

    @Test
    void theMachineIsUserNiceAndSystem() {
        assertEquals(60, ProcFs.parseMachine("cpu  1000 2000 3000 900000 5 6 7 8 0 0\ncpu0 1 1 1 1\n"));
    }

    @Test
    void aTreeIsTheProcessAndAllBelowIt(@TempDir Path root) throws IOException {
        process(root, 1, "2", 100, 5_000);
        process(root, 2, "3", 200, 9_000);
        process(root, 3, "", 300, 7_000);
        ProcFs proc = new ProcFs(root);
        assertEquals(6, proc.cpuOfTree(1));
        assertEquals(9_000L * 1024, proc.peakOfTree(1));
    }

    @Test
    void aProcessThatHasGoneCountsAsNothing(@TempDir Path root) {
        assertEquals(0, new ProcFs(root).cpuOfTree(1));
        assertEquals(0, new ProcFs(root).peakOfTree(1));
    }

    @Test
    void measuresAProcess(@TempDir Path directory) throws IOException, InterruptedException {
        Usage usage = new Meter(new ProcFs(), List.of()).run(List.of("sh", "-c", "echo $WHAT; exit 3"),
                Map.of("WHAT", "said"), directory, directory.resolve("log"), Duration.ofSeconds(30));
        assertEquals(3, usage.exit());
        assertEquals("said\n", Files.readString(directory.resolve("log")));
        assertTrue(usage.wall() > 0);
    }

    @Test
    void endsWhatTakesTooLong(@TempDir Path directory) throws IOException, InterruptedException {
        Usage usage = new Meter(new ProcFs(), List.of()).run(List.of("sleep", "60"), Map.of(), directory,
                directory.resolve("log"), Duration.ofMillis(50));
        assertEquals(-1, usage.exit());
    }

    private static void process(Path root, int pid, String child, int ticks, int peak) throws IOException {
        Path task = Files.createDirectories(root.resolve(pid + "/task/" + pid));
        Files.writeString(task.resolve("children"), child.isEmpty() ? "" : child + " ");
        Files.writeString(root.resolve(pid + "/stat"),
                pid + " (p) S 1 1 1 0 -1 0 0 0 0 0 " + ticks + " 0 0 0 20 0 1 0");
        Files.writeString(root.resolve(pid + "/status"), "VmHWM:\t" + peak + " kB\n");
    }
}
