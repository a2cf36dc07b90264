package dev.tidemark.cli.command;

import dev.tidemark.runtime.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemark rejects}: its own commands do the work. */
@Command(name = "rejects", description = RejectsCommand.DOES,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark rejects list shop", "  tidemark rejects show shop 12", "  tidemark rejects retry shop"})
public final class RejectsCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Rows that did not land: list, show, retry or drop them.";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.CONFIGURATION.number();
    }
}
