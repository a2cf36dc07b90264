package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Asks the stores whether they understand the conditions of the profile: one that its store does not is an error of
 * configuration, told before anything is made or written (correctness rule 2). No row is read.
 */
final class WhereCheck {
    private static final PageLimit ONE_ROW = new PageLimit(1, 1);

    private WhereCheck() {
    }

    /** What is wrong with the first condition that cannot be run; other trouble is left for the run to tell. */
    static Optional<Failure> of(Leg leg) throws InterruptedException {
        Optional<Failure> read = refused(leg, leg.from(), "where", TableRule::where, (table, _) -> table);
        return read.isPresent() ? read
                : refused(leg, leg.to(), "sink-where", TableRule::sinkWhere,
                        (table, rule) -> rule.into().orElse(table));
    }

    private static Optional<Failure> refused(Leg leg, Store store, String setting,
            Function<TableRule, Optional<String>> condition, BiFunction<TableName, TableRule, TableName> name)
            throws InterruptedException {
        if (leg.plan().rules().stream().allMatch(rule -> condition.apply(rule).isEmpty())) {
            return Optional.empty();
        }
        try (Source source = store.openSource()) {
            for (TableName table : tables(leg.plan(), source, condition)) {
                Optional<TableRule> rule = leg.plan().rules().stream().filter(one -> one.names(table)).findFirst()
                        .filter(one -> isWanted(leg.plan(), table, one));
                Optional<String> where = rule.flatMap(condition);
                if (where.isPresent()) {
                    Optional<StoreException> refusal = refusal(source, name.apply(table, rule.orElseThrow()),
                            where.get());
                    if (refusal.isPresent()) {
                        return Optional
                                .of(failure(leg, table, store.name() + " cannot run the condition " + where.get(),
                                        setting, refusal.get()));
                    }
                }
            }
            return Optional.empty();
        } catch (StoreException _) {
            return Optional.empty();
        }
    }

    /** Views are read only when called by name, and what is called by name need not be looked for. */
    private static Set<TableName> tables(SyncPlan plan, Source source,
            Function<TableRule, Optional<String>> condition) {
        Set<TableName> tables = new TreeSet<>();
        for (TableRule rule : plan.rules()) {
            if (condition.apply(rule).isEmpty()) {
                continue;
            }
            if (rule.pattern().contains("*") || rule.pattern().contains("?")) {
                tables.addAll(source.tables());
            } else {
                tables.add(new TableName(rule.pattern()));
            }
        }
        return tables;
    }

    private static boolean isWanted(SyncPlan plan, TableName table, TableRule rule) {
        return (plan.only().isEmpty() || isNamed(plan.only(), table, rule)) && !isNamed(plan.excluded(), table, rule);
    }

    private static boolean isNamed(List<String> patterns, TableName table, TableRule rule) {
        return patterns.stream().map(TableRule::of)
                .anyMatch(pattern -> pattern.names(table) || rule.into().filter(pattern::names).isPresent());
    }

    private static Optional<StoreException> refusal(Source source, TableName table, String where)
            throws InterruptedException {
        TableSchema schema;
        try {
            schema = source.describe(table);
        } catch (StoreException.Permanent _) {
            return Optional.empty();
        }
        Optional<Column> column = schema.columns().stream().findFirst();
        if (column.isEmpty()) {
            return Optional.empty();
        }
        // No row has a key without a value, and an index says so at once.
        Map<String, Value> none = schema.key().isEmpty() ? Map.of() : Map.of(schema.key().getFirst(), Value.Null.NULL);
        ReadPlan noRow = new ReadPlan(table, List.of(new ReadColumn.Stored(column.get().name(), column.get().type())),
                schema.key(), Optional.of(where), Optional.empty(), ONE_ROW, none, Optional.empty(), KeyOrder.OWN);
        try (SourcePager pager = source.open(noRow, new Cursor.Start())) {
            Optional<Page> _ = pager.next();
            return Optional.empty();
        } catch (StoreException.Permanent e) {
            return Optional.of(e);
        }
    }

    private static Failure failure(Leg leg, TableName table, String what, String setting, StoreException refusal) {
        boolean pull = leg.plan().direction() == Direction.PULL;
        String own = refusal.advice().isEmpty() ? "write " + setting + " as that store reads it" : refusal.advice();
        return new Failure(Failure.Kind.CONFIGURATION,
                (pull ? "pull " : "push ") + leg.plan().profile() + ", table " + table + ": " + what + ": "
                        + refusal.getMessage(),
                pull ? "give the pull tables of its own, in a pull: block of the profile" : own);
    }
}
