package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The program as a process of its own, as its users run it. Always ends: closing kills it. */
final class Program implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Program(Process process) {
        this.process = process;
        out = new Lines(process.getInputStream());
        err = new Lines(process.getErrorStream());
    }

    static Program start(Path directory, Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                classPath(), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        // The tests' own surroundings must not decide: a PG_URL or a DATABASE_URL of the developer's, say.
        builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
        builder.environment().putAll(variables);
        return new Program(builder.start());
    }

    /** As the launcher's: without the tests, and without the testkit, whose settings of the log would win over ours. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes") && !entry.contains("domain-testkit"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs to the end. */
    static Call call(Path directory, String... arguments) throws IOException, InterruptedException {
        try (Program program = start(directory, Map.of(), arguments)) {
            return program.end();
        }
    }

    /** Waits until standard error has a line with this in it. */
    void awaitErr(String wanted) throws InterruptedException {
        err.await(wanted);
    }

    /** SIGTERM. By the handle, for {@link Process#destroy} would also close the streams that we still read. */
    void terminate() {
        assertTrue(process.toHandle().destroy());
    }

    /** SIGKILL. */
    void kill() {
        assertTrue(process.toHandle().destroyForcibly());
    }

    /** Waits for the end. */
    Call end() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS),
                () -> "it does not end; it said: " + err.text());
        out.thread.join();
        err.thread.join();
        return new Call(process.exitValue(), out.text(), err.text());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What a stream said so far. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread thread;
        private boolean ended;

        Lines(InputStream stream) {
            thread = Thread.ofVirtual().start(() -> read(stream));
        }

        private void read(InputStream stream) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized void await(String wanted) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (lines.stream().noneMatch(line -> line.contains(wanted))) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertTrue(left > 0 && !ended, () -> "never said '" + wanted + "' but: " + lines);
                wait(left);
            }
        }

        synchronized String text() {
            return String.join("\n", lines);
        }
    }
}
