package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.runtime.config.Profile.Analyze;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what holds for a whole profile, from values that may come from a file, a variable or a flag. */
final class SettingsReader {
    private static final Map<String, String> TRANSACTIONS = Map.of("batch", "batch", "table", "table", "run", "run");
    private static final int MOST_WRITERS = 16;
    private static final Map<String, Analyze> ANALYZE = Map.of("auto", Analyze.AUTO, "off", Analyze.OFF);

    private final Reader reader;
    private final Words words;
    private final Map<Setting, Tree> values;
    private final Set<Setting> forced;
    private final Optional<Connection> to;

    /**
     * @param values what holds, settled between file and call
     * @param forced those of them that are given for this call
     * @param to where the rows go, if it is known
     */
    SettingsReader(Reader reader, Map<Setting, Tree> values, Set<Setting> forced, Optional<Connection> to) {
        this.reader = reader;
        this.words = new Words(reader);
        this.values = values;
        this.forced = Set.copyOf(forced);
        this.to = to;
    }

    /** What holds where nothing is said otherwise; {@link Profile} tells what each means. */
    record Settings(TableChoice tables, OrphanPolicy orphans, SchemaPolicy schema, Analyze analyze,
            OptionalInt pageSize,
            OptionalInt batchSize, OptionalInt parallelTables, OptionalInt writers, RejectLimit rejects,
            RetryPolicy retry,
            Duration checkpointAge) {
    }

    Settings read() {
        value(Setting.TRANSACTION).ifPresent(this::refuseLargeTransactions);
        return new Settings(tables(), orphans(),
                value(Setting.SCHEMA).flatMap(words::schema).orElse(SchemaPolicy.CREATE),
                value(Setting.ANALYZE).flatMap(tree -> reader.word(tree, ANALYZE)).orElse(Analyze.AUTO),
                number(Setting.PAGE_SIZE),
                number(Setting.BATCH_SIZE), number(Setting.PARALLEL_TABLES), writers(),
                value(Setting.MAX_REJECTS).flatMap(reader::amount).map(SettingsReader::rejects)
                        .orElse(Profile.DEFAULT_REJECTS),
                value(Setting.RETRY).flatMap(this::retry).orElse(RetryPolicy.DEFAULT),
                value(Setting.CHECKPOINT_AGE).flatMap(reader::duration).orElse(Profile.DEFAULT_CHECKPOINT_AGE));
    }

    private Optional<Tree> value(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    private OptionalInt number(Setting setting) {
        return value(setting).map(reader::positive).orElse(OptionalInt.empty());
    }

    /** What is given for this call holds for every table, whatever the table says. */
    private TableChoice tables() {
        Optional<SyncMode> mode = value(Setting.MODE).flatMap(words::mode);
        Optional<Changes> changes = value(Setting.CHANGES).flatMap(words::changes);
        Optional<SyncMode> forcedMode = isOn(Setting.FULL_REFRESH) ? Optional.of(new SyncMode.FullRefresh())
                : mode.filter(_ -> forced.contains(Setting.MODE));
        return new TableChoice(forcedMode, mode.orElse(new SyncMode.Upsert()),
                changes.filter(_ -> forced.contains(Setting.CHANGES)), changes.orElse(new Changes.Auto()));
    }

    /** A limit that the user gives is taken literally (correctness rule 5). */
    private OrphanPolicy orphans() {
        Optional<DeleteLimit> limit = value(Setting.MAX_DELETE).flatMap(reader::amount).map(SettingsReader::deletes);
        return isOn(Setting.DELETE_ORPHANS) ? new OrphanPolicy.Delete(limit.orElse(new DeleteLimit.Usual()))
                : new OrphanPolicy.Keep();
    }

    private boolean isOn(Setting setting) {
        return value(setting).flatMap(reader::flag).orElse(false);
    }

    private OptionalInt writers() {
        OptionalInt writers = number(Setting.WRITERS);
        if (writers.orElse(1) > MOST_WRITERS) {
            value(Setting.WRITERS)
                    .ifPresent(tree -> reader.wrong(tree, "a whole number from 1 to " + MOST_WRITERS, ""));
            return OptionalInt.empty();
        }
        return writers;
    }

    private void refuseLargeTransactions(Tree tree) {
        if (reader.word(tree, TRANSACTIONS).orElse("batch").equals("batch")) {
            return;
        }
        boolean never = to.filter(Connection.Supabase.class::isInstance).isPresent();
        reader.problems().reportWhenUsed(tree.place(), never
                ? "Supabase has no transaction over several requests, so each batch is visible at once; say transaction:"
                        + " batch, or write to the project's database as a postgres connection"
                : Words.notYet(Setting.TRANSACTION.key(), tree));
    }

    private static RejectLimit rejects(Amount amount) {
        return switch (amount) {
            case Amount.Rows(long rows) -> new RejectLimit.Rows(rows);
            case Amount.Percent(double percent) -> new RejectLimit.Percent(percent);
        };
    }

    private static DeleteLimit deletes(Amount amount) {
        return switch (amount) {
            case Amount.Rows(long rows) -> new DeleteLimit.Rows(rows);
            case Amount.Percent(double percent) -> new DeleteLimit.Percent(percent);
        };
    }

    private Optional<RetryPolicy> retry(Tree tree) {
        Fields fields = reader.fields(tree, "retry", Keys.RETRY);
        RetryPolicy usual = RetryPolicy.DEFAULT;
        int attempts = fields.get("attempts").map(reader::positive).orElse(OptionalInt.empty())
                .orElse(usual.attempts());
        Duration base = fields.get("base-delay").flatMap(reader::duration).orElse(usual.baseDelay());
        Duration longest = base.compareTo(usual.maxDelay()) > 0 ? base : usual.maxDelay();
        Duration most = fields.get("max-delay").flatMap(reader::duration).orElse(longest);
        if (most.compareTo(base) < 0) {
            reader.problems().report(fields.place(), "max-delay is shorter than base-delay");
            return Optional.empty();
        }
        return Optional.of(new RetryPolicy(attempts, base, most));
    }
}
