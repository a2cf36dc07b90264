package dev.tidemark.cli.command;

import dev.tidemark.runtime.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tidemark} alone: tells what there is. */
@Command(name = "tidemark", mixinStandardHelpOptions = true, versionProvider = Version.class, scope = ScopeType.INHERIT,
        description = "Moves table rows between SQLite and PostgreSQL, in batches, again and again, and loses none.",
        synopsisSubcommandLabel = "COMMAND", usageHelpAutoWidth = true, usageHelpWidth = 100,
        optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n", parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark demo", "  tidemark push --from sqlite:shop.db --to \"$PG_URL\""})
public final class RootCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions options;

    @Spec
    private CommandSpec spec;

    public RootCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.CONFIGURATION.number();
    }
}
