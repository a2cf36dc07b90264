package dev.tidemark.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which can be paused and killed. */
final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;
    private static final String LISTENS = "Tidemark listens on ";

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Client client;

    private ServerProcess(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().start(this::read);
        String line = awaitLine(LISTENS);
        this.client = new Client(URI.create(line.substring(line.indexOf(LISTENS) + LISTENS.length())));
    }

    static ServerProcess start(Path configuration, Map<String, String> variables, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Dlogback.configurationFile=logback.xml", "-cp",
                System.getProperty("java.class.path"), "dev.tidemark.http.Main", "--config", configuration.toString(),
                "serve", "--port", "0"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(variables);
        return new ServerProcess(builder.start());
    }

    private void read() {
        try (BufferedReader err = process.errorReader()) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                add(line);
            }
        } catch (IOException _) {
            // it was killed
        }
        add("(the end)");
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** The first line that it has written, or writes, with this in it. */
    synchronized String awaitLine(String part) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int seen = 0;
        while (true) {
            for (; seen < lines.size(); seen++) {
                if (lines.get(seen).contains(part)) {
                    return lines.get(seen);
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !process.isAlive()) {
                throw new AssertionError("no '" + part + "' in:\n" + String.join("\n", lines));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    Client client() {
        return client;
    }

    /** What the name of a server in the state begins with behind the host. */
    boolean isCalled(String name) {
        return name.contains("/" + process.pid() + "-");
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it does nothing at all, and does not know it. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void wakeUp() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).inheritIO().start().waitFor();
        if (code != 0) {
            throw new AssertionError("kill " + signal + " says " + code);
        }
    }

    /** SIGTERM, as supervisors end it. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        kill();
    }
}
