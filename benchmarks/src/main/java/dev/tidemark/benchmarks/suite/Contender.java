package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.report.Run;
import dev.tidemark.benchmarks.tool.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tool in a case: its stores, its rows, and what it has done so far. */
final class Contender {
    private final Tool tool;
    private final Stage stage;
    private final Path source;
    private final Path unchanged;
    private final Path binaries;
    private final Path work;
    private final List<String> tables;
    private final long rows;
    private final List<Run> runs = new ArrayList<>();
    private String failure = "";
    private String values = "";

    /**
     * @param source the SQLite file of these rows
     * @param unchanged the same as a full sink has them
     * @param binaries a directory with a binary COPY file a table
     * @param work a directory of its own
     */
    Contender(Tool tool, Stage stage, Path source, Path unchanged, Path binaries, Path work, List<String> tables,
            long rows) {
        this.tool = tool;
        this.stage = stage;
        this.source = source;
        this.unchanged = unchanged;
        this.binaries = binaries;
        this.work = work;
        this.tables = List.copyOf(tables);
        this.rows = rows;
    }

    Tool tool() {
        return tool;
    }

    Stage stage() {
        return stage;
    }

    Path source() {
        return source;
    }

    Path unchanged() {
        return unchanged;
    }

    Path binaries() {
        return binaries;
    }

    /** What it may write to while it runs; put back to what its preparation left before each run. */
    Path state() {
        return work.resolve("state");
    }

    Path prepared() {
        return work.resolve("prepared");
    }

    Path log() {
        return work.resolve("said.log");
    }

    List<String> tables() {
        return tables;
    }

    long rows() {
        return rows;
    }

    List<Run> runs() {
        return runs;
    }

    /** It takes no further part. */
    void fail(String reason) {
        failure = reason;
    }

    boolean failed() {
        return !failure.isEmpty();
    }

    String failure() {
        return failure;
    }

    /** What became of the values in any of its runs. */
    String values() {
        return values;
    }

    void values(Verdict verdict) {
        if (!verdict.exact()) {
            values = verdict.difference() + (tool.values().isEmpty() ? "" : " (" + tool.values() + ")");
        }
    }
}
