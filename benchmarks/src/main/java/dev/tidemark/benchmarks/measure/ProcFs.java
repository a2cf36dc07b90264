package dev.tidemark.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Linux's /proc: how much CPU and memory processes have used. A process that has gone counts as nothing. */
public final class ProcFs {
    /** USER_HZ: fixed at 100 in what the kernel tells, on every platform that PostgreSQL's binaries here are made for. */
    private static final double TICKS = 100;

    private final Path root;

    public ProcFs() {
        this(Path.of("/proc"));
    }

    ProcFs(Path root) {
        this.root = root;
    }

    /**
     * CPU seconds.
     *
     * @param own of the process
     * @param reaped of its children that have ended and were waited for, and of theirs
     */
    public record Cpu(double own, double reaped) {
        static final Cpu NONE = new Cpu(0, 0);

        double total() {
            return own + reaped;
        }
    }

    public Cpu cpu(long pid) {
        return read(pid + "/stat").map(ProcFs::parseCpu).orElse(Cpu.NONE);
    }

    /** CPU seconds of the process, of its living children and theirs, and of all that have ended. */
    public double cpuOfTree(long pid) {
        double sum = cpu(pid).total();
        for (long child : children(pid)) {
            sum += cpuOfTree(child);
        }
        return sum;
    }

    /** The largest resident set that any single process of the tree has had so far, in bytes. */
    public long peakOfTree(long pid) {
        long peak = read(pid + "/status").map(ProcFs::parsePeak).orElse(0L);
        for (long child : children(pid)) {
            peak = Math.max(peak, peakOfTree(child));
        }
        return peak;
    }

    /** CPU seconds that all processes of the machine have used; neither interrupts nor what a host has stolen. */
    public double machine() {
        return read("stat").map(ProcFs::parseMachine).orElse(0.0);
    }

    private List<Long> children(long pid) {
        List<Long> children = new ArrayList<>();
        Path tasks = root.resolve(pid + "/task");
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                for (String child : read(root.relativize(thread) + "/children").orElse("").strip().split(" ", -1)) {
                    if (!child.isEmpty()) {
                        children.add(Long.parseLong(child));
                    }
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            // gone meanwhile
        }
        return children;
    }

    /** A line of /proc/PID/stat: the name in brackets may hold anything, blanks and brackets too. */
    static Cpu parseCpu(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        // proc(5) counts from 1 and the third field is the first here: 14 utime, 15 stime, 16 cutime, 17 cstime
        return new Cpu((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS,
                (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS);
    }

    /** VmHWM of /proc/PID/status; 0 for a process that has given its memory back. */
    static long parsePeak(String status) {
        return status.lines().filter(line -> line.startsWith("VmHWM:")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).orElse(0L);
    }

    /** The first line of /proc/stat: user, nice and system. */
    static double parseMachine(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
        return (Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3])) / TICKS;
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            // ESRCH: it ended between opening and reading
            if (Files.exists(root.resolve("stat"))) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        }
    }
}
