package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Amounts;
import dev.tidemark.cli.render.Json;
import dev.tidemark.cli.render.Style;
import dev.tidemark.cli.render.Times;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.ProfileStatus;
import dev.tidemark.runtime.Syncs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tidemark status}. */
@Command(name = "status",
        description = StatusCommand.DOES,
        footerHeading = "%nExamples:%n", footer = {"  tidemark status", "  tidemark status shop --output json"})
public final class StatusCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Where each profile stands: its last run, what is unfinished, what was rejected.";

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The profile; all of them if left out.")
    private @Nullable String profile;

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    public StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        try (Syncs syncs = session.open(ends, List.of())) {
            List<String> names = profile != null ? List.of(profile) : syncs.configuration().profileNames();
            List<ProfileStatus> statuses = names.stream().map(syncs::status).toList();
            if (output.json()) {
                session.out().println(Json.write(json(statuses)));
            } else {
                statuses.stream().flatMap(status -> lines(status).stream()).forEach(session.out()::println);
            }
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }

    private List<String> lines(ProfileStatus status) {
        Style style = session.style();
        List<String> lines = new ArrayList<>();
        lines.add(style.strong(status.profile()));
        lines.add("  last run    " + status.lastRun().map(run -> lastRun(run, status)).orElse("never"));
        status.running().ifPresent(holder -> lines.add("  running     " + holder));
        for (Checkpoint unfinished : status.unfinished()) {
            lines.add(style.careful("  unfinished  ") + unfinished.scope().direction() + " of "
                    + unfinished.scope().table()
                    + ": " + Amounts.count(unfinished.rows(), "row", "rows") + ", "
                    + CursorCodec.describe(unfinished.cursor())
                    + ", saved " + Times.local(unfinished.savedAt()));
        }
        for (RejectStore.Count count : status.rejects()) {
            lines.add(style.bad("  rejects     ") + count.scope().direction() + " of " + count.scope().table() + ": "
                    + Amounts.count(count.rejects(), "row", "rows"));
        }
        return lines;
    }

    private static String lastRun(RunRecord run, ProfileStatus status) {
        boolean died = run.endedAt().isEmpty() && status.running().isEmpty();
        return run.direction() + " " + (died ? "died" : run.status()) + ", started " + Times.local(run.startedAt())
                + " (" + run.run() + ")";
    }

    private static Map<String, Object> json(List<ProfileStatus> statuses) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 1);
        json.put("profiles", statuses.stream().map(StatusCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(ProfileStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("profile", status.profile());
        json.put("lastRun", status.lastRun().map(RunsCommand::json));
        json.put("running", status.running());
        json.put("unfinished", status.unfinished().stream().map(StatusCommand::json).toList());
        json.put("rejects", status.rejects().stream().map(StatusCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(Checkpoint checkpoint) {
        Map<String, Object> json = scope(checkpoint.scope());
        json.put("rows", checkpoint.rows());
        json.put("cursor", CursorCodec.describe(checkpoint.cursor()));
        json.put("savedAt", checkpoint.savedAt());
        return json;
    }

    private static Map<String, Object> json(RejectStore.Count count) {
        Map<String, Object> json = scope(count.scope());
        json.put("rejects", count.rejects());
        return json;
    }

    private static Map<String, Object> scope(Checkpoint.Scope scope) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("direction", scope.direction());
        json.put("table", scope.table());
        return json;
    }
}
