package dev.tidemark.cli.command;

import java.util.List;
import picocli.CommandLine.Option;

/** Which tables of a profile a command is about. */
final class TableOptions {
    @Option(names = "--table", paramLabel = "TABLE",
            description = "Only this table; may be repeated, * and ? stand for any letters.")
    private List<String> tables = List.of();

    @Option(names = "--exclude", paramLabel = "TABLE", description = "Not this table; may be repeated.")
    private List<String> excluded = List.of();

    List<String> tables() {
        return tables;
    }

    List<String> excluded() {
        return excluded;
    }
}
