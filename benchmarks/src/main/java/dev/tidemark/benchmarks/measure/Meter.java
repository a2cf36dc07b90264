package dev.tidemark.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program and tells what it cost. One at a time: whose children have ended cannot be told afterwards. */
public final class Meter {
    private static final long LOOK_MILLIS = 20;

    private final ProcFs proc;
    private final List<Long> servers;
    private final long self = ProcessHandle.current().pid();

    /**
     * @param servers processes whose trees are the servers'
     */
    public Meter(ProcFs proc, List<Long> servers) {
        this.proc = proc;
        this.servers = List.copyOf(servers);
    }

    /**
     * Runs it to its end.
     *
     * @param environment added to ours
     * @param log takes what it prints
     * @param limit after which it is ended
     */
    public Usage run(List<String> command, Map<String, String> environment, Path directory, Path log, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Clock before = clock();
        Process process = builder.start();
        long peak = 0;
        boolean late = false;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, proc.peakOfTree(process.pid()));
            if (System.nanoTime() - before.nanos() > limit.toNanos()) {
                late = true;
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        Clock after = clock();
        return new Usage(late ? -1 : process.exitValue(), (after.nanos() - before.nanos()) / 1e9,
                after.clients() - before.clients(), after.servers() - before.servers(),
                Math.max(0, after.others() - before.others()), peak);
    }

    private Clock clock() {
        ProcFs.Cpu own = proc.cpu(self);
        double server = servers.stream().mapToDouble(proc::cpuOfTree).sum();
        return new Clock(System.nanoTime(), own.reaped(), server, proc.machine() - own.total() - server);
    }

    private record Clock(long nanos, double clients, double servers, double others) {}
}
