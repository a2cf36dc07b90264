package dev.tidemark.cli.command;

import dev.tidemark.runtime.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark completion}. */
@Command(name = "completion", description = CompletionCommand.DOES,
        footerHeading = "%nExamples:%n",
        footer = {"  source <(tidemark completion bash)",
                "  tidemark completion fish > ~/.config/fish/completions/tidemark.fish"})
public final class CompletionCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Print a completion script for a shell.";

    private final Session session;

    @Parameters(arity = "1", paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    public CompletionCommand(Session session) {
        this.session = session;
    }

    /** Shells that complete. */
    enum Shell {
        BASH, ZSH, FISH
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        session.out().print(switch (shell) {
            // One script serves both: it turns bash completion on when it finds itself in zsh.
            case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root);
            case FISH -> fish(root);
        });
        session.out().flush();
        return ExitCode.DONE.number();
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c tidemark -f -n __fish_use_subcommand\n");
        root.getSubcommands().forEach((name, command) -> {
            script.append("complete -c tidemark -f -n __fish_use_subcommand -a ").append(name)
                    .append(description(command.getCommandSpec().usageMessage().description())).append('\n');
            command.getCommandSpec().options().forEach(option -> option(script, name, option));
            command.getSubcommands()
                    .forEach((inner, _) -> script.append("complete -c tidemark -f -n '__fish_seen_subcommand_from ")
                            .append(name).append("' -a ").append(inner).append('\n'));
        });
        return script.toString();
    }

    private static void option(StringBuilder script, String command, OptionSpec option) {
        List<String> flags = Arrays.stream(option.names())
                .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                .toList();
        script.append("complete -c tidemark -n '__fish_seen_subcommand_from ").append(command).append("' ")
                .append(String.join(" ", flags))
                .append(option.arity().max() > 0 ? " -r" : "")
                .append(description(option.description())).append('\n');
    }

    private static String description(String[] lines) {
        return lines.length == 0 ? "" : " -d '" + lines[0].replace("%%", "%").replace("'", "\\'") + "'";
    }
}
