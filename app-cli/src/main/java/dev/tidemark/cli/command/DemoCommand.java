package dev.tidemark.cli.command;

import dev.tidemark.cli.demo.Chinook;
import dev.tidemark.cli.demo.DemoCopy;
import dev.tidemark.cli.render.Amounts;
import dev.tidemark.cli.render.Style;
import dev.tidemark.cli.render.Summary;
import dev.tidemark.cli.render.VerifyText;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.SyncRun;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark demo}: a real data set goes over, changes, goes over again, and both sides are verified. */
@Command(name = "demo", description = DemoCommand.DOES,
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark demo", "  tidemark demo --to \"$PG_URL\"", "  tidemark demo --keep"})
public final class DemoCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Sync a real data set, change it, sync again, verify both sides.";

    private static final String PROFILE = "chinook";
    private static final String INDENT = "   ";
    private static final int MOST_DIFFERENCES = 5;

    private final Session session;

    @Option(names = "--to", paramLabel = "URI",
            description = "Where the copy goes: a new SQLite file or a PostgreSQL database, in a schema of its own. Else $PG_URL, else a temporary SQLite file.")
    private @Nullable String to;

    @Option(names = "--keep", description = "Leave both sides and the configuration where they are.")
    private boolean keep;

    /** Ends what runs now. */
    private volatile Runnable ending = () -> {
    };

    public DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("tidemark-demo-");
        try (Interruption _ = Interruption.guard(() -> ending.run(), session)) {
            DemoCopy copy = copy(folder);
            copy.prepare();
            try {
                return play(folder, copy).number();
            } finally {
                leave(folder, copy);
            }
        } finally {
            if (!keep) {
                delete(folder);
            }
        }
    }

    private DemoCopy copy(Path folder) {
        Environment environment = session.surroundings().environment();
        String label = folder.getFileName().toString().replaceAll("\\D", "");
        return Optional.ofNullable(to).or(() -> environment.get("PG_URL"))
                .map(uri -> DemoCopy.at(uri, environment.workingDirectory(), label))
                .orElseGet(() -> new DemoCopy.Sqlite(folder.resolve("copy.db")));
    }

    private ExitCode play(Path folder, DemoCopy copy) throws IOException, SQLException {
        long start = System.nanoTime();
        Path file = folder.resolve("chinook.db");
        Chinook.unpack(file);
        title(file, copy);
        try (Syncs syncs = Syncs.open(configure(folder, file, copy))) {
            heading("1", "First sync: everything is new");
            SyncReport first = sync(syncs);
            if (!Summary.isWhole(first)) {
                return ExitCode.of(first);
            }
            Chinook.Business business = doBusiness(file);
            heading("2", "A day of business at the source: " + Amounts.count(business.changed()) + " rows changed, "
                    + Amounts.count(business.added()) + " added, " + Amounts.count(business.removed())
                    + " removed");
            heading("3", "Second sync: only what differs is written, and what is gone is deleted");
            SyncReport second = sync(syncs);
            if (!Summary.isWhole(second)) {
                return ExitCode.of(second);
            }
            heading("4", "Both sides read anew and compared value by value");
            boolean right = countsAreRight(second.totals(), business) & isEqual(syncs);
            line("");
            line(right
                    ? session.style().good("Everything landed") + " in "
                            + Amounts.took(Duration.ofNanos(System.nanoTime() - start)) + "."
                    : session.style().bad("The two sides are not what they should be."));
            return right ? ExitCode.DONE : ExitCode.ATTENTION;
        }
    }

    /** Not open while it is synced: two SQLite libraries in one process do not see one another's locks. */
    private static Chinook.Business doBusiness(Path file) throws SQLException {
        try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            return Chinook.doBusiness(source);
        }
    }

    private void title(Path file, DemoCopy copy) {
        Style style = session.style();
        line(style.strong("Tidemark demo") + " · " + Chinook.TITLE);
        line(INDENT + "from  SQLite, " + file);
        line(INDENT + "to    " + copy.kind() + ", " + copy.place());
    }

    private Configuration configure(Path folder, Path file, DemoCopy copy) throws IOException {
        // A secret stays in the environment: the file may be kept.
        String variable = to == null ? "PG_URL" : "DEMO_TO";
        Path yaml = folder.resolve("tidemark.yml");
        Files.writeString(yaml,
                """
                # Written by 'tidemark demo'.
                state: %s

                connections:
                  store: { type: sqlite, path: %s }
                  copy: %s

                profiles:
                  %s:
                    source: store
                    sink: copy
                    delete-orphans: true
                %s""".formatted(DemoCopy.quoted("sqlite:" + folder.resolve("state.db")),
                        DemoCopy.quoted(file.toString()),
                        copy.connection(variable), PROFILE, copy.profileLines()));
        Environment around = session.surroundings().environment();
        Map<String, String> variables = new HashMap<>(around.variables());
        if (to != null) {
            variables.put(variable, to);
        }
        return Configuration.load(Optional.of(yaml), new Environment(variables, around.workingDirectory()));
    }

    private SyncReport sync(Syncs syncs) {
        SyncRun run = syncs.prepare(SyncRequest.push(PROFILE));
        ending = run::cancel;
        Runner runner = new Runner(session);
        SyncReport report = runner.execute(run);
        line("");
        new Summary(session.style()).lines(report).forEach(text -> line(INDENT + text));
        runner.explain(report, PROFILE);
        return report;
    }

    /** What the sync says it did must be what was done to the source. */
    private boolean countsAreRight(Progress counts, Chinook.Business business) {
        boolean right = counts.inserted() == business.added() && counts.updated() == business.changed()
                && counts.deleted() == business.removed();
        if (!right) {
            line(INDENT + session.style()
                    .bad("The second sync should have inserted " + business.added() + " rows, updated "
                            + business.changed() + " and deleted " + business.removed() + "."));
        }
        return right;
    }

    private boolean isEqual(Syncs syncs) {
        ending = Thread.currentThread()::interrupt;
        Verifier verifier = new Verifier(session);
        VerifyReport report = verifier.compare(syncs, SyncRequest.push(PROFILE), MOST_DIFFERENCES);
        line("");
        new VerifyText(session.style()).lines(report).forEach(text -> line(INDENT + text));
        verifier.explain(report);
        return report.status() == VerifyReport.Status.EQUAL;
    }

    private void leave(Path folder, DemoCopy copy) {
        if (keep) {
            line("Kept: " + copy.place());
            line("Look around with: tidemark --config " + folder.resolve("tidemark.yml") + " status");
            return;
        }
        copy.remove();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private void heading(String number, String text) {
        line("");
        line(session.style().strong(number + "  " + text));
    }

    private void line(String text) {
        PrintWriter out = session.out();
        out.println(text);
        out.flush();
    }
}
