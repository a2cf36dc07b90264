package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A push's rule for a table, turned round for the pull. */
final class TurnedRule {

    private TurnedRule() {
    }

    private static final String ADVICE = "it cannot be pulled; leave it out with --exclude, or give the pull tables of its"
            + " own, in a pull: block";

    /**
     * Reads what the push writes and writes what it reads. Constants that the push adds are no columns of the table that is
     * written now; they bound the rows that are read. Each side's condition stays with its side.
     *
     * @param mode of the pull: the rule's own holds for the push
     * @param changes of the pull
     * @param read the language of the store that the pull reads
     * @param written that of the store that it writes
     */
    static TableRule of(TableRule rule, SyncMode mode, ChangeDetection changes, Conditions read, Conditions written) {
        List<String> excluded = new ArrayList<>(rule.excluded());
        excluded.addAll(rule.constants().keySet());
        List<String> key = rule.key().stream().filter(column -> !rule.constants().containsKey(column)).toList();
        return new TableRule(rule.into().map(TableName::name).orElse(rule.pattern()),
                rule.into().map(_ -> new TableName(rule.pattern())),
                key, excluded, Map.of(), where(rule, read), mode, changes, rule.times(), Optional.empty(),
                written(rule, written));
    }

    /** Why a pull of the rule's tables would not bring back what their push sent; empty if it would. */
    static Optional<String> obstacle(TableRule rule) {
        if (rule.mode() instanceof SyncMode.Snapshot) {
            return Optional.of("the snapshots of " + rule.pattern() + " hold many versions of its rows, so " + ADVICE);
        }
        return rule.top().map(_ -> "order and limit send a part of " + rule.pattern() + ", so " + ADVICE);
    }

    /** The sink's own condition where there is one; else the source's, which the sink may not understand. */
    private static Optional<String> where(TableRule rule, Conditions read) {
        List<String> conditions = new ArrayList<>();
        rule.sinkWhere().or(rule::where).map(read::whole).ifPresent(conditions::add);
        new TreeMap<>(rule.constants()).forEach((column, value) -> conditions.add(read.equal(column, value)));
        return conditions.isEmpty() ? Optional.empty() : Optional.of(read.all(conditions));
    }

    /** Which rows of the table that is written now are the profile's: those that its push reads. */
    private static Optional<String> written(TableRule rule, Conditions written) {
        boolean isPart = rule.sinkWhere().isPresent() || !rule.constants().isEmpty();
        return rule.where().or(() -> isPart ? Optional.of(written.everyRow()) : Optional.empty());
    }
}
