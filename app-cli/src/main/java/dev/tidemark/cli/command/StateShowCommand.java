package dev.tidemark.cli.command;

import dev.tidemark.cli.render.StateText;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.RememberedTable;
import dev.tidemark.runtime.StateJson;
import dev.tidemark.runtime.Syncs;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark state show}. */
@Command(name = "show", description = "Show what is remembered of each table: checkpoint, watermark, digests, rejects.",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark state show shop", "  tidemark state show shop --table orders --output json"})
public final class StateShowCommand implements Callable<Integer> {
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

    public StateShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        try (Syncs syncs = session.open(ends, List.of())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            List<RememberedTable> remembered = syncs.state(name, tables);
            if (output.json()) {
                session.out().println(StateJson.write(name, remembered));
            } else if (remembered.isEmpty()) {
                session.out().println("Nothing is remembered of " + name + ".");
            } else {
                new StateText(session.style()).lines(remembered).forEach(session.out()::println);
            }
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }
}
