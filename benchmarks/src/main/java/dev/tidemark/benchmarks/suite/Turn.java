package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.measure.Meter;
import dev.tidemark.benchmarks.measure.Usage;
import dev.tidemark.benchmarks.report.Run;
import dev.tidemark.benchmarks.server.Sinks;
import dev.tidemark.benchmarks.tool.Texts;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One contender's turn: the stores put back, the program run and measured, the sink looked at. */
final class Turn {
    /** Of one core. In quiet runs the spread is 2 to 6 %, with this much noise it grows to 10. */
    private static final double NOISE_LIMIT = 0.08;
    private static final double SHORTEST = 0.5;
    private static final int REPEATS = 2;
    private static final int VAIN_LIMIT = 3;
    private static final Duration LONGEST = Duration.ofMinutes(4);
    /** What a checkpoint and the server's own bookkeeping write; a run that wrote more has touched pages. */
    private static final long UNTOUCHED_WAL = 256 * 1024;

    private final Case one;
    private final Meter meter;
    private final Sinks sinks;
    private final Map<String, String> environment;
    private int inVain;

    /**
     * @param environment that all contenders get
     */
    Turn(Case one, Meter meter, Sinks sinks, Map<String, String> environment) {
        this.one = one;
        this.meter = meter;
        this.sinks = sinks;
        this.environment = environment;
    }

    /** Lets those who want it get ready, with the source and the sink both unchanged. */
    void prepare(List<Contender> contenders) throws IOException, SQLException, InterruptedException {
        for (Contender contender : contenders) {
            if (!isPrepared(contender)) {
                continue;
            }
            Folder.delete(contender.state());
            Files.createDirectories(contender.state());
            PostgresDatabase database = contender.stage().restore();
            Files.deleteIfExists(source(contender));
            Folder.overwrite(contender.unchanged(), source(contender));
            Usage usage = call(contender, "prepare");
            sinks.spoil(database);
            if (usage.exit() != 0) {
                contender.fail("preparing: exit " + usage.exit() + ": " + Texts.lastLine(contender.log()));
                continue;
            }
            Folder.mirror(contender.state(), contender.prepared());
            // The file that it prepared for is the one that it reads, with what has changed in it since.
            Folder.overwrite(contender.source(), source(contender));
        }
    }

    private boolean isPrepared(Contender contender) {
        return contender.tool().prepares().contains(one.name());
    }

    /**
     * Runs it once, and again where the machine was busy with something else; the quietest run counts. Once that has not
     * helped several times in a row, the machine is taken as it is for the rest of the case: the noise is in the report.
     */
    void run(Contender contender, int round) throws IOException, SQLException, InterruptedException {
        Run best = attempt(contender, round, 0);
        for (int repeated = 1; best != null && noisy(best) && repeated <= REPEATS && inVain < VAIN_LIMIT; repeated++) {
            Run run = attempt(contender, round, repeated);
            if (run == null) {
                return;
            }
            inVain = noisy(run) ? inVain + 1 : 0;
            best = run.noise() < best.noise() ? run : best;
        }
        if (best != null) {
            contender.runs().add(best);
            System.err.printf("%3d  %-26s %8.3f s  client %6.2f  server %6.2f  noise %3.0f %%  %4d MB  %s%n", round,
                    contender.tool().name(), best.wall(), best.clientCpu(), best.serverCpu(), best.noise() * 100,
                    best.peakRss() >> 20, contender.values());
        }
    }

    /** The clock of /proc ticks every 10 ms: in a short run a tick is a large share. */
    private static boolean noisy(Run run) {
        return run.wall() >= SHORTEST && run.noise() > NOISE_LIMIT;
    }

    private @Nullable Run attempt(Contender contender, int round, int repeated)
            throws IOException, SQLException, InterruptedException {
        Folder.mirror(contender.prepared(), contender.state());
        PostgresDatabase database = contender.stage().restore();
        if (!isPrepared(contender)) {
            Folder.link(contender.source(), source(contender));
        }
        Counters before = Counters.of(database, contender.tables());
        Usage usage = call(contender, "run");
        Counters after = Counters.of(database, contender.tables());
        long written = after.inserted() - before.inserted() + after.updated() - before.updated() + after.deleted()
                - before.deleted();
        if (written > 0 || !contender.tool().finishes().isEmpty() || after.wal() - before.wal() > UNTOUCHED_WAL) {
            sinks.spoil(database);
        }
        if (usage.exit() != 0) {
            contender.fail(usage.exit() < 0
                    ? "ended after " + LONGEST.toSeconds() + " s"
                    : "exit " + usage.exit() + ": " + Texts.lastLine(contender.log()));
            System.err.println("     " + contender.tool().name() + " failed: " + contender.failure());
            return null;
        }
        if (contender.tool().finishes().contains(one.name()) && call(contender, "finish").exit() != 0) {
            contender.fail("finishing: " + Texts.lastLine(contender.log()));
            return null;
        }
        if (!one.name().equals("start") || written > 0) {
            contender.values(contender.stage().verify(contender.tables()));
        }
        // A pool's sessions keep their numbers to themselves for up to ten seconds, and SQLite counts nothing.
        long inserted = one.flow().rest() || one.flow().pull() ? Run.UNKNOWN : after.inserted() - before.inserted();
        return new Run(round, usage.wall(), usage.clientCpu(), usage.serverCpu(), usage.noise(), repeated,
                usage.peakRss(), after.wal() - before.wal(), inserted,
                after.updated() - before.updated(), after.deleted() - before.deleted(), after.dead() - before.dead(),
                Folder.size(contender.state()));
    }

    /** The same name for whatever the source holds: a tool may know its source by it. */
    private static Path source(Contender contender) {
        return contender.state().resolveSibling("source.db");
    }

    private Usage call(Contender contender, String what) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(contender.stage().environment());
        all.put("PGUSER", "postgres");
        all.put("PGSSLMODE", "disable");
        all.put("CASE", one.name());
        all.put("SOURCE", source(contender).toString());
        all.put("TABLES", String.join(" ", contender.tables()));
        all.put("ROWS", Long.toString(contender.rows()));
        all.put("BINARIES", contender.binaries().toString());
        all.put("WORK", contender.state().toString());
        return meter.run(List.of(contender.tool().program().toString(), what, one.name()), all, contender.state(),
                contender.log(), LONGEST);
    }
}
