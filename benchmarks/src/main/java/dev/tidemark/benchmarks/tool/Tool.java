package dev.tidemark.benchmarks.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A contender: an executable file whose first lines say what it serves. {@code benchmarks/tools/README.md} is the protocol.
 *
 * @param title what the report calls it
 * @param cases that it serves
 * @param rows how many rows it gets, by case; all where nothing is said
 * @param empty cases in which it writes to an empty table although the others find a full one
 * @param tables what it moves instead of the case's tables, by case
 * @param prepares cases before which it is asked to prepare itself
 * @param finishes cases after which it is asked to put things where they are looked for
 * @param values what it is known to change on the way; empty if nothing
 */
public record Tool(String name, Path program, String title, Set<String> cases, Map<String, Long> rows,
        Set<String> empty,
        Map<String, String> tables, Set<String> prepares, Set<String> finishes, String values) {
    private static final String MARK = "#: ";
    private static final int HEAD = 40;
    private static final String EVERY = "*";

    /** Reads the head of a program. */
    public static Tool read(Path program) throws IOException {
        try (var lines = Files.lines(program)) {
            return parse(program, lines.limit(HEAD).toList());
        }
    }

    static Tool parse(Path program, List<String> lines) {
        Map<String, String> head = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith(MARK)) {
                String[] words = line.substring(MARK.length()).strip().split("\\s+", 2);
                if (!Set.of("title", "cases", "rows", "empty", "tables", "prepare", "finish", "values")
                        .contains(words[0])
                        || words.length < 2) {
                    throw new IllegalArgumentException(program + ": not understood: " + line);
                }
                head.merge(words[0], words[1], (one, other) -> one + " " + other);
            }
        }
        String name = String.valueOf(program.getFileName());
        if (!head.containsKey("title") || !head.containsKey("cases")) {
            throw new IllegalArgumentException(program + ": a tool says its title and its cases");
        }
        Map<String, Long> rows = new HashMap<>();
        assignments(head.getOrDefault("rows", "")).forEach((key, value) -> rows.put(key, Long.valueOf(value)));
        return new Tool(name, program, head.getOrDefault("title", name), words(head.get("cases")), rows,
                words(head.get("empty")), assignments(head.getOrDefault("tables", "")), words(head.get("prepare")),
                words(head.get("finish")),
                head.getOrDefault("values", ""));
    }

    /** What it gets of a table that has so many. */
    public long rowsOf(String name, long all) {
        return Math.min(all, rows.getOrDefault(name, rows.getOrDefault(EVERY, all)));
    }

    public List<String> tablesOf(String name, List<String> usual) {
        return Optional.ofNullable(tables.get(name)).map(table -> List.of(table.split(","))).orElse(usual);
    }

    private static Set<String> words(@Nullable String text) {
        return text == null ? Set.of() : new TreeSet<>(Arrays.asList(text.split("\\s+")));
    }

    private static Map<String, String> assignments(String text) {
        Map<String, String> assignments = new HashMap<>();
        for (String word : text.isBlank() ? new String[0] : text.split("\\s+")) {
            int at = word.indexOf('=');
            assignments.put(at < 0 ? EVERY : word.substring(0, at), word.substring(at + 1));
        }
        return assignments;
    }
}
