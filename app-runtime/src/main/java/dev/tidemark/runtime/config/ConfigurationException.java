package dev.tidemark.runtime.config;

import java.util.List;
import java.util.stream.Collectors;

/** What the user wrote cannot be run; holds every problem that was found. Exit code 2. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public static ConfigurationException of(String where, String message) {
        return new ConfigurationException(List.of(Problem.of(where, message)));
    }

    /** In the order of the file; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
