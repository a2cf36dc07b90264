package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for what would go wrong when rows are written to a table. Writes nothing, and makes no file. */
final class SqliteSinkCheck {
    private final SqliteConfig config;
    private final TablePlan plan;
    private final List<Finding> findings = new ArrayList<>();

    SqliteSinkCheck(SqliteConfig config, TablePlan plan) {
        this.config = config;
        this.plan = plan;
    }

    /** Of a file that a run would make. */
    List<Finding> ofMissingFile() {
        if (plan.schema() == SchemaPolicy.MATCH) {
            addMissing();
        } else if (isFolderWritable()) {
            add(Severity.OK, "the file " + config.path() + " and the table will be made", "");
        }
        return List.copyOf(findings);
    }

    List<Finding> of(SqliteSession session, SqliteCatalog catalog) throws SQLException {
        boolean writable = isFolderWritable() && isFileWritable() && isFree();
        Optional<SqliteTable> table = catalog.find(plan.write().table());
        if (table.isPresent()) {
            existing(table.get(), catalog, session.text("PRAGMA journal_mode"));
        } else if (plan.schema() == SchemaPolicy.MATCH) {
            addMissing();
        } else if (writable) {
            add(Severity.OK, "the table will be made", "");
        }
        return List.copyOf(findings);
    }

    private void addMissing() {
        add(Severity.ERROR, "the table is missing, and schema: match forbids to make it",
                "make the table, or set schema: create");
    }

    /** SQLite keeps its journal beside the file. */
    private boolean isFolderWritable() {
        Path folder = config.path().toAbsolutePath().getParent();
        boolean writable = folder != null && Files.isWritable(folder);
        if (!writable) {
            add(Severity.ERROR,
                    "the folder of " + config.path() + " is not there or cannot be written, and SQLite keeps"
                            + " its journal in it",
                    "make it, or give yourself the right to write it");
        }
        return writable;
    }

    private boolean isFileWritable() {
        boolean writable = Files.isWritable(config.path());
        if (!writable) {
            add(Severity.ERROR, "the file " + config.path() + " cannot be written",
                    "give yourself the right to write it");
        }
        return writable;
    }

    private boolean isFree() {
        boolean free = SqliteSession.isFreeForWriting(config);
        if (!free) {
            add(Severity.WARNING, "another program is writing to " + config.path() + " at this moment",
                    "close it, or wait until it is done");
        }
        return free;
    }

    private void existing(SqliteTable table, SqliteCatalog catalog, String journalMode) throws SQLException {
        if (table.relation() == Relation.VIEW) {
            add(Severity.ERROR, "it is a view, and rows go into tables", "name a table with into:");
            return;
        }
        List<String> triggers = catalog.triggers(plan.write().table());
        columns(table, !triggers.isEmpty());
        List<String> key = plan.write().key();
        if (!key.isEmpty() && !table.isUnique(key)) {
            add(Severity.WARNING, "no unique index is over just the key (" + String.join(", ", key)
                    + "): nothing keeps two rows from having one key, and finding rows may need a scan each time",
                    "create unique index " + SqliteSql.quote(table.name() + "_key") + " on "
                            + SqliteSql.quote(table.name()) + " " + SqliteSql.list(key));
        }
        if (!triggers.isEmpty()) {
            add(Severity.NOTE, "triggers run for each row that is written, and may change or skip it: "
                    + String.join(", ", triggers),
                    "leave columns that a trigger fills out with columns: { exclude: [...] }");
        }
        if (findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE)) {
            add(Severity.OK, "the table may be written (journal mode " + journalMode + ")", "");
        }
    }

    private void columns(SqliteTable table, boolean triggers) {
        List<String> names = plan.write().rows().names();
        for (SqliteColumn column : table.columns()) {
            boolean written = names.stream().anyMatch(column.name()::equalsIgnoreCase);
            boolean filled = column.computed() || column.defaultExpression().isPresent()
                    || table.isRowid(column.name());
            if (column.computed() && written) {
                add(Severity.ERROR, "the table computes " + column.name() + " itself, so no value can be written to it",
                        "leave it out with columns: { exclude: [...] }");
            } else if (column.notNull() && !written && !filled) {
                add(triggers ? Severity.WARNING : Severity.ERROR,
                        "the column " + column.name() + " is NOT NULL, has no default and gets no value"
                                + (triggers ? ", unless a trigger gives it one" : ""),
                        "give it a default, or give it a constant with columns: { set: ... }");
            }
        }
    }

    private void add(Severity severity, String message, String advice) {
        findings.add(new Finding(severity, plan.write().table().name(), message, advice));
    }
}
