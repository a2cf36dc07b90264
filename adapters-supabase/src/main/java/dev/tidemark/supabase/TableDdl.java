package dev.tidemark.supabase;

import dev.tidemark.domain.plan.TablePlan;
import java.util.List;

/** Writes what PostgreSQL would run to make a table ready: the REST API cannot, so a person has to. */
@FunctionalInterface
public interface TableDdl {

    /**
     * The statements that make the plan's table without its references, or add the columns that it lacks, in order; names are
     * qualified with the schema.
     */
    List<String> statements(String schema, TablePlan plan);
}
