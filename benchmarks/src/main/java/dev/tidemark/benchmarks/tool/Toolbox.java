package dev.tidemark.benchmarks.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tools that are there, with their versions, and those that are not, with the reason. */
public final class Toolbox {
    private static final Duration FINDING = Duration.ofSeconds(60);
    private static final Duration INSTALLING = Duration.ofMinutes(10);

    private final List<Tool> found = new ArrayList<>();
    private final Map<String, String> versions = new TreeMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();

    private Toolbox() {
    }

    /**
     * Looks for every tool of the directory.
     *
     * @param wanted names; all if there are none
     * @param environment for the tools
     * @param install whether one that is missing shall be installed
     * @param scratch for what they print
     */
    public static Toolbox open(Path directory, List<String> wanted, Map<String, String> environment, boolean install,
            Path scratch)
            throws IOException, InterruptedException {
        Toolbox box = new Toolbox();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path program : files.filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).sorted()
                    .toList()) {
                Tool tool = Tool.read(program);
                if (wanted.isEmpty() || wanted.contains(tool.name())) {
                    box.look(tool, environment, install, scratch);
                }
            }
        }
        return box;
    }

    private void look(Tool tool, Map<String, String> environment, boolean install, Path scratch)
            throws IOException, InterruptedException {
        Answer answer = ask(tool, "version", environment, FINDING, scratch);
        if (!answer.done() && install) {
            System.err.println("installing for " + tool.name() + " ...");
            Answer installed = ask(tool, "install", environment, INSTALLING, scratch);
            answer = ask(tool, "version", environment, FINDING, scratch);
            if (!answer.done() && !installed.lastLine().isEmpty()) {
                answer = new Answer(false, answer.lastLine() + "; installing: " + installed.lastLine());
            }
        }
        if (answer.done()) {
            found.add(tool);
            versions.put(tool.name(), answer.lastLine());
        } else {
            missing.put(tool.name(), answer.lastLine().isEmpty() ? "not found" : answer.lastLine());
        }
    }

    private static Answer ask(Tool tool, String what, Map<String, String> environment, Duration patience, Path scratch)
            throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        Path said = scratch.resolve(tool.name() + "-" + what + ".log");
        ProcessBuilder builder = new ProcessBuilder(tool.program().toString(), what).redirectErrorStream(true)
                .redirectOutput(said.toFile()).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            return new Answer(false, "no answer to '" + what + "' within " + patience.toSeconds() + " s");
        }
        return new Answer(process.exitValue() == 0, Texts.lastLine(said));
    }

    public List<Tool> serving(String name) {
        return found.stream().filter(tool -> tool.cases().contains(name)).toList();
    }

    public Map<String, String> versions() {
        return versions;
    }

    /** The reason, by name. */
    public Map<String, String> missing() {
        return missing;
    }

    private record Answer(boolean done, String lastLine) {}
}
