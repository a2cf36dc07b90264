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
import dev.tidemark.cli.command.VerifyCommand;
import dev.tidemark.runtime.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/**
 * The commands put together. Stores, drivers and the application context are touched only by the command that runs, so
 * {@code --help} starts as fast as the JVM does.
 */
public final class Tidemark {
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
        GlobalOptions options = new GlobalOptions();
        Session session = new Session(surroundings, options);
        return commandLine(session, options).execute(arguments);
    }

    private CommandLine commandLine(Session session, GlobalOptions options) {
        CommandLine root = new CommandLine(new RootCommand(options))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new CheckCommand(session))
                .addSubcommand(new PlanCommand(session))
                .addSubcommand(new PushCommand(session))
                .addSubcommand(new PullCommand(session))
                .addSubcommand(new VerifyCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(new RunsCommand(session))
                .addSubcommand(new CommandLine(new RejectsCommand())
                        .addSubcommand(new RejectsListCommand(session))
                        .addSubcommand(new RejectsShowCommand(session))
                        .addSubcommand(new RejectsRetryCommand(session))
                        .addSubcommand(new RejectsDropCommand(session)))
                .addSubcommand(new CommandLine(new StateCommand())
                        .addSubcommand(new StateShowCommand(session))
                        .addSubcommand(new StateResetCommand(session)))
                .addSubcommand(new ServeCommand())
                .addSubcommand(new CompletionCommand(session));
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
