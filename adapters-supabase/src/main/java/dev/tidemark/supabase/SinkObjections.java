package dev.tidemark.supabase;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person has to do before a table can be written over REST, where tables are neither made nor changed. */
final class SinkObjections {
    static final String NO_KEY = "rows without a key cannot be found again over REST";
    static final String GIVE_IT_A_KEY = "give the table a primary key, or name columns that are unique in the sink with"
            + " key:";

    private final SupabaseClient client;
    private final SupabaseTables tables;
    private final TableDdl ddl;
    /** The missing tables that somebody was told to make. */
    private final Map<TableName, TableSchema> told = new LinkedHashMap<>();

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
        if (plan.write().mode() == WriteMode.APPEND) {
            return Optional.of(error(plan, NO_KEY, GIVE_IT_A_KEY));
        }
        Optional<Finding> unprepared = unprepared(plan);
        if (unprepared.isPresent()) {
            return unprepared;
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
        List<String> statements = new ArrayList<>(ddl.statements(schema, plan));
        statements.addAll(references(schema, plan.target()));
        return with(statements, "grant select, insert, update, delete on " + name
                + " to service_role", "alter table " + name + " enable row level security",
                "notify pgrst, 'reload schema'");
    }

    /**
     * The references of the table to those that are there by then, and to it from those told of before: all that was told
     * can be run in that order, whichever table refers to which.
     */
    private synchronized List<String> references(String schema, TableSchema table) {
        told.put(table.name(), table);
        List<String> references = new ArrayList<>();
        for (TableSchema from : told.values()) {
            boolean isNew = from.name().equals(table.name());
            from.foreignKeys().stream()
                    .filter(key -> isNew ? isThere(key.target()) : key.target().equals(table.name()))
                    .forEach(key -> references.add(reference(schema, from, key)));
        }
        return references;
    }

    private static String reference(String schema, TableSchema table, ForeignKey key) {
        return "alter table " + SqlNames.qualified(schema, table.name()) + " add foreign key ("
                + SqlNames.quoted(key.columns()) + ") references " + SqlNames.qualified(schema, key.target()) + " ("
                + SqlNames.quoted(key.targetColumns()) + ") on delete " + key.onDelete();
    }

    private boolean isThere(TableName table) {
        return told.containsKey(table) || tables.find(table).isPresent();
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

    /** One piece of SQL, whatever it is put together with. */
    private String script(TablePlan plan) {
        List<String> lines = new ArrayList<>(List.of("-- run in the project's SQL editor:"));
        for (String statement : statements(plan)) {
            String line = statement.strip();
            lines.add(line.endsWith(";") ? line : line + ";");
        }
        lines.add("-- for a key that row-level security binds: the same grant to authenticated or anon, and policies");
        return String.join("\n", lines);
    }

    private static Finding error(TablePlan plan, String message, String advice) {
        return new Finding(Severity.ERROR, plan.write().table().name(), message, advice);
    }
}
