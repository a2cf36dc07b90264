package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.TablePlanner.Planned;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Groups of tables that no foreign key joins, of the source or of the sink: what one group does can neither wait for nor
 * break what another does.
 */
final class TableGroups {
    private final SyncPlan plan;
    private final Source source;
    /** By the source's name of the table; tables of one group have the same set. */
    private final Map<TableName, Set<TableName>> groups = new LinkedHashMap<>();

    TableGroups(SyncPlan plan, Source source, List<Planned> planned) {
        this.plan = plan;
        this.source = source;
        Map<TableName, TableName> bySinkName = new LinkedHashMap<>();
        for (Planned table : planned) {
            TableName name = name(table.plan());
            groups.put(name, new LinkedHashSet<>(Set.of(name)));
            bySinkName.put(table.plan().write().table(), name);
        }
        for (Planned table : planned) {
            TablePlan one = table.plan();
            one.source().foreignKeys().forEach(key -> join(name(one), key.target()));
            Stream.of(Stream.of(one.target()), one.existing().stream()).flatMap(schemas -> schemas)
                    .map(TableSchema::foreignKeys).flatMap(List::stream).map(ForeignKey::target)
                    .map(target -> bySinkName.getOrDefault(target, name(one)))
                    .forEach(target -> join(name(one), target));
        }
        // A table is also selected by what it is called in the sink, which may be another one's name in the source.
        planned.forEach(table -> join(name(table.plan()), table.plan().write().table()));
        groups.keySet().stream().filter(TableGroups::isPattern).toList().forEach(this::joinWhatItsNameSelects);
    }

    /** The groups in the order of their first tables. */
    List<Set<TableName>> groups() {
        List<Set<TableName>> distinct = new ArrayList<>();
        groups.values().stream().filter(group -> distinct.stream().noneMatch(other -> other == group))
                .forEach(distinct::add);
        return distinct;
    }

    private static boolean isPattern(TableName table) {
        return table.name().contains("*") || table.name().contains("?");
    }

    /** The groups are run by their tables' names, and such a name selects others as well. */
    private void joinWhatItsNameSelects(TableName table) {
        new TableSelection(plan.withOnly(List.of(table.name()))).select(source).keySet()
                .forEach(selected -> join(table, selected));
    }

    private void join(TableName one, TableName other) {
        Set<TableName> group = groups.get(one);
        Set<TableName> more = groups.get(other);
        if (group != null && more != null && group != more) {
            group.addAll(more);
            more.forEach(table -> groups.put(table, group));
        }
    }

    private static TableName name(TablePlan plan) {
        return plan.source().name();
    }
}
