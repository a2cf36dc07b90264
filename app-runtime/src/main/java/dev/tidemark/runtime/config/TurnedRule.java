package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A push's rule for a table, turned round for the pull. */
final class TurnedRule {

    private TurnedRule() {
    }

    /**
     * Reads what the push writes and writes what it reads. Constants that the push adds are no columns of the table that is
     * written now; they bound the rows that are read.
     *
     * @param mode of the pull: the rule's own holds for the push
     * @param changes of the pull
     */
    static TableRule of(TableRule rule, SyncMode mode, ChangeDetection changes) {
        List<String> excluded = new ArrayList<>(rule.excluded());
        excluded.addAll(rule.constants().keySet());
        List<String> key = rule.key().stream().filter(column -> !rule.constants().containsKey(column)).toList();
        return new TableRule(rule.into().map(TableName::name).orElse(rule.pattern()),
                rule.into().map(_ -> new TableName(rule.pattern())),
                key, excluded, Map.of(), where(rule), mode, changes, rule.times());
    }

    private static Optional<String> where(TableRule rule) {
        List<String> conditions = new ArrayList<>();
        rule.where().ifPresent(where -> conditions.add("(" + where + ")"));
        new TreeMap<>(rule.constants())
                .forEach((column, value) -> conditions.add(quoted(column, '"') + " = " + literal(value)));
        return conditions.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", conditions));
    }

    /** In words that SQLite and PostgreSQL share. */
    private static String literal(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth ? "TRUE" : "FALSE";
            case Value.Int64 _, Value.Decimal _ -> value.text();
            default -> quoted(value.text(), '\'');
        };
    }

    private static String quoted(String text, char quote) {
        return text.chars().mapToObj(letter -> letter == quote ? "" + quote + quote : Character.toString(letter))
                .collect(Collectors.joining("", "" + quote, "" + quote));
    }
}
