package dev.tidemark.runtime;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.SyncPlan.Resume;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Problem;
import dev.tidemark.runtime.config.Profile;
import dev.tidemark.runtime.config.Profile.OneWay;
import java.util.List;
import java.util.stream.Stream;

/** Makes the engine's plan from a profile and a request; what neither of them says is decided by the stores' kinds. */
final class Plans {
    /** Measured: larger pages gain nothing; small ones die young, where they cost the collector nothing. */
    private static final long PAGE_BYTES = 512L << 10;
    private static final PageLimit SQLITE_PAGE = new PageLimit(10_000, PAGE_BYTES);
    private static final PageLimit SQLITE_BATCH = new PageLimit(10_000, 8L << 20);
    private static final PageLimit POSTGRES_PAGE = new PageLimit(20_000, PAGE_BYTES);
    /** A Supabase project answers with 1,000 rows at most unless its settings say otherwise. */
    private static final PageLimit SUPABASE_PAGE = new PageLimit(1_000, 4L << 20);
    /** Measured: larger ones gain little, and PostgREST holds many times their bytes in memory. */
    private static final PageLimit SUPABASE_BATCH = new PageLimit(1_000, 1L << 20);
    /** Over REST it is the latency that costs; four requests hide most of it. */
    private static final int SUPABASE_WRITERS = 4;
    /** Correctness rule 11: statements feel the latency that a stream does not. */
    private static final PageLimit POSTGRES_BATCH = new PageLimit(20_000, 16L << 20);

    private Plans() {
    }

    /**
     * @throws ConfigurationException if a table of the request cannot be run in this direction
     */
    static SyncPlan of(Profile profile, SyncRequest request) {
        refuseOneWay(profile, request);
        PageLimit page = page(profile.from());
        PageLimit batch = batch(profile.to());
        Resume resume = switch (request.start()) {
            case RESUME -> new Resume.IfYoungerThan(profile.checkpointAge());
            case ANEW -> new Resume.Never();
        };
        return new SyncPlan(profile.name(), profile.direction(), profile.rules(), request.tables(), request.excluded(),
                profile.schema(), page.withRows(profile.pageSize().orElse(page.rows())),
                batch.withRows(profile.batchSize().orElse(batch.rows())), profile.rejects(), profile.retry(),
                profile.parallelTables().orElse(parallelTables(profile.to())), writers(profile), request.limit(),
                resume,
                profile.orphans());
    }

    private static void refuseOneWay(Profile profile, SyncRequest request) {
        List<Problem> problems = profile.oneWay().stream()
                .filter(oneWay -> isWanted(oneWay.rule(), request.tables(), request.excluded()))
                .map(OneWay::problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    /**
     * Whether a run may be about tables of the rule; two patterns are taken to meet if one names the other.
     *
     * @param tables patterns of the tables to run; empty for all
     * @param excluded patterns of tables to leave out
     */
    static boolean isWanted(TableRule rule, List<String> tables, List<String> excluded) {
        List<String> names = Stream.concat(Stream.of(rule.pattern()), rule.into().stream().map(TableName::name))
                .toList();
        boolean only = tables.isEmpty() || tables.stream().anyMatch(
                table -> names.stream().anyMatch(name -> names(table, name) || names(name, table)));
        return only && excluded.stream().noneMatch(
                table -> names.stream().anyMatch(name -> names(table, name)));
    }

    private static boolean names(String pattern, String name) {
        return TableRule.of(pattern).names(new TableName(name));
    }

    private static PageLimit page(Connection from) {
        return switch (from) {
            case Connection.Sqlite _ -> SQLITE_PAGE;
            case Connection.Postgres _ -> POSTGRES_PAGE;
            case Connection.Supabase _ -> SUPABASE_PAGE;
        };
    }

    private static PageLimit batch(Connection to) {
        return switch (to) {
            case Connection.Sqlite _ -> SQLITE_BATCH;
            case Connection.Postgres _ -> POSTGRES_BATCH;
            case Connection.Supabase _ -> SUPABASE_BATCH;
        };
    }

    /** A SQLite sink has one writer (correctness rule 15). */
    private static int parallelTables(Connection to) {
        return switch (to) {
            case Connection.Sqlite _ -> 1;
            case Connection.Postgres _, Connection.Supabase _ -> 2;
        };
    }

    /** A SQLite file has one writer, whatever the profile says for a sink that it also had or has. */
    private static int writers(Profile profile) {
        return switch (profile.to()) {
            case Connection.Sqlite _ -> 1;
            case Connection.Postgres _ -> profile.writers().orElse(1);
            case Connection.Supabase _ -> profile.writers().orElse(SUPABASE_WRITERS);
        };
    }
}
