package dev.tidemark.runtime;

import dev.tidemark.domain.port.StoreException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files that an absolute path with wildcards stands for; {@code *} and {@code ?} never stand for a separator. */
record FileSet(Path pattern) {

    /** In the order of their names, so that every run takes them alike. */
    List<Path> files() {
        Path root = root();
        // Brackets and braces are plain letters in a path, but not in Java's patterns.
        String plain = pattern.toString().replaceAll("[\\\\\\[\\]{}]", "\\\\$0");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + plain);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root, pattern.getNameCount() - root.getNameCount())) {
            return all.filter(file -> matcher.matches(file) && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException e) {
            throw new StoreException.Denied("the files of " + pattern + " cannot be listed: " + e.getMessage(), "",
                    "look at the rights of the folder", e);
        }
    }

    /** What the file is called among the others, such as {@code berlin/sensor-7.db}. */
    String nameOf(Path file) {
        return root().relativize(file).toString();
    }

    /** The part of the file's name before its last dot. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** The folder that all of them lie under: the part of the path before the first wildcard. */
    private Path root() {
        Path root = pattern;
        while (root.toString().contains("*") || root.toString().contains("?")) {
            root = Objects.requireNonNull(root.getParent(), "the root has no wildcard");
        }
        return root;
    }
}
