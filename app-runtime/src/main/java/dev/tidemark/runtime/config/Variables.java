package dev.tidemark.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables that a configuration sees: the environment's, then those of a {@code .env} file beside it. */
final class Variables {
    static final Variables NONE = new Variables(new Environment(Map.of(), Path.of("")), Map.of());

    private final Environment environment;
    private final Map<String, String> file;

    private Variables(Environment environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * @param folder where a {@code .env} may lie
     */
    static Variables of(Environment environment, Path folder) {
        Path file = folder.resolve(".env");
        if (!Files.isRegularFile(file)) {
            return new Variables(environment, Map.of());
        }
        try {
            return new Variables(environment, parse(Files.readString(file)));
        } catch (IOException e) {
            throw ConfigurationException.of(file.toString(), "cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** The variable, unless it is unset or empty. */
    Optional<String> get(String name) {
        return environment.get(name).or(() -> Optional.ofNullable(file.get(name)).filter(value -> !value.isEmpty()));
    }

    /** Lines of {@code NAME=value}, as shells and Docker Compose write them: quotes, {@code export}, comments. */
    static Map<String, String> parse(String text) {
        Map<String, String> parsed = new HashMap<>();
        for (String line : text.lines().map(String::strip).toList()) {
            String assignment = line.startsWith("export ") ? line.substring("export ".length()) : line;
            int equals = assignment.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                parsed.put(assignment.substring(0, equals).strip(), value(assignment.substring(equals + 1).strip()));
            }
        }
        return parsed;
    }

    private static String value(String written) {
        if (!written.isEmpty() && (written.charAt(0) == '"' || written.charAt(0) == '\'')) {
            int end = written.indexOf(written.charAt(0), 1);
            return end < 0 ? written : written.substring(1, end);
        }
        int comment = written.indexOf(" #");
        return comment < 0 ? written : written.substring(0, comment).strip();
    }
}
