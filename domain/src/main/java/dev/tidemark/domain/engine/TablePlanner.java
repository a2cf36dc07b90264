package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.DeleteLimit;
import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Turns what the user said and what both stores say into the plan of each table. Reads schemas, writes nothing. */
final class TablePlanner {
    private final SyncPlan plan;
    private final Source source;
    private final Sink sink;
    private final Instant startedAt;
    private final TableSelection selection;

    /**
     * @param startedAt when the run began: what stamps its snapshots
     */
    TablePlanner(SyncPlan plan, Source source, Sink sink, Instant startedAt) {
        this.plan = plan;
        this.source = source;
        this.sink = sink;
        this.startedAt = startedAt;
        this.selection = new TableSelection(plan);
    }

    /** A table's plan, and what a person should know about it. */
    record Planned(TablePlan plan, List<String> warnings) {
    }

    /** Hears of a table that cannot be planned. */
    @FunctionalInterface
    interface Trouble {
        void with(TableName table, RuntimeException trouble);
    }

    /**
     * The plans of all tables that the profile names, in the order of their names.
     *
     * @throws Unplannable what is wrong with each of them that cannot be planned
     */
    List<Planned> plan() {
        List<Unplannable> wrong = new ArrayList<>();
        List<Planned> plans = plan((_, trouble) -> {
            if (trouble instanceof Unplannable unplannable) {
                wrong.add(unplannable);
            } else {
                throw trouble;
            }
        });
        if (!wrong.isEmpty()) {
            throw Unplannable.all(wrong);
        }
        return plans;
    }

    /**
     * {@link #plan()}, but a table that cannot be planned does not keep the others from being.
     *
     * @param trouble is told of {@link Unplannable}, and of what a store says of a table
     */
    List<Planned> plan(Trouble trouble) {
        List<Planned> plans = new ArrayList<>();
        Map<TableName, TableName> sources = new HashMap<>();
        selection.select(source).forEach((table, rule) -> {
            try {
                Planned planned = plan(table, rule);
                checkThatNoOtherGoesThere(sources, table, planned.plan().write().table());
                plans.add(planned);
            } catch (Unplannable | StoreException.Permanent e) {
                trouble.with(table, e);
            }
        });
        return plans;
    }

    private static void checkThatNoOtherGoesThere(Map<TableName, TableName> sources, TableName table, TableName sink) {
        TableName first = sources.putIfAbsent(sink, table);
        if (first != null) {
            throw new Unplannable("the tables " + first + " and " + table + " both go into " + sink,
                    "give one of them another name with into:, or leave it out");
        }
    }

    private Planned plan(TableName table, TableRule asWritten) {
        TableRule rule = SnapshotStamp.stamped(asWritten, startedAt);
        TableSchema declared = describe(table);
        TableName sinkName = rule.into().orElse(table);
        Optional<TableSchema> existing = sink.describe(sinkName);
        if (existing.isEmpty() && plan.schema() == SchemaPolicy.MATCH) {
            throw new Unplannable("the sink has no table " + sinkName + ", and schema: match forbids to make it",
                    "make the table, or set schema: create");
        }
        ColumnMapping mapping = ColumnMapping.of(plan.schema(), rule, declared,
                () -> source.survey(table), existing);
        KeyChoice key = KeyChoice.of(rule, declared, existing, mapping);
        List<String> warnings = new ArrayList<>(mapping.warnings());
        warnings.addAll(key.warnings());
        SnapshotStamp.check(rule, existing, key);
        TableSchema target = new TargetSchema(declared, sinkName, rule, mapping, key, selection).build();
        WritePlan write = writePlan(sinkName, rule, mapping, key);
        TablePlan made = new TablePlan(declared, existing, target, plan.schema(), readPlan(table, rule, mapping, key),
                write, backPlan(write, rule, mapping), rule.mode(), rule.changes(), orphans(table, rule),
                fingerprint(declared, rule, mapping, key));
        sink.objection(made).ifPresent(objection -> {
            throw new Unplannable.Objected(sinkName.name(), objection);
        });
        if (rule.mode() instanceof SyncMode.FullRefresh && !sink.hasTransactions()) {
            warnings.add("the sink has no transaction over several batches: other readers see the full refresh batch by"
                    + " batch, never an empty table");
        }
        return new Planned(made, warnings);
    }

    /** Correctness rules 3 and 14: what the source does not show must not look like what it no longer has. */
    private OrphanPolicy orphans(TableName table, TableRule rule) {
        OrphanPolicy wanted = rule.mode() instanceof SyncMode.FullRefresh
                ? new OrphanPolicy.Delete(new DeleteLimit.None())
                : plan.orphans();
        if (wanted instanceof OrphanPolicy.Delete) {
            String doing = rule.mode() instanceof SyncMode.FullRefresh ? "a full refresh" : "delete-orphans";
            if (plan.limit() != Long.MAX_VALUE) {
                throw new Unplannable("--limit reads a part of " + table + ", so " + doing
                        + " would delete rows that the source still has", "leave out one of the two");
            }
            if (rule.top().isPresent()) {
                throw new Unplannable("order and limit read a part of " + table + ", so " + doing
                        + " would delete rows that the source still has", "leave out one of the two");
            }
            if (rule.where().isPresent() && rule.sinkWhere().isEmpty()) {
                throw new Unplannable("where reads a part of " + table + ", so " + doing
                        + " would delete rows that the source still has",
                        "bound the sink's rows too, with sink-where, or leave out one of the two");
            }
        }
        return wanted;
    }

    /** A name that is no table of the source is taken for a view; one that is no view either is the user's mistake. */
    private TableSchema describe(TableName table) {
        try {
            return source.describe(table);
        } catch (StoreException.Permanent e) {
            List<TableName> tables = source.tables();
            if (tables.contains(table)) {
                throw e;
            }
            throw new Unplannable("the source has no table or view " + table, "its tables are: "
                    + (tables.isEmpty() ? "none" : String.join(", ", tables.stream().map(TableName::name).toList())));
        }
    }

    private ReadPlan readPlan(TableName table, TableRule rule, ColumnMapping mapping, KeyChoice key) {
        List<ReadColumn> columns = new ArrayList<>();
        for (ColumnMapping.Pair pair : mapping.pairs()) {
            columns.add(
                    pair.constant().<ReadColumn>map(value -> new ReadColumn.Constant(pair.from(), pair.type(), value))
                            .orElseGet(() -> new ReadColumn.Stored(pair.from(), pair.type(),
                                    rule.times().getOrDefault(pair.from(), TimeEncoding.NATURAL))));
        }
        return new ReadPlan(table, columns, key.keyset(), rule.where(), Optional.empty(), plan.page(), Map.of(),
                rule.top(), KeyOrder.OWN);
    }

    /** Constants bound the slice of the sink that the profile owns (correctness rule 3). */
    private ReadPlan backPlan(WritePlan write, TableRule rule, ColumnMapping mapping) {
        List<ReadColumn> columns = IntStream.range(0, write.rows().width())
                .<ReadColumn>mapToObj(i -> {
                    String name = write.rows().names().get(i);
                    return new ReadColumn.Stored(name, write.rows().types().get(i),
                            write.times().getOrDefault(name, TimeEncoding.NATURAL));
                })
                .toList();
        Map<String, Value> slice = new HashMap<>();
        mapping.pairs().forEach(pair -> pair.constant().ifPresent(value -> slice.put(pair.to(), value)));
        List<String> keyset = write.key().stream().filter(name -> !slice.containsKey(name)).toList();
        return new ReadPlan(write.table(), columns, keyset, rule.sinkWhere(), Optional.empty(), plan.page(), slice,
                Optional.empty(), KeyOrder.OWN);
    }

    private WritePlan writePlan(TableName table, TableRule rule, ColumnMapping mapping, KeyChoice key) {
        RowType rows = new RowType(mapping.pairs().stream().map(ColumnMapping.Pair::to).toList(),
                mapping.pairs().stream().map(ColumnMapping.Pair::type).toList());
        Map<String, TimeEncoding> times = new HashMap<>();
        mapping.pairs()
                .stream()
                .filter(pair -> rule.times().containsKey(pair.to()))
                .forEach(pair -> times.put(pair.to(), rule.times().get(pair.to())));
        Visibility visibility = rule.mode() instanceof SyncMode.FullRefresh && sink.hasTransactions()
                ? Visibility.AT_COMMIT
                : Visibility.EACH_BATCH;
        return new WritePlan(table, rows, key.columns(), key.isKeyless() ? WriteMode.APPEND : writeMode(rule.mode()),
                key.collisions(), times, visibility);
    }

    private static WriteMode writeMode(SyncMode mode) {
        return switch (mode) {
            case SyncMode.Upsert _, SyncMode.FullRefresh _, SyncMode.Snapshot _ -> WriteMode.UPSERT;
            case SyncMode.InsertOnly _ -> WriteMode.INSERT_ONLY;
        };
    }

    /** Without the sink's columns: a table that the interrupted run itself made must not change it. */
    private static SchemaFingerprint fingerprint(TableSchema declared, TableRule rule, ColumnMapping mapping,
            KeyChoice key) {
        return SchemaFingerprint.of(String.join("\n", SchemaFingerprint.of(declared).hex(),
                mapping.pairs().stream().map(pair -> pair.from() + ">" + pair.to()).toList().toString(),
                key.columns().toString(), key.keyset().toString(), rule.where().orElse(""), rule.mode().toString(),
                rule.changes().toString(), rule.top().toString(), rule.sinkWhere().orElse(""),
                new TreeMap<>(rule.constants()).toString(),
                new TreeMap<>(rule.times()).toString()));
    }
}
