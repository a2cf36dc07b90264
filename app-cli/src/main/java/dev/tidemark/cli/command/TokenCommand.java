package dev.tidemark.cli.command;

import dev.tidemark.runtime.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemark token}: its own commands do the work. */
@Command(name = "token",
        description = TokenCommand.DOES,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark token create --role operator --expires 90d ci", "  tidemark token list",
                "  tidemark token revoke 3f9c0a71b2de"})
public final class TokenCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "The tokens that let callers into the server.";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.CONFIGURATION.number();
    }
}
