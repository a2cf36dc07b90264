package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Amounts;
import dev.tidemark.cli.render.StateText;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.RememberedTable;
import dev.tidemark.runtime.StateJson;
import dev.tidemark.runtime.Syncs;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark state reset}. */
@Command(name = "reset",
        description = {"Forget checkpoints, watermarks and digests.",
                "The next run begins anew; neither source nor sink changes, and rejects stay."},
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark state reset shop --table orders", "  tidemark state reset shop"})
public final class StateResetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE",
            description = "The profile; may be left out where there is only one.")
    private @Nullable String profile;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only this table of the sink; may be repeated.")
    private List<String> tables = List.of();

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    public StateResetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        try (Syncs syncs = session.open(ends, List.of())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            List<RememberedTable> forgotten = syncs.reset(name, tables);
            PrintWriter out = session.out();
            if (output.json()) {
                out.println(StateJson.write(name, forgotten));
            } else {
                new StateText(session.style()).lines(forgotten).forEach(out::println);
                out.println(forgotten.isEmpty() ? "Nothing to forget of " + name + "."
                        : "Forgot this of " + Amounts.count(forgotten.size(), "table", "tables")
                                + "; the next run of " + name + " begins anew there.");
            }
            out.flush();
            return ExitCode.DONE.number();
        }
    }
}
