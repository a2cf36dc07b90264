package dev.tidemark.runtime;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The most memory that this process has used so far. */
public final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private PeakMemory() {
    }

    /** Bytes: what Linux saw resident, native memory included; elsewhere what the JVM says of its own pools. */
    public static long bytes() {
        return resident().orElseGet(PeakMemory::pools);
    }

    private static Optional<Long> resident() {
        try {
            return Files.isReadable(STATUS)
                    ? Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(PEAK)).map(PeakMemory::bytes)
                            .findFirst()
                    : Optional.empty();
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Of a line such as {@code VmHWM:     98304 kB}. */
    private static long bytes(String line) {
        return Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip()) * 1_024;
    }

    private static long pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
