package dev.tidemark.runtime;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.ChangePlan.TableChanges;
import dev.tidemark.domain.engine.RowDifference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes one plan of those of a profile's legs. */
final class ChangePlans {

    private ChangePlans() {
    }

    static ChangePlan asRun(ChangePlan plan, String profile) {
        return new ChangePlan(Reports.asRun(plan.report(), profile, PeakMemory.bytes()), plan.tables());
    }

    /** Notes, warnings and failures say which file they are about. */
    static ChangePlan ofFile(ChangePlan plan, String file) {
        List<TableChanges> tables = plan.tables().stream()
                .map(table -> new TableChanges(table.table(), table.ddl(), table.samples(),
                        table.notes().stream().map(note -> file + ": " + note).toList()))
                .toList();
        return new ChangePlan(Reports.ofFile(plan.report(), file), tables);
    }

    /**
     * The legs' plans added up, a table each.
     *
     * @param samples how many rows of each kind of change to keep for each table
     */
    static ChangePlan sum(List<ChangePlan> legs, Duration duration, int samples) {
        Map<String, TableChanges> tables = new LinkedHashMap<>();
        legs.forEach(leg -> leg.tables().forEach(
                table -> tables.merge(table.table(), table, (one, next) -> plus(one, next, samples))));
        return new ChangePlan(Reports.sum(legs.stream().map(ChangePlan::report).toList(), duration),
                List.copyOf(tables.values()));
    }

    /** Every leg would find the table missing, but only the first would make it. */
    private static TableChanges plus(TableChanges one, TableChanges next, int samples) {
        List<RowDifference> shown = Stream.of(RowDifference.Kind.values())
                .flatMap(kind -> both(one.samples(), next.samples()).filter(row -> row.kind() == kind).limit(samples))
                .toList();
        return new TableChanges(one.table(), both(one.ddl(), next.ddl()).distinct().toList(), shown,
                both(one.notes(), next.notes()).distinct().toList());
    }

    private static <T> Stream<T> both(List<T> one, List<T> next) {
        return Stream.concat(one.stream(), next.stream());
    }
}
