package dev.tidemark.cli.command;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark rejects retry}. */
@Command(name = "retry", description = "Read the rejected rows anew and try to write them again.",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark rejects retry shop", "  tidemark rejects retry shop --table orders --pull"})
public final class RejectsRetryCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE",
            description = "The profile; may be left out where there is only one.")
    private @Nullable String profile;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only this table; may be repeated.")
    private List<String> tables = List.of();

    @Option(names = "--pull", description = "Those of pulls; else those of pushes.")
    private boolean pull;

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    public RejectsRetryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        try (Syncs syncs = session.open(ends, tables)) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            Direction direction = pull ? Direction.PULL : Direction.PUSH;
            SyncRequest request = (direction == Direction.PULL ? SyncRequest.pull(name) : SyncRequest.push(name))
                    .withTables(tables, List.of());
            return new Runner(session).run(syncs.prepareRetry(request), output, ends.again(name));
        }
    }
}
