package dev.tidemark.postgres;

import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.postgres.PostgresConfig.Access;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for what would go wrong when rows are written to a table. Writes nothing; in the caller's transaction. */
final class SinkCheck {
    private static final String TRIGGERS = """
            select string_agg(t.tgname, ', ' order by t.tgname) from pg_catalog.pg_trigger t
             where t.tgrelid = to_regclass(%s) and not t.tgisinternal and t.tgenabled in ('O', 'A') and t.tgtype & 28 <> 0
            """;
    private static final String DOMAIN_DEFAULT = """
            select exists (select from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
                            where a.attrelid = to_regclass(%s) and a.attname = %s and t.typdefault is not null)
            """;

    private final PostgresSession session;
    private final String schema;
    private final List<Finding> findings = new ArrayList<>();

    SinkCheck(PostgresSession session) {
        this.session = session;
        this.schema = session.config().schema();
    }

    List<Finding> check(TablePlan plan) throws SQLException {
        Optional<PostgresTable> table = new PostgresCatalog(session).describe(plan.write().table());
        if (table.isPresent()) {
            existing(plan, table.get());
        } else {
            missing(plan);
        }
        return findings;
    }

    private void missing(TablePlan plan) throws SQLException {
        String name = PostgresSql.literal(PostgresSql.quote(schema));
        boolean schemaExists = session.queryBoolean("select to_regnamespace(" + name + ") is not null");
        boolean mayMake = session.queryBoolean(schemaExists
                ? "select pg_catalog.has_schema_privilege(" + PostgresSql.literal(schema) + ", 'CREATE')"
                : "select pg_catalog.has_database_privilege(current_database(), 'CREATE')");
        String role = new TableRights(session, "").role();
        if (plan.schema() == SchemaPolicy.MATCH) {
            add(plan, Severity.ERROR, "the table is missing, and schema: match forbids to make it",
                    "make the table, or set schema: create");
        } else if (!mayMake) {
            add(plan, Severity.ERROR, "the table is missing, and the role " + role + " may not make it",
                    schemaExists
                            ? "grant create on schema " + PostgresSql.quote(schema) + " to " + role
                            : "create the schema " + PostgresSql.quote(schema) + " for the role");
        } else {
            add(plan, Severity.OK, "the table will be made", "");
        }
    }

    private void existing(TablePlan plan, PostgresTable table) throws SQLException {
        rights(plan, table);
        rowSecurity(plan, table);
        values(plan, table);
        key(plan, table);
        sequences(plan, table);
        String triggers = new TableRights(session, "").text(TRIGGERS.formatted(regclass(table)));
        if (!triggers.isEmpty()) {
            add(plan, Severity.NOTE, "triggers may change or skip what is written: " + triggers,
                    "leave columns that a trigger fills out with columns: { exclude: [...] }");
        }
        if (findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE)) {
            add(plan, Severity.OK, "the role may write the table", "");
        }
    }

    private void rights(TablePlan plan, PostgresTable table) throws SQLException {
        List<String> needed = new ArrayList<>(List.of("SELECT", "INSERT"));
        if (plan.write().mode() == WriteMode.UPSERT) {
            needed.add("UPDATE");
        }
        if (plan.orphans() instanceof OrphanPolicy.Delete) {
            needed.add("DELETE");
        }
        TableRights rights = new TableRights(session, PostgresSql.qualified(schema, table.name()));
        List<String> missing = rights.missing(needed, written(plan, table).map(PostgresColumn::name).toList());
        if (!missing.isEmpty()) {
            add(plan, Severity.ERROR, "the role " + rights.role() + " lacks " + String.join(", ", missing),
                    rights.grant(missing));
        }
        List<String> added = plan.target().columns().stream().map(column -> column.name())
                .filter(name -> table.column(name).isEmpty()).toList();
        if (plan.schema() == SchemaPolicy.EVOLVE && !added.isEmpty()
                && !session.queryBoolean("select pg_catalog.pg_has_role(relowner, 'usage') from pg_catalog.pg_class"
                        + " where oid = to_regclass(" + regclass(table) + ")")) {
            add(plan, Severity.ERROR, "the columns " + String.join(", ", added)
                    + " are missing, and only the table's owner may add them",
                    "add them, or leave them out with columns: { exclude: [...] }");
        }
    }

    private void rowSecurity(TablePlan plan, PostgresTable table) throws SQLException {
        if (!new TableRights(session, PostgresSql.qualified(schema, table.name())).isFiltered()) {
            return;
        }
        if (session.config().access() == Access.RLS) {
            add(plan, Severity.WARNING, "policies of row-level security hold for the role: rows that it does not see"
                    + " cannot be compared, and nothing is deleted", "use a role with BYPASSRLS");
        } else {
            add(plan, Severity.ERROR, "policies of row-level security hold for the role",
                    "use a role with BYPASSRLS, or say access: rls and write what the policies let in");
        }
    }

    private void values(TablePlan plan, PostgresTable table) throws SQLException {
        List<String> names = plan.write().rows().names();
        for (PostgresColumn column : table.columns()) {
            Generation generation = column.column().generation();
            if (names.contains(column.name())) {
                if (generation == Generation.COMPUTED) {
                    add(plan, Severity.NOTE,
                            "the table computes " + column.name() + ": what the source has there is not"
                                    + " written",
                            "leave it out with columns: { exclude: [...] }");
                } else if (generation == Generation.IDENTITY_ALWAYS) {
                    add(plan, Severity.NOTE, column.name() + " is generated always: the source's values are written in"
                            + " place of the table's own", "");
                }
            } else if (column.isNotNull() && generation == Generation.NONE
                    && column.column().defaultExpression().isEmpty() && !hasDomainDefault(table, column)) {
                boolean filled = table.interference() == PostgresTable.Interference.TRIGGERS;
                add(plan, filled ? Severity.WARNING : Severity.ERROR, "the column " + column.name()
                        + " is NOT NULL, has no default and gets no value" + (filled ? ", unless a trigger gives it one"
                                : ""),
                        "give it a default, drop NOT NULL, or give it a constant with columns: { set: ... }");
            }
        }
    }

    private boolean hasDomainDefault(PostgresTable table, PostgresColumn column) throws SQLException {
        return column.domain() && session.queryBoolean(
                DOMAIN_DEFAULT.formatted(regclass(table), PostgresSql.literal(column.name())));
    }

    private void key(TablePlan plan, PostgresTable table) {
        List<String> key = plan.write().key();
        if (!key.isEmpty() && !table.isUnique(key)) {
            add(plan, Severity.WARNING, "no unique index is over just the key (" + String.join(", ", key)
                    + "): nothing keeps two rows from having one key, and finding rows may need a scan each time",
                    "create unique index on " + PostgresSql.qualified(schema, table.name()) + " ("
                            + PostgresSql.quoted(key) + ")");
        }
    }

    private void sequences(TablePlan plan, PostgresTable table) throws SQLException {
        TableRights rights = new TableRights(session, "");
        for (PostgresColumn column : table.columns()) {
            Generation generation = column.column().generation();
            if (generation != Generation.IDENTITY_ALWAYS && generation != Generation.IDENTITY_BY_DEFAULT) {
                continue;
            }
            String sequence = rights.text("select pg_catalog.pg_get_serial_sequence("
                    + regclass(table) + ", " + PostgresSql.literal(column.name()) + ")");
            if (sequence.isEmpty()) {
                continue;
            }
            boolean written = plan.write().rows().names().contains(column.name());
            boolean serial = column.column().defaultExpression().isPresent();
            String literal = PostgresSql.literal(sequence);
            if (written && !session.queryBoolean("select pg_catalog.has_sequence_privilege(" + literal
                    + ", 'UPDATE') and pg_catalog.has_sequence_privilege(" + literal + ", 'SELECT')")) {
                add(plan, Severity.WARNING, "the sequence of " + column.name()
                        + " cannot be moved behind the rows that are written, so that it may hand out their keys again",
                        "grant select, update on sequence " + sequence + " to " + rights.role());
            } else if (!written && serial && !session.queryBoolean("select pg_catalog.has_sequence_privilege("
                    + literal + ", 'USAGE') or pg_catalog.has_sequence_privilege(" + literal + ", 'UPDATE')")) {
                add(plan, Severity.ERROR, "the role may not take values for " + column.name() + " from its sequence",
                        "grant usage on sequence " + sequence + " to " + rights.role());
            }
        }
    }

    private static java.util.stream.Stream<PostgresColumn> written(TablePlan plan, PostgresTable table) {
        return table.columns().stream()
                .filter(column -> plan.write().rows().names().contains(column.name()) && !column.isComputed());
    }

    private String regclass(PostgresTable table) {
        return PostgresSql.literal(PostgresSql.qualified(schema, table.name()));
    }

    private void add(TablePlan plan, Severity severity, String message, String advice) {
        findings.add(new Finding(severity, plan.write().table().name(), message, advice));
    }
}
