package dev.tidemark.cli;

import dev.tidemark.cli.command.CheckCommand;
import dev.tidemark.cli.command.CompletionCommand;
import dev.tidemark.cli.command.DemoCommand;
import dev.tidemark.cli.command.GlobalOptions;
import dev.tidemark.cli.command.PlanCommand;
import dev.tidemark.cli.command.PullCommand;
import dev.tidemark.cli.command.PushCommand;
import dev.tidemark.cli.command.RejectsCommand;
import dev.tidemark.cli.command.RejectsDropCommand;
import dev.tidemark.cli.command.RejectsListCommand;
import dev.tidemark.cli.command.RejectsRetryCommand;
import dev.tidemark.cli.command.RejectsShowCommand;
import dev.tidemark.cli.command.RootCommand;
import dev.tidemark.cli.command.RunsCommand;
import dev.tidemark.cli.command.ServeCommand;
import dev.tidemark.cli.command.Session;
import dev.tidemark.cli.command.StateCommand;
import dev.tidemark.cli.command.StateResetCommand;
import dev.tidemark.cli.command.StateShowCommand;
import dev.tidemark.cli.command.StatusCommand;
import dev.tidemark.cli.command.Surroundings;
import dev.tidemark.cli.command.TokenCommand;
import dev.tidemark.cli.command.TokenCreateCommand;
import dev.tidemark.cli.command.TokenListCommand;
import dev.tidemark.cli.command.TokenRevokeCommand;
import dev.tidemark.cli.command.VerifyCommand;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/**
 * The commands put together. Stores, drivers and the application context are touched only by the command that runs, so
 * {@code --help} starts as fast as the JVM does.
 */
public final class Tidemark {
    /** Commands that open the state unless something is wrong. */
    private static final Set<String> REMEMBERING = Set.of("push", "sync", "pull", "status", "runs", "rejects", "state",
            "token");

    /** With these nothing is opened, or loggers are made in another way; what a file of arguments says is not known yet. */
    private static final List<String> OTHERWISE = List.of("-h", "--help", "-V", "--version", "--debug", "--log-format",
            "@");

    private final Surroundings surroundings;

    public Tidemark(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Runs one command to its end.
     *
     * @return the exit code of the contract
     */
    public int run(String... arguments) {
        if (opensState(List.of(arguments))) {
            Syncs.anticipate();
        }
        GlobalOptions options = new GlobalOptions();
        Session session = new Session(surroundings, options);
        return commandLine(session, options, List.of(arguments)).execute(arguments);
    }

    /** Told from the bare words: finding out for certain takes as long as what can be done meanwhile. */
    static boolean opensState(List<String> arguments) {
        return arguments.stream().anyMatch(REMEMBERING::contains)
                && arguments.stream().noneMatch(word -> OTHERWISE.stream().anyMatch(word::startsWith));
    }

    private CommandLine commandLine(Session session, GlobalOptions options, List<String> arguments) {
        CommandLine root = new CommandLine(new RootCommand(options));
        for (Subcommand subcommand : subcommands(session)) {
            root.addSubcommand(subcommand.isMeantBy(arguments) ? subcommand.make() : subcommand.outline());
        }
        return root
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setColorScheme(Help.defaultColorScheme(surroundings.terminal() ? Help.Ansi.AUTO : Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((refused, _) -> explain(refused))
                .setExecutionExceptionHandler((thrown, command, _) -> {
                    if (thrown instanceof ParameterException refused) {
                        return explain(refused);
                    }
                    session.errors().show(thrown);
                    return ExitCode.of(thrown).number();
                })
                .setExecutionStrategy(parsed -> {
                    session.begin();
                    return new CommandLine.RunLast().execute(parsed);
                });
    }

    /** In the order of the help. */
    static List<Subcommand> subcommands(Session session) {
        return List.of(
                new Subcommand("demo", DemoCommand.DOES, () -> new CommandLine(new DemoCommand(session))),
                new Subcommand("check", CheckCommand.DOES, () -> new CommandLine(new CheckCommand(session))),
                new Subcommand("plan", PlanCommand.DOES, () -> new CommandLine(new PlanCommand(session))),
                new Subcommand("push", List.of("sync"), PushCommand.DOES,
                        () -> new CommandLine(new PushCommand(session))),
                new Subcommand("pull", PullCommand.DOES, () -> new CommandLine(new PullCommand(session))),
                new Subcommand("verify", VerifyCommand.DOES, () -> new CommandLine(new VerifyCommand(session))),
                new Subcommand("status", StatusCommand.DOES, () -> new CommandLine(new StatusCommand(session))),
                new Subcommand("runs", RunsCommand.DOES, () -> new CommandLine(new RunsCommand(session))),
                new Subcommand("rejects", RejectsCommand.DOES, () -> new CommandLine(new RejectsCommand())
                        .addSubcommand(new RejectsListCommand(session))
                        .addSubcommand(new RejectsShowCommand(session))
                        .addSubcommand(new RejectsRetryCommand(session))
                        .addSubcommand(new RejectsDropCommand(session))),
                new Subcommand("state", StateCommand.DOES, () -> new CommandLine(new StateCommand())
                        .addSubcommand(new StateShowCommand(session))
                        .addSubcommand(new StateResetCommand(session))),
                new Subcommand("token", TokenCommand.DOES, () -> new CommandLine(new TokenCommand())
                        .addSubcommand(new TokenCreateCommand(session))
                        .addSubcommand(new TokenListCommand(session))
                        .addSubcommand(new TokenRevokeCommand(session))),
                new Subcommand("serve", ServeCommand.DOES, () -> new CommandLine(new ServeCommand())),
                new Subcommand("completion", CompletionCommand.DOES,
                        () -> new CommandLine(new CompletionCommand(session))));
    }

    private int explain(ParameterException refused) {
        PrintWriter err = surroundings.err();
        CommandLine command = refused.getCommandLine();
        err.println("error: " + refused.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(refused, err);
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' tells more.");
        err.flush();
        return ExitCode.CONFIGURATION.number();
    }
}
