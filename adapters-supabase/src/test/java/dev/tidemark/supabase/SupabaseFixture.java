package dev.tidemark.supabase;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.postgres.PostgresTables;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The public schema of a project, empty for each test; its tables are made and seen straight in the database behind it. */
final class SupabaseFixture extends PostgresTables {
    private static final String SCHEMA = "public";
    private static final Map<String, String> OPERATORS = Map.of("<", "lt", ">", "gt", "=", "eq");

    private final SupabaseProject project;
    private boolean served;

    SupabaseFixture(SupabaseProject project) {
        super(project.database(), SCHEMA);
        this.project = project;
        project.reloadOnDemand();
        project.database().execute("drop schema if exists public cascade");
        project.createSchema(SCHEMA);
    }

    /** The gateway, and the key that sees and writes everything. */
    SupabaseConfig config() {
        return SupabaseConfig.of(project.url(), project.secretKey());
    }

    /** The project as its API serves it now, tables made since included. */
    @Override
    public Store store() {
        if (!served) {
            project.reload();
            served = true;
        }
        return new SupabaseStore(config(), KnownTables.NONE, (_, plan) -> statements(plan));
    }

    /** What makes the names known that a person has to be told. */
    private static List<String> statements(TablePlan plan) {
        String table = plan.target().name().name();
        if (plan.existing().isEmpty()) {
            return List.of("create table " + table + " (...)");
        }
        return plan.target().columns().stream().map(Column::name)
                .filter(column -> plan.existing().get().column(column).isEmpty())
                .map(column -> "alter table " + table + " add column " + column)
                .toList();
    }

    @Override
    public void create(TableSpec table) {
        super.create(table);
        served = false;
    }

    @Override
    public boolean has(Ability ability) {
        return switch (ability) {
            case SNAPSHOT, TABLE_BYTES, CONSTRAINTS, MAKES_TABLES, KEYLESS, TRANSACTIONS, SWAPS -> false;
        };
    }

    /** PostgREST writes SQL's NULL for the JSON value of that name; jsonb, which looks alike, keeps no NUL character. */
    @Override
    public boolean mayRefuse(Value value) {
        return super.mayRefuse(value)
                || value instanceof Value.Json(String text) && (text.equals("null") || text.contains("\\u0000"));
    }

    /** A domain is described as its base type, which is no native one. */
    @Override
    public Map<String, List<String>> nativeValues() {
        Map<String, List<String>> values = new LinkedHashMap<>(super.nativeValues());
        values.remove(SCHEMA + ".positive");
        values.remove(SCHEMA + ".code");
        return values;
    }

    /** {@code id < 2 or id > 4} as {@code or=(id.lt.2,id.gt.4)}. */
    @Override
    public String condition(String sql) {
        List<String[]> comparisons = Arrays.stream(sql.split(" or ")).map(one -> one.split(" ")).toList();
        if (comparisons.size() == 1) {
            String[] one = comparisons.getFirst();
            return one[0] + "=" + OPERATORS.get(one[1]) + "." + one[2];
        }
        return comparisons.stream().map(one -> one[0] + "." + OPERATORS.get(one[1]) + "." + one[2])
                .collect(Collectors.joining(",", "or=(", ")"));
    }

    /** PostgREST takes some 24 times as much memory as a body is long. */
    @Override
    public int largeCell() {
        return 4 << 20;
    }

    /** The next test makes the schema anew. */
    @Override
    public void close() {
        project.gateway().heal();
    }
}
