package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parents before children, as the foreign keys of the sink's tables ask for it. A reference to itself does not count, and
 * a cycle is opened at its first table: rows that it refuses are tried again at the end of the run.
 */
final class TableOrder {
    private final List<TablePlan> ordered = new ArrayList<>();
    private final Map<TableName, Set<TableName>> parents = new LinkedHashMap<>();

    TableOrder(List<TablePlan> plans) {
        Map<TableName, TablePlan> waiting = plans.stream()
                .collect(Collectors.toMap(TableOrder::name, plan -> plan, (first, _) -> first, LinkedHashMap::new));
        Set<TableName> all = Set.copyOf(waiting.keySet());
        while (!waiting.isEmpty()) {
            TablePlan next = waiting.values()
                    .stream()
                    .filter(plan -> referredTo(plan, waiting.keySet()).isEmpty())
                    .findFirst()
                    .orElseGet(() -> waiting.values().iterator().next());
            waiting.remove(name(next));
            Set<TableName> earlier = referredTo(next, all);
            earlier.removeAll(waiting.keySet());
            parents.put(name(next), earlier);
            ordered.add(next);
        }
    }

    /** All tables, parents first. */
    List<TablePlan> ordered() {
        return ordered;
    }

    /** The tables that have to be done before this one begins; the edges that open a cycle are left out. */
    Set<TableName> parents(TablePlan plan) {
        return parents.getOrDefault(name(plan), Set.of());
    }

    private static TableName name(TablePlan plan) {
        return plan.write().table();
    }

    private static Set<TableName> referredTo(TablePlan plan, Set<TableName> among) {
        return Stream.concat(plan.target().foreignKeys().stream(),
                plan.existing().stream().flatMap(existing -> existing.foreignKeys().stream()))
                .map(ForeignKey::target)
                .filter(target -> !target.equals(name(plan)) && among.contains(target))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
