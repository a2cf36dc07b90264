package dev.tidemark.cli.command;

import dev.tidemark.cli.render.CheckText;
import dev.tidemark.cli.render.Json;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.runtime.CheckJson;
import dev.tidemark.runtime.CheckReport;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark check}. */
@Command(name = "check",
        description = {CheckCommand.DOES,
                "Connections, rights, keys, schemas, and the values of SQLite's columns."},
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark check", "  tidemark check shop --output json",
                "  tidemark check --from sqlite:shop.db --to \"$PG_URL\""})
public final class CheckCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Look for what would go wrong before anything is written.";

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The profile; all of them if left out.")
    private @Nullable String profile;

    @Option(names = "--pull", description = "What would go wrong in a pull.")
    private boolean pull;

    @Mixin
    private Ends ends;

    @Mixin
    private OutputOption output;

    public CheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ends.check(profile);
        try (Syncs syncs = session.open(ends, List.of());
                Interruption _ = Interruption.guard(Thread.currentThread()::interrupt, session)) {
            List<String> names = profile != null ? List.of(profile) : syncs.configuration().profileNames();
            List<CheckReport> reports = new ArrayList<>();
            for (String name : names) {
                CheckReport report = syncs.check(name, pull ? Direction.PULL : Direction.PUSH);
                reports.add(report);
                if (!output.json()) {
                    print(new CheckText(session.style()).lines(name, report.findings()));
                }
            }
            print(List.of(output.json() ? Json.write(json(reports)) : sum(reports)));
            // What the user wrote weighs more than a store that does not answer, and that more than what was found in one.
            return reports.stream().map(CheckReport::exitCode).max(Comparator.comparing(CheckCommand::weight))
                    .orElse(ExitCode.DONE).number();
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED.number();
        }
    }

    private String sum(List<CheckReport> reports) {
        List<Finding> findings = reports.stream().flatMap(report -> report.findings().stream()).toList();
        return new CheckText(session.style()).sum(findings);
    }

    private static Map<String, Object> json(List<CheckReport> reports) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 1);
        json.put("profiles", reports.stream().map(CheckJson::write).map(Json.Raw::new).toList());
        return json;
    }

    private static int weight(ExitCode code) {
        return switch (code) {
            case DONE -> 0;
            case ATTENTION -> 1;
            case REFUSED -> 2;
            case FAILED -> 3;
            case UNREACHABLE -> 4;
            case CONFIGURATION -> 5;
            case INTERRUPTED, TERMINATED -> 6;
        };
    }

    private void print(List<String> lines) {
        PrintWriter out = session.out();
        lines.forEach(out::println);
        out.flush();
    }
}
