package dev.tidemark.cli.command;

import dev.tidemark.cli.command.GlobalOptions.Format;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command writes its result. */
final class OutputOption {
    @Option(names = "--output", paramLabel = "text|json",
            description = "The result for a person (the default) or as one JSON object.")
    private @Nullable Format output;

    boolean json() {
        return output == Format.JSON;
    }
}
