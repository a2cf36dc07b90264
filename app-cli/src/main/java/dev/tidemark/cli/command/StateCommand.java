package dev.tidemark.cli.command;

import dev.tidemark.runtime.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemark state}: its own commands do the work. */
@Command(name = "state",
        description = StateCommand.DOES,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark state show shop", "  tidemark state reset shop --table orders"})
public final class StateCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Show or forget what is remembered of each table between runs.";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.CONFIGURATION.number();
    }
}
