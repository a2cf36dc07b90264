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

/** {@code tidemark push}. */
@Command(name = "push", aliases = "sync", description = PushCommand.DOES,
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark push shop", "  tidemark push shop --table orders --output json",
                "  tidemark push --from sqlite:shop.db --to \"$PG_URL\" --table orders"})
public final class PushCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Bring the source's rows to the sink.";

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

    public PushCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        options.check();
        try (Syncs syncs = session.open(ends, options.tables())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            SyncRequest request = options.request(name, Direction.PUSH);
            return options.dryRun() ? ExitCode.of(new Planner(session).run(syncs, request, 0, output)).number()
                    : new Runner(session).run(syncs.prepare(request), output, ends.again(name));
        }
    }
}
