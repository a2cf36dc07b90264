package dev.tidemark.runtime.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.plan.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with a configuration in it, and the variables around it. */
final class ConfigurationFixture {
    /** Two connections and the beginning of the profiles. */
    static final String ENDS = """
            connections:
              local: { type: sqlite, path: shop.db }
              warehouse: { type: postgres, url: "postgresql://ada@db.example.org/shop" }
            profiles:
            """;

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();

    ConfigurationFixture(Path folder) {
        this.folder = folder;
    }

    ConfigurationFixture set(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Path folder() {
        return folder;
    }

    Environment environment() {
        return new Environment(variables, folder);
    }

    Configuration load(String yaml) {
        write("tidemark.yml", yaml);
        return Configuration.load(Optional.empty(), environment());
    }

    /** What a load of this file says, a line a problem. */
    List<String> problems(String yaml) {
        return texts(assertThrows(ConfigurationException.class, () -> load(yaml)));
    }

    Profile push(String yaml) {
        return load(yaml).profile("shop", Direction.PUSH, Overrides.NONE);
    }

    Profile pull(String yaml) {
        return load(yaml).profile("shop", Direction.PULL, Overrides.NONE);
    }

    /** What using the profile says, although the file loads. */
    List<String> problemsOfPush(String yaml) {
        Configuration configuration = load(yaml);
        return texts(assertThrows(ConfigurationException.class,
                () -> configuration.profile("shop", Direction.PUSH, Overrides.NONE)));
    }

    void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError("the folder of a test takes files", e);
        }
    }

    static List<String> texts(ConfigurationException e) {
        return e.problems().stream().map(Problem::text).toList();
    }
}
