package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * Asks the store that a pull reads whether it understands the conditions of the profile, which were written for the other
 * store: one that it does not is an error of configuration, told before anything is written (correctness rule 2).
 */
final class WhereCheck {
    private static final PageLimit ONE_ROW = new PageLimit(1, 1);

    private WhereCheck() {
    }

    /** What is wrong with the first condition that cannot be run; other trouble is left for the run to tell. */
    static Optional<Failure> of(Leg leg) throws InterruptedException {
        List<TableRule> rules = leg.plan().rules().stream().filter(rule -> rule.where().isPresent()).toList();
        if (leg.plan().direction() == Direction.PUSH || rules.isEmpty()) {
            return Optional.empty();
        }
        try (Source source = leg.from().openSource()) {
            for (TableName table : source.tables()) {
                Optional<TableRule> rule = leg.plan().rules().stream().filter(one -> one.names(table)).findFirst();
                Optional<Failure> failure = rule.isEmpty() ? Optional.empty() : refused(leg, source, table, rule.get());
                if (failure.isPresent()) {
                    return failure;
                }
            }
            return Optional.empty();
        } catch (StoreException _) {
            return Optional.empty();
        }
    }

    private static Optional<Failure> refused(Leg leg, Source source, TableName table, TableRule rule)
            throws InterruptedException {
        TableSchema schema = source.describe(table);
        Optional<Column> column = schema.columns().stream().findFirst();
        if (rule.where().isEmpty() || column.isEmpty()) {
            return Optional.empty();
        }
        ReadPlan oneRow = new ReadPlan(table, List.of(new ReadColumn.Stored(column.get().name(), column.get().type())),
                schema.key(),
                rule.where(), Optional.empty(), ONE_ROW);
        try (SourcePager pager = source.open(oneRow, new Cursor.Start())) {
            Optional<Page> _ = pager.next();
            return Optional.empty();
        } catch (StoreException.Permanent e) {
            return Optional.of(new Failure(Failure.Kind.CONFIGURATION,
                    "pull " + leg.plan().profile() + ", table " + table + ": " + leg.from().name()
                            + " cannot run the condition "
                            + rule.where().get() + ": " + e.getMessage(),
                    "give the pull tables of its own, in a pull: block of the profile"));
        }
    }
}
