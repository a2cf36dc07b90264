package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Says for a person what is compared as what, as far as the two sides of a table are not of one kind. */
final class TypesCompared {
    private TypesCompared() {
    }

    /** A line for each column whose two sides do not have one type, and for each bound of what is looked at. */
    static List<String> of(TablePlan plan) {
        List<String> lines = new ArrayList<>();
        if (plan.existing().isEmpty()) {
            lines.add("the sink has no table " + plan.write().table());
        }
        for (int i = 0; i < plan.read().columns().size(); i++) {
            if (plan.read().columns().get(i) instanceof ReadColumn.Stored read) {
                column(plan, read, plan.write().rows().names().get(i)).ifPresent(lines::add);
            }
        }
        new TreeMap<>(plan.back().slice()).forEach((column, value) -> lines.add(
                "of the sink only rows with " + column + " = " + value.text() + " are looked at"));
        if (plan.read().where().isPresent() && plan.back().where().isEmpty() || plan.read().top().isPresent()) {
            lines.add(
                    "of the source only the rows that the profile sends are looked at, of the sink all: bound these with"
                            + " sink-where");
        }
        if (plan.write().mode() == WriteMode.INSERT_ONLY) {
            lines.add("mode insert-only: only keys are compared, for rows that are there are left alone");
        }
        if (plan.write().mode() == WriteMode.APPEND) {
            lines.add("no key: rows are compared as a whole, so an edited row is one missing and one extra");
        }
        return lines;
    }

    private static Optional<String> column(TablePlan plan, ReadColumn.Stored read, String sinkName) {
        ValueType compared = read.type();
        Optional<Column> source = plan.source().column(read.name());
        Optional<Column> sink = plan.existing().flatMap(table -> table.column(sinkName));
        boolean alike = source.map(Column::type).filter(type -> !type.equals(compared)).isEmpty()
                && sink.map(Column::type).filter(type -> !type.equals(compared)).isEmpty();
        if (alike) {
            return Optional.empty();
        }
        return Optional.of(sinkName + ": " + source.map(column -> words(column) + " in the source, ").orElse("")
                + sink.map(column -> words(column) + " in the sink, ").orElse("") + "compared as " + compared);
    }

    private static String words(Column column) {
        return column.declaredType().isEmpty() ? column.type().toString() : column.declaredType();
    }
}
