package dev.tidemark.cli.command;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark plan}. */
@Command(name = "plan",
        description = {PlanCommand.DOES,
                "Rows to insert, update and delete, exactly, and the schema changes."},
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark plan shop", "  tidemark plan shop --delete-orphans --samples 5",
                "  tidemark plan shop --exit-code --output json", "  tidemark plan shop --pull"})
public final class PlanCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Tell what a push would do; nothing is written.";

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE",
            description = "The profile; may be left out where there is only one.")
    private @Nullable String profile;

    @Option(names = "--pull", description = "What a pull would do.")
    private boolean pull;

    @Option(names = "--samples", paramLabel = "N", defaultValue = "0",
            description = "Show so many rows of each kind of change for each table.")
    private int samples;

    @Option(names = "--exit-code", description = "Exit with 1 when there is something to do.")
    private boolean exitCode;

    @Mixin
    private Ends ends;

    @Mixin
    private RunOptions options;

    @Mixin
    private OutputOption output;

    @Spec
    private CommandSpec spec;

    public PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        options.check();
        if (samples < 0) {
            throw new ParameterException(spec.commandLine(), "--samples wants a number of rows, not " + samples);
        }
        try (Syncs syncs = session.open(ends, options.tables())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            ChangePlan plan = new Planner(session).run(syncs,
                    options.request(name, pull ? Direction.PULL : Direction.PUSH), samples, output);
            return (exitCode ? ExitCode.ofChanges(plan) : ExitCode.of(plan)).number();
        }
    }
}
