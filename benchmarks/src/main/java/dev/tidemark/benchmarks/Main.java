package dev.tidemark.benchmarks;

import dev.tidemark.benchmarks.micro.MicroRun;
import dev.tidemark.benchmarks.report.CaseResult;
import dev.tidemark.benchmarks.report.Page;
import dev.tidemark.benchmarks.report.Results;
import dev.tidemark.benchmarks.report.ResultsFile;
import dev.tidemark.benchmarks.server.Postgres;
import dev.tidemark.benchmarks.server.Sinks;
import dev.tidemark.benchmarks.suite.Bench;
import dev.tidemark.benchmarks.suite.Case;
import dev.tidemark.benchmarks.suite.Cases;
import dev.tidemark.benchmarks.suite.Layout;
import dev.tidemark.benchmarks.tool.Toolbox;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The whole comparison: {@code benchmarks/run} starts it at the root of the checkout. */
public final class Main {
    private final Options options;
    private final Layout layout;
    private final ResultsFile file;
    private final long start = System.nanoTime();

    private Main(Options options, Layout layout) {
        this.options = options;
        this.layout = layout;
        this.file = new ResultsFile(options.quick() ? layout.target().resolve("quick.json") : layout.json());
    }

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Main(options, new Layout(Path.of("").toAbsolutePath())).run());
    }

    private int run() throws IOException, SQLException, InterruptedException {
        if (options.report()) {
            page(file.read());
            return 0;
        }
        if (options.micro()) {
            Results measured = file.readIfThere().orElseGet(() -> begun(Map.of(), Map.of()));
            Results results = measured.withMicro(MicroRun.all(layout.target().resolve("work"), options.quick()));
            file.write(results);
            page(results);
            return 0;
        }
        Files.createDirectories(layout.target());
        // Two at once would measure each other, and share a server.
        try (FileChannel channel = FileChannel.open(layout.target().resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); @Nullable
        FileLock lock = channel.tryLock()) {
            if (lock == null) {
                System.err.println("benchmarks: already running here");
                return 2;
            }
            return compare();
        }
    }

    private int compare() throws IOException, SQLException, InterruptedException {
        Map<String, String> environment = Map.of("ROOT", layout.root().toString(), "LIB",
                layout.tools().resolve("lib").toString(), "VENV", layout.venv().toString(), "LIMITS",
                layout.root().resolve("benchmarks/limits").toString(), "BUILT", layout.target().toString(), "JAVA_HOME",
                System.getProperty("java.home"));
        Toolbox toolbox = Toolbox.open(layout.tools(), options.tools(), environment, options.install(),
                layout.target().resolve("tools"));
        toolbox.missing().forEach((tool, reason) -> System.err.println("missing: " + tool + ": " + reason));
        List<Case> cases = Cases.all(options.quick()).stream()
                .filter(one -> options.cases().isEmpty() || options.cases().contains(one.name())).toList();
        try (Postgres server = Postgres.start(layout.postgres())) {
            Results results = begun(toolbox.versions(), toolbox.missing())
                    .withMachine("PostgreSQL", server.version());
            Sinks sinks = new Sinks(server, layout.binaries());
            sinks.dropAll();
            Bench bench = new Bench(layout, server, sinks, toolbox, environment, options.rounds(),
                    results.machine().getOrDefault("commit", "unknown"), results.startedAt());
            bench.clean();
            if (options.prepare()) {
                for (Case one : cases) {
                    bench.prepare(one);
                }
                return 0;
            }
            for (Case one : cases) {
                results = results.with(bench.run(one), (System.nanoTime() - start) / 1e9);
                file.write(results);
                page(results);
            }
            if (!options.keep()) {
                bench.clean();
            }
        }
        return cases.stream().map(Case::name).flatMap(name -> resultOf(name, file).stream())
                .anyMatch(CaseResult::tidemarkFailed) ? 1 : 0;
    }

    private static Optional<CaseResult> resultOf(String name, ResultsFile file) {
        try {
            return file.read().of(name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What was measured before stays where only some cases are run; a whole run begins anew. */
    private Results begun(Map<String, String> versions, Map<String, String> missing) {
        Results before = null;
        try {
            before = file.readIfThere().orElse(null);
        } catch (IOException e) {
            System.err.println("what was measured before cannot be read: " + e.getMessage());
        }
        boolean all = options.cases().isEmpty() && options.tools().isEmpty() && !options.micro();
        Map<String, String> allVersions = new TreeMap<>(before == null || all ? Map.of() : before.versions());
        Map<String, String> allMissing = new TreeMap<>(before == null || all ? Map.of() : before.missing());
        allMissing.keySet().removeAll(versions.keySet());
        allVersions.putAll(versions);
        allMissing.putAll(missing);
        return new Results(Results.SCHEMA, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), 0,
                options.rounds(), options.quick(), Machine.describe(layout.root()), Postgres.settingsHeld(),
                allVersions,
                allMissing, before == null || all ? List.of() : before.cases(),
                before == null ? List.of() : before.micro());
    }

    private void page(Results results) throws IOException {
        Path page = options.quick() ? layout.target().resolve("quick.md") : layout.page();
        Files.writeString(page, Page.of(results));
    }
}
