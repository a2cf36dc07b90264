package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Amounts;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.ConfigurationException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark rejects drop}. */
@Command(name = "drop", description = "Forget rejected rows; neither source nor sink changes.",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark rejects drop shop 12 13", "  tidemark rejects drop shop --table orders",
                "  tidemark rejects drop shop --all"})
public final class RejectsDropCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "[PROFILE] [NUMBER...]", hideParamSyntax = true,
            description = "The profile, which may be left out where there is only one, and the numbers that 'rejects list' tells.")
    private List<String> words = List.of();

    @Option(names = "--table", paramLabel = "TABLE", description = "Those of this table of the sink; may be repeated.")
    private List<String> tables = List.of();

    @Option(names = "--all", description = "All of the profile.")
    private boolean all;

    @Mixin
    private Ends ends;

    public RejectsDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean named = !words.isEmpty() && !RejectNumbers.isNumber(words.getFirst());
        @Nullable
        String profile = named ? words.getFirst() : null;
        ends.check(profile);
        List<Long> numbers = words.subList(named ? 1 : 0, words.size()).stream().map(RejectNumbers::parse).toList();
        if (numbers.isEmpty() && tables.isEmpty() && !all) {
            throw ConfigurationException.of("rejects drop", "say which: their numbers, --table or --all");
        }
        try (Syncs syncs = session.open(ends, List.of())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            long dropped = syncs.dropRejects(name, tables, numbers);
            session.out().println("Dropped " + Amounts.count(dropped, "reject", "rejects") + " of " + name + ".");
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }
}
