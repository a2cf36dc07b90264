package dev.tidemark.supabase;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person has to do before a table can be written over REST, where tables are neither made nor changed. */
final class SinkObjections {
    static final String NO_KEY = "rows without a key cannot be found again over REST";
    static final String GIVE_IT_A_KEY = "give the table a primary key, or name columns that are unique in the sink with"
            + " key:";

    private final SupabaseClient client;
    private final SupabaseTables tables;
    private final TableDdl ddl;

    SinkObjections(SupabaseClient client, SupabaseTables tables, TableDdl ddl) {
        this.client = client;
        this.tables = tables;
        this.ddl = ddl;
    }

    /**
     * Why no row can be written by the plan.
     *
     * @param probe fails if no row could be written
     */
    Optional<Finding> objection(TablePlan plan, Runnable probe) {
        Optional<Finding> unprepared = unprepared(plan);
        if (unprepared.isPresent()) {
            return unprepared;
        }
        if (plan.write().mode() == WriteMode.APPEND) {
            return Optional.of(error(plan, NO_KEY, GIVE_IT_A_KEY));
        }
        try {
            probe.run();
            return Optional.empty();
        } catch (StoreException.Permanent e) {
            return Optional.of(error(plan, String.valueOf(e.getMessage()), e.advice()));
        }
    }

    /** What is missing that elsewhere would be made. */
    Optional<Finding> unprepared(TablePlan plan) {
        Optional<SupabaseTable> table = tables.find(plan.write().table());
        if (table.isEmpty()) {
            return Optional.of(error(plan, "the table is missing, and over REST no table can be made", script(plan)));
        }
        List<String> missing = missing(plan, table.get());
        return missing.isEmpty() ? Optional.empty()
                : Optional.of(error(plan, "the table lacks " + String.join(", ", missing)
                        + ", and over REST no column can be added", script(plan)));
    }

    /** What would make the table ready; empty if nothing is missing. */
    List<String> statements(TablePlan plan) {
        Optional<SupabaseTable> table = tables.find(plan.write().table());
        String schema = client.config().schema();
        if (table.isPresent()) {
            return missing(plan, table.get()).isEmpty() ? List.of()
                    : with(ddl.statements(schema, plan), "notify pgrst, 'reload schema'");
        }
        if (plan.schema() == SchemaPolicy.MATCH) {
            throw new StoreException.Permanent(client.config().displayName() + " has no table " + plan.write().table()
                    + ", and schema: match forbids to make it", "PGRST205", "make the table", null);
        }
        String name = SqlNames.qualified(schema, plan.write().table());
        return with(ddl.statements(schema, plan), "grant select, insert, update, delete on " + name
                + " to service_role", "alter table " + name + " enable row level security",
                "notify pgrst, 'reload schema'");
    }

    private static List<String> with(List<String> statements, String... more) {
        List<String> all = new ArrayList<>(statements);
        all.addAll(List.of(more));
        return all;
    }

    /** Columns that the table is to have and has not, where it may get them. */
    private static List<String> missing(TablePlan plan, SupabaseTable table) {
        return plan.schema() != SchemaPolicy.EVOLVE ? List.of()
                : plan.target().columns().stream().map(Column::name).filter(name -> table.column(name).isEmpty())
                        .toList();
    }

    private String script(TablePlan plan) {
        return "run in the project's SQL editor:\n" + String.join("\n",
                statements(plan).stream()
                        .map(statement -> statement.strip() + (statement.strip().endsWith(";") ? "" : ";"))
                        .toList())
                + "\n-- for keys that row-level security binds: grants to authenticated or anon, and policies";
    }

    private static Finding error(TablePlan plan, String message, String advice) {
        return new Finding(Severity.ERROR, plan.write().table().name(), message, advice);
    }
}
