package dev.tidemark.runtime.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of a mapping by key; keys that nobody knows and keys that are repeated have been reported. */
final class Fields {
    private final Place place;
    private final Map<String, Tree> values;

    private Fields(Place place, Map<String, Tree> values) {
        this.place = place;
        this.values = values;
    }

    /**
     * @param what the mapping, for messages: {@code a profile}
     * @param known the keys that it may have
     */
    static Fields read(Tree tree, String what, Set<String> known, Problems problems) {
        Map<String, Tree> values = new LinkedHashMap<>();
        for (Tree.Entry entry : entries(tree, what, problems)) {
            String key = entry.key().text();
            if (!known.contains(key)) {
                problems.report(entry.key().place(),
                        "unknown key '" + key + "' in " + what + NearestWord.hint(key, known));
            } else {
                put(values, entry, what, problems);
            }
        }
        return new Fields(tree.place(), values);
    }

    /** The values of a mapping whose keys are names that the user chose. */
    static Map<String, Tree> named(Tree tree, String what, Problems problems) {
        Map<String, Tree> values = new LinkedHashMap<>();
        entries(tree, what, problems).forEach(entry -> put(values, entry, what, problems));
        return values;
    }

    private static Iterable<Tree.Entry> entries(Tree tree, String what, Problems problems) {
        if (tree instanceof Tree.Mapping mapping) {
            return mapping.entries();
        }
        problems.report(tree.place(), "expected " + what + " with its keys, found " + tree.kind());
        return List.of();
    }

    private static void put(Map<String, Tree> values, Tree.Entry entry, String what, Problems problems) {
        Tree before = values.putIfAbsent(entry.key().text(), entry.value());
        if (before != null) {
            problems.report(entry.key().place(), "the key '" + entry.key().text() + "' stands twice in " + what
                    + "; the first is in line " + before.place().line());
        }
    }

    /** Where the mapping stands. */
    Place place() {
        return place;
    }

    Optional<Tree> get(String key) {
        return Optional.ofNullable(values.get(key));
    }
}
