package dev.tidemark.runtime.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds the process.
 *
 * @param variables the environment variables
 * @param workingDirectory what relative paths of flags start from
 */
public record Environment(Map<String, String> variables, Path workingDirectory) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    public static Environment ofProcess() {
        return new Environment(System.getenv(), Path.of("").toAbsolutePath());
    }

    /** The variable, unless it is unset or empty. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** Never the values: there are secrets among them. */
    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables, " + workingDirectory + "]";
    }
}
