package dev.tidemark.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the run ran on, without a name that belongs to one machine only. */
final class Machine {
    private Machine() {
    }

    static Map<String, String> describe(Path root) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", line(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")));
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("memory", line(Path.of("/proc/meminfo"), "MemTotal")
                .map(text -> Math.round(Long.parseLong(text.replaceAll("\\D", "")) / 1048576.0) + " GiB").orElse("?"));
        machine.put("system", line(Path.of("/etc/os-release"), "PRETTY_NAME").map(text -> text.replace("\"", ""))
                .orElse(System.getProperty("os.name")) + ", Linux " + System.getProperty("os.version"));
        machine.put("Java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        machine.put("commit", answer(root, "git", "describe", "--always", "--dirty"));
        return machine;
    }

    private static Optional<String> line(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> line.substring(line.replace('=', ':').indexOf(':') + 1).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String answer(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && !said.isEmpty() ? said : "unknown";
        } catch (IOException _) {
            return "unknown";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
