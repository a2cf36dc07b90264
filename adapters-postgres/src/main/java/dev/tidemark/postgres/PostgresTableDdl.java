package dev.tidemark.postgres;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.postgres.PostgresDdl.NewColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statements that make a table ready, for somebody who runs them where we cannot, as in the SQL editor of a project that
 * we reach over REST. Asks no server: a type that only the source has is written as the source has it.
 */
public final class PostgresTableDdl {

    private PostgresTableDdl() {
    }

    /**
     * Makes the plan's table without its references, or adds the columns that it lacks; all names are qualified. Without
     * semicolons; empty if nothing is missing.
     *
     * @throws dev.tidemark.domain.port.StoreException.Permanent if a name is longer than PostgreSQL keeps
     */
    public static List<String> statements(String schema, TablePlan plan) {
        return plan.existing().map(existing -> missingColumns(schema, plan.target(), existing))
                .orElseGet(() -> wholeTable(schema, plan));
    }

    private static List<String> wholeTable(String schema, TablePlan plan) {
        TableSchema target = plan.target();
        PostgresTables.checkNames(target);
        List<String> statements = new ArrayList<>();
        if (!schema.equals(PostgresConfig.DEFAULT_SCHEMA)) {
            statements.add("create schema if not exists " + PostgresSql.quote(schema));
        }
        List<NewColumn> columns = target.columns().stream().map(column -> newColumn(target, column)).toList();
        statements.add(PostgresDdl.createTable(schema, plan, columns));
        target.columns().forEach(column -> setDefault(schema, target, column).ifPresent(statements::add));
        return statements;
    }

    private static List<String> missingColumns(String schema, TableSchema target, TableSchema existing) {
        List<String> statements = new ArrayList<>();
        for (Column column : target.columns()) {
            if (existing.columns().stream().noneMatch(there -> there.name().equals(column.name()))) {
                PostgresTables.checkNames(target);
                statements.add(PostgresDdl.addColumn(schema, target, newColumn(target, column)));
                setDefault(schema, target, column).ifPresent(statements::add);
            }
        }
        return statements;
    }

    private static NewColumn newColumn(TableSchema target, Column column) {
        boolean unknown = column.type().kind() == Kind.NATIVE && !PostgresDdl.isOwn(target, column);
        return new NewColumn(takingValues(column), unknown ? "text" : PostgresDdl.type(target, column));
    }

    /** Only SQL can override an identity that is always generated, and where these statements are run we speak none. */
    private static Column takingValues(Column column) {
        return column.generation() == Generation.IDENTITY_ALWAYS
                ? new Column(column.name(), column.type(), column.declaredType(), column.nullability(),
                        column.defaultExpression(), Generation.IDENTITY_BY_DEFAULT)
                : column;
    }

    /** A sequence that the source's default counts with is not there; an identity is, if the column has one. */
    private static Optional<String> setDefault(String schema, TableSchema target, Column column) {
        return column.generation() == Generation.NONE
                ? PostgresDdl.defaultExpression(target.dialect(), column)
                        .map(expression -> PostgresDdl.setDefault(schema, target, column, expression))
                : Optional.empty();
    }
}
