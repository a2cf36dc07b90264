package dev.tidemark.benchmarks.suite;

import java.nio.file.Path;

/**
 * Where everything lies.
 *
 * @param root the checkout's
 */
public record Layout(Path root) {

    /** All that is made here goes there. */
    public Path target() {
        return root.resolve("benchmarks/target");
    }

    public Path tools() {
        return root.resolve("benchmarks/tools");
    }

    /** Kept from run to run while the generator's version is the same. */
    public Path kept() {
        return target().resolve("data-" + dev.tidemark.benchmarks.data.DataSet.VERSION);
    }

    public Path sqlite() {
        return kept().resolve("sqlite");
    }

    public Path binaries() {
        return kept().resolve("binary");
    }

    public Path postgres() {
        return kept().resolve("postgres");
    }

    /** Emptied when a run begins. */
    public Path work() {
        return target().resolve("work");
    }

    public Path venv() {
        return target().resolve("venv");
    }

    public Path json() {
        return root.resolve("docs/benchmarks.json");
    }

    public Path page() {
        return root.resolve("docs/benchmarks.md");
    }
}
