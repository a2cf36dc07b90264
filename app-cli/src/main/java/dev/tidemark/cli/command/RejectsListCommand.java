package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Amounts;
import dev.tidemark.cli.render.Json;
import dev.tidemark.cli.render.TextTable;
import dev.tidemark.cli.render.Times;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.RejectStore.Count;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark rejects list}. */
@Command(name = "list", description = "List the rows that did not land, and why.",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark rejects list shop", "  tidemark rejects list shop --table orders --output json"})
public final class RejectsListCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE",
            description = "The profile; may be left out where there is only one.")
    private @Nullable String profile;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only this table of the sink; may be repeated.")
    private List<String> tables = List.of();

    @Option(names = "--limit", paramLabel = "ROWS", defaultValue = "100",
            description = "At most this many of each table; 100 unless told otherwise.")
    private int limit;

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    public RejectsListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        try (Syncs syncs = session.open(ends, List.of())) {
            String name = profile != null ? profile : syncs.configuration().soleProfile();
            List<Count> counts = syncs.rejectCounts(name).stream().filter(this::isWanted).toList();
            List<Stored> rejects = new ArrayList<>();
            counts.forEach(count -> rejects.addAll(syncs.rejects(count.scope(), 0, limit)));
            long total = counts.stream().mapToLong(Count::rejects).sum();
            if (output.json()) {
                session.out().println(Json.write(json(name, total, rejects)));
            } else {
                print(name, total, rejects);
            }
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }

    private boolean isWanted(Count count) {
        TableName table = new TableName(count.scope().table());
        return tables.isEmpty() || tables.stream().anyMatch(pattern -> TableRule.of(pattern).names(table));
    }

    private static Map<String, Object> json(String profile, long total, List<Stored> rejects) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 1);
        json.put("profile", profile);
        json.put("total", total);
        json.put("rejects", rejects.stream().map(RejectJson::of).toList());
        return json;
    }

    private void print(String name, long total, List<Stored> rejects) {
        if (total == 0) {
            session.out().println("No rejects of " + name + ".");
            return;
        }
        TextTable table = new TextTable("NUMBER", "WAY", "TABLE", "KEY", "REASON", "WHEN", "MESSAGE");
        for (Stored stored : rejects) {
            table.add(Long.toString(stored.number()), stored.scope().direction(), stored.scope().table(),
                    stored.reject().key(), stored.reject().reason().kind().word(), Times.local(stored.at()),
                    stored.reject().reason().message().lines().findFirst().orElse(""));
        }
        table.lines().forEach(session.out()::println);
        String shown = rejects.size() < total
                ? "; the first " + Amounts.count(rejects.size()) + " are shown, --limit shows more" : "";
        session.out().println(Amounts.count(total, "reject", "rejects") + shown);
    }
}
