package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Json;
import dev.tidemark.cli.render.Times;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.row.Row;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.ConfigurationException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tidemark rejects show}. */
@Command(name = "show", description = "Show one row that did not land, with all its values.",
        footerHeading = "%nExample:%n", footer = "  tidemark rejects show shop 12")
public final class RejectsShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..2", paramLabel = "[PROFILE] NUMBER", hideParamSyntax = true,
            description = "The profile, which may be left out where there is only one, and the number that 'rejects list' tells.")
    private List<String> words;

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    public RejectsShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        @Nullable
        String profile = words.size() > 1 ? words.getFirst() : null;
        ends.check(profile);
        try (Syncs syncs = session.open(ends, List.of())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            long number = RejectNumbers.parse(words.getLast());
            Stored stored = syncs.reject(name, number).orElseThrow(() -> ConfigurationException.of("",
                    name + " has no reject " + number + "; 'tidemark rejects list " + ends.again(name)
                            + "' tells which there are"));
            if (output.json()) {
                session.out().println(Json.write(RejectJson.of(stored)));
            } else {
                print(stored);
            }
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }

    private void print(Stored stored) {
        PrintWriter out = session.out();
        Reason reason = stored.reject().reason();
        out.println(session.style().strong("Reject " + stored.number()) + ": " + stored.scope().direction() + " of "
                + stored.scope().table() + ", " + stored.reject().key() + ", " + Times.local(stored.at()));
        out.println("  " + session.style().bad(reason.kind().word())
                + (reason.code().isEmpty() ? "" : " [" + reason.code() + "]")
                + ": " + reason.message());
        stored.reject().row().ifPresentOrElse(this::print, () -> out.println("  The row itself could not be read."));
    }

    private void print(Row row) {
        int width = row.type().names().stream().mapToInt(String::length).max().orElse(0);
        for (int column = 0; column < row.type().width(); column++) {
            String name = row.type().names().get(column);
            session.out()
                    .println("  " + name + " ".repeat(width - name.length()) + "  " + row.values().get(column).text());
        }
    }
}
