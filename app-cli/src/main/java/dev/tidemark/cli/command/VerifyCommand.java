package dev.tidemark.cli.command;

import dev.tidemark.cli.render.VerifyText;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.VerifyJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark verify}. */
@Command(name = "verify",
        description = {VerifyCommand.DOES,
                "Exits with 1 on differences; nothing is written."},
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark verify shop", "  tidemark verify shop --table orders --limit 100 --output json",
                "  tidemark verify --from sqlite:shop.db --to \"$PG_URL\" --table orders"})
public final class VerifyCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Compare both sides value by value and list what differs.";

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE",
            description = "The profile; may be left out where there is only one.")
    private @Nullable String profile;

    @Option(names = "--limit", paramLabel = "ROWS", defaultValue = "20",
            description = "Show at most so many differences of each table; 20 unless told otherwise.")
    private int limit;

    @Mixin
    private TableOptions tables;

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    @Spec
    private CommandSpec spec;

    public VerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit wants a number of rows, not " + limit);
        }
        try (Syncs syncs = session.open(ends, tables.tables());
                Interruption _ = Interruption.guard(Thread.currentThread()::interrupt, session)) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            SyncRequest request = SyncRequest.push(name).withTables(tables.tables(), tables.excluded());
            Verifier verifier = new Verifier(session);
            VerifyReport report = verifier.compare(syncs, request, limit);
            print(report);
            verifier.explain(report);
            return ExitCode.of(report).number();
        }
    }

    private void print(VerifyReport report) {
        PrintWriter out = session.out();
        if (output.json()) {
            out.println(VerifyJson.write(report));
        } else {
            new VerifyText(session.style()).lines(report).forEach(out::println);
        }
        out.flush();
    }
}
