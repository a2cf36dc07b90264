package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which tables of the source a run is about, and which rule holds for each. A view is in when it is called by its name. */
final class TableSelection {
    private final SyncPlan plan;

    TableSelection(SyncPlan plan) {
        this.plan = plan;
    }

    /** The tables in the order of their names. */
    Map<TableName, TableRule> select(Source source) {
        List<TableName> tables = source.tables();
        Map<TableName, TableRule> selected = new TreeMap<>();
        for (TableName table : tables) {
            rule(table).filter(rule -> isWanted(table, rule)).ifPresent(rule -> selected.put(table, rule));
        }
        calledByName(tables).forEach(view -> rule(view).ifPresent(rule -> selected.put(view, rule)));
        checkThatEveryNameIsFound(selected, tables);
        return selected;
    }

    /** What the sink calls a table of the source. */
    TableName sinkName(TableName table) {
        return rule(table).flatMap(TableRule::into).orElse(table);
    }

    private Optional<TableRule> rule(TableName table) {
        return plan.rules().stream().filter(rule -> rule.names(table)).findFirst();
    }

    private boolean isWanted(TableName table, TableRule rule) {
        boolean only = plan.only().isEmpty() || matchesAny(plan.only(), table)
                || matchesAny(plan.only(), into(rule, table));
        return only && !matchesAny(plan.excluded(), table) && !matchesAny(plan.excluded(), into(rule, table));
    }

    private static TableName into(TableRule rule, TableName table) {
        return rule.into().orElse(table);
    }

    /** Names without wildcards that are no tables of the source, so that they must be views. */
    private List<TableName> calledByName(List<TableName> tables) {
        Stream<String> names = plan.only().isEmpty()
                ? plan.rules().stream().map(TableRule::pattern)
                : plan.only().stream();
        return names.filter(name -> !name.contains("*") && !name.contains("?"))
                .map(TableName::new)
                .filter(name -> !tables.contains(name) && !matchesAny(plan.excluded(), name))
                .filter(name -> plan.rules().stream().noneMatch(rule -> rule.into().filter(name::equals).isPresent()))
                .toList();
    }

    private void checkThatEveryNameIsFound(Map<TableName, TableRule> selected, List<TableName> tables) {
        for (String pattern : plan.only()) {
            if (selected.entrySet()
                    .stream()
                    .noneMatch(entry -> matches(pattern, entry.getKey())
                            || matches(pattern, into(entry.getValue(), entry.getKey())))) {
                throw new Unplannable("no table of the profile is called " + pattern,
                        "its tables are: " + names(tables.stream().filter(table -> rule(table).isPresent()).toList()));
            }
        }
        if (selected.isEmpty()) {
            throw new Unplannable("the profile names no table that the source has",
                    "look at tables: in the profile, and at the schema or the file that the connection names");
        }
    }

    private static String names(List<TableName> tables) {
        return tables.isEmpty() ? "none" : String.join(", ", tables.stream().map(TableName::name).toList());
    }

    private static boolean matchesAny(List<String> patterns, TableName table) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, table));
    }

    private static boolean matches(String pattern, TableName table) {
        return TableRule.of(pattern).names(table);
    }
}
