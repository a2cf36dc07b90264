package dev.tidemark.cli.command;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tidemark pull}. */
@Command(name = "pull", description = PullCommand.DOES,
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark pull shop", "  tidemark pull shop --table orders --output json",
                "  tidemark pull --from sqlite:shop.db --to \"$PG_URL\" --table orders"})
public final class PullCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Bring the sink's rows back to the source.";

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE",
            description = "The profile; may be left out where there is only one.")
    private @Nullable String profile;

    @Mixin
    private Ends ends;

    @Mixin
    private RunOptions options;

    @Mixin
    private OutputOption output;

    public PullCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        options.check();
        try (Syncs syncs = session.open(ends, options.tables())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            SyncRequest request = options.request(name, Direction.PULL);
            return options.dryRun() ? ExitCode.of(new Planner(session).run(syncs, request, 0, output)).number()
                    : new Runner(session).run(syncs.prepare(request), output, ends.again(name));
        }
    }
}
