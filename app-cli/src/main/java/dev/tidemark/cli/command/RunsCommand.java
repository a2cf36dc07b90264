package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Amounts;
import dev.tidemark.cli.render.Json;
import dev.tidemark.cli.render.TextTable;
import dev.tidemark.cli.render.Times;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark runs}. */
@Command(name = "runs", description = RunsCommand.DOES,
        footerHeading = "%nExamples:%n", footer = {"  tidemark runs", "  tidemark runs shop --limit 5 --output json"})
public final class RunsCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "The latest runs, newest first.";

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The profile; all of them if left out.")
    private @Nullable String profile;

    @Option(names = "--limit", paramLabel = "RUNS", defaultValue = "20",
            description = "At most this many; 20 unless told otherwise.")
    private int limit;

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    public RunsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        try (Syncs syncs = session.open(ends, List.of())) {
            Optional<String> wanted = ends.given()
                    ? Optional.of(syncs.configuration().soleProfile())
                    : Optional.ofNullable(profile);
            List<RunRecord> runs = syncs.runs(wanted, limit);
            if (output.json()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("schemaVersion", 1);
                json.put("runs", runs.stream().map(RunsCommand::json).toList());
                session.out().println(Json.write(json));
            } else {
                print(runs);
            }
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }

    private void print(List<RunRecord> runs) {
        if (runs.isEmpty()) {
            session.out().println("No run yet.");
            return;
        }
        TextTable table = new TextTable("RUN", "PROFILE", "DIRECTION", "STATUS", "STARTED", "TOOK");
        for (RunRecord run : runs) {
            table.add(run.run(), run.profile(), run.direction(), run.status(), Times.local(run.startedAt()),
                    run.endedAt().map(end -> Amounts.took(Duration.between(run.startedAt(), end))).orElse("-"));
        }
        table.lines().forEach(session.out()::println);
    }

    /** The run with its whole report. */
    static Map<String, Object> json(RunRecord run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.run());
        json.put("profile", run.profile());
        json.put("direction", run.direction());
        json.put("status", run.status());
        json.put("startedAt", run.startedAt());
        json.put("endedAt", run.endedAt());
        json.put("report", run.report().isEmpty() ? Optional.empty() : new Json.Raw(run.report()));
        return json;
    }
}
