package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.Direction;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a whole file, and tells everything that is wrong with it at once. */
final class ConfigurationReader {
    private final String name;
    private final Path folder;
    private final Variables variables;
    private final Problems problems = new Problems();

    /**
     * @param name the file as the user called it
     * @param folder the folder that it lies in
     */
    ConfigurationReader(String name, Path folder, Variables variables) {
        this.name = name;
        this.folder = folder;
        this.variables = variables;
    }

    Configuration read(String text) {
        Optional<Tree> tree = new TreeReader(name, new Placeholders(variables)).read(text);
        if (tree.isEmpty()) {
            throw ConfigurationException.of(name, "the file is empty; it needs connections and profiles");
        }
        Fields root = Fields.read(tree.get(), "the configuration", Keys.ROOT, problems);
        Map<String, Connections.Entry> connections = new LinkedHashMap<>();
        named(root, "connections").forEach((key, value) -> connections.put(key, connection(key, value)));
        Map<String, Tree> profiles = named(root, "profiles");
        profiles.forEach((key, value) -> check(key, value, connections));
        root.get("state").ifPresent(
                state -> keep(new Problems(), found -> new Connections(connections, found).state(state, folder)));
        problems.throwFound();
        return new Configuration(variables, folder, root.get("state"), connections, profiles);
    }

    private Map<String, Tree> named(Fields root, String key) {
        return root.get(key).map(tree -> Fields.named(tree, key, problems)).orElse(Map.of());
    }

    private Connections.Entry connection(String key, Tree value) {
        Problems own = new Problems();
        Optional<Connection> connection = new ConnectionReader(own, variables, folder).read(key, value);
        problems.addFound(own.found());
        return new Connections.Entry(connection, own.whenUsed());
    }

    /** Both directions, so that a mistake in the pull block is told before the day of the pull. */
    private void check(String key, Tree value, Map<String, Connections.Entry> connections) {
        for (Direction direction : Direction.values()) {
            keep(new Problems(),
                    found -> new ProfileReader(found, end -> new Connections(connections, found).use(end)).read(key,
                            direction,
                            value, Map.of()));
        }
    }

    private void keep(Problems own, Consumer<Problems> reading) {
        reading.accept(own);
        problems.addFound(own.found());
    }
}
