package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.SqliteFile;
import dev.tidemark.benchmarks.data.Variant;
import dev.tidemark.benchmarks.measure.Meter;
import dev.tidemark.benchmarks.measure.ProcFs;
import dev.tidemark.benchmarks.report.CaseResult;
import dev.tidemark.benchmarks.report.ContenderResult;
import dev.tidemark.benchmarks.server.DelayProxy;
import dev.tidemark.benchmarks.server.Postgres;
import dev.tidemark.benchmarks.server.Rest;
import dev.tidemark.benchmarks.server.Sinks;
import dev.tidemark.benchmarks.tool.Tool;
import dev.tidemark.benchmarks.tool.Toolbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs cases: in each round every contender once, and who is first changes from round to round. */
public final class Bench {
    private final Layout layout;
    private final Postgres server;
    private final Sinks sinks;
    private final Toolbox toolbox;
    private final Map<String, String> environment;
    private final int rounds;
    private final String commit;
    private final String startedAt;
    private final PostgresTruth truth = new PostgresTruth();

    /**
     * @param environment that all contenders get
     * @param rounds where a case does not say otherwise
     * @param commit of Tidemark
     * @param startedAt ISO time
     */
    public Bench(Layout layout, Postgres server, Sinks sinks, Toolbox toolbox, Map<String, String> environment,
            int rounds, String commit, String startedAt) {
        this.layout = layout;
        this.server = server;
        this.sinks = sinks;
        this.toolbox = toolbox;
        this.environment = environment;
        this.rounds = rounds;
        this.commit = commit;
        this.startedAt = startedAt;
    }

    /** Removes what contenders have written. */
    public void clean() throws IOException {
        Folder.delete(layout.work());
    }

    /** Makes the data that it needs, so that a run of it begins at once. */
    public void prepare(Case one) throws IOException, SQLException {
        System.err.println("preparing " + one.name());
        for (Tool tool : toolbox.serving(one.name())) {
            DataSet data = dataOf(one, tool);
            contender(one, tool, server.port(), null);
            sinks.empty(data);
            sinks.full(data, Variant.BASE);
            sinks.full(data, one.source());
        }
    }

    private static DataSet dataOf(Case one, Tool tool) {
        long largest = tool.rowsOf(one.name(), one.data().largest());
        return largest < one.data().largest() ? one.data().withRows(largest) : one.data();
    }

    /** Runs it; who fails is told in the result and takes no further part. */
    public CaseResult run(Case one) throws IOException, SQLException, InterruptedException {
        System.err.println("== " + one.name() + ": " + one.title());
        try (@Nullable
        DelayProxy line = one.delay() > 0 && !one.flow().rest()
                ? new DelayProxy(new InetSocketAddress("127.0.0.1", server.port()), one.delay())
                : null; @Nullable
        Rest rest = one.flow().rest() ? rest(one) : null) {
            List<Contender> contenders = new ArrayList<>();
            for (Tool tool : toolbox.serving(one.name())) {
                contenders.add(contender(one, tool, line == null ? server.port() : line.port(), rest));
            }
            List<Long> servers = new ArrayList<>(List.of(server.pid()));
            Rest.pid().ifPresent(servers::add);
            Turn turn = new Turn(one, new Meter(new ProcFs(), servers), sinks, environment);
            turn.prepare(contenders);
            int times = one.rounds() == 0 ? rounds : one.rounds();
            for (int round = 0; round < times; round++) {
                for (int i = 0; i < contenders.size(); i++) {
                    Contender contender = contenders.get((i + round) % contenders.size());
                    if (!contender.failed()) {
                        turn.run(contender, round + 1);
                    }
                }
            }
            return result(one, contenders);
        } finally {
            sinks.dropAll();
        }
    }

    private Rest rest(Case one) throws SQLException, IOException {
        String template = one.flow() == Flow.REST_PULL
                ? sinks.full(one.data(), Variant.BASE)
                : sinks.empty(one.data());
        return new Rest(sinks.fresh(template, one.tables(), "_rest"), one.delay());
    }

    private Contender contender(Case one, Tool tool, int port, @Nullable Rest rest) throws IOException, SQLException {
        DataSet data = dataOf(one, tool);
        List<String> tables = tool.tablesOf(one.name(), one.tables());
        Path work = layout.work().resolve(one.name()).resolve(tool.name());
        Files.createDirectories(work);
        boolean full = one.full() && !tool.empty().contains(one.name());
        Stage stage = switch (one.flow()) {
            case PUSH, COPY -> new DatabaseStage(server, sinks, truth, one, data, full, port, tables);
            case PULL -> new PullStage(environment -> {
                environment.put("PGHOST", "127.0.0.1");
                environment.put("PGPORT", Integer.toString(port));
                var database = sinks.fresh(sinks.full(data, Variant.BASE), tables);
                environment.put("PGDATABASE", database.database());
                return database;
            }, data, layout.sqlite(), work.resolve("target.db"));
            case REST_PUSH -> new RestStage(server, sinks, truth, rest, data, tables);
            case REST_PULL -> new PullStage(environment -> {
                environment.putAll(there(rest).environment());
                return there(rest).database();
            }, data, layout.sqlite(), work.resolve("target.db"));
        };
        Path binaries = work.resolve("binary");
        for (String table : tables) {
            if (one.flow() == Flow.PUSH || one.flow() == Flow.PULL) {
                Folder.link(sinks.binary(data, one.source(), table), binaries.resolve(table + ".bin"));
            }
        }
        long rows = data.tables().stream().filter(table -> tables.contains(table.name()))
                .mapToLong(DataTable::rows).sum();
        return new Contender(tool, stage, SqliteFile.make(layout.sqlite(), data, one.source()),
                SqliteFile.make(layout.sqlite(), data, Variant.BASE), binaries, work, tables,
                rows);
    }

    private static Rest there(@Nullable Rest rest) {
        return Objects.requireNonNull(rest);
    }

    private CaseResult result(Case one, List<Contender> contenders) {
        List<ContenderResult> results = contenders.stream()
                .map(contender -> new ContenderResult(contender.tool().name(),
                        contender.tool().title(), contender.rows(),
                        contender.rows() == one.rowsOf(contender.tables()), contender.values(), contender.failure(),
                        contender.runs()))
                .toList();
        return new CaseResult(one.name(), one.title(), one.reference(), one.rows(), one.changed(), commit, startedAt,
                results);
    }
}
