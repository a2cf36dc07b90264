package dev.tidemark.testkit.contract;

import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.ValueType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A fixture over plain JDBC: portable SQL for the tables, and the few things that differ between stores left to the
 * subclass. Every call has its own connection, so that it sees what is committed and nothing else.
 */
public abstract class JdbcFixture implements StoreFixture {

    /** A new connection in auto-commit mode, in which unqualified names are the store's tables. */
    protected abstract Connection connect() throws SQLException;

    /** The store's usual type for such values, as a column is declared. */
    protected abstract String typeName(ValueType type);

    /** Binds a value, NULL included, to a parameter of {@link #parameter}. */
    protected abstract void bind(PreparedStatement statement, int index, Value value) throws SQLException;

    /** Reads a column that was selected as {@link #selected} says. */
    protected abstract Value value(ResultSet rows, int index, ValueType type) throws SQLException;

    /** How a value of the column stands in an INSERT, such as {@code cast(? as uuid)}. */
    protected String parameter(Column column) {
        return "?";
    }

    /** How the column stands in a SELECT, such as {@code cast("a" as text)}. */
    protected String selected(Column column) {
        return quote(column.name());
    }

    public final String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Runs statements in the store's own SQL, for tests of one store alone. */
    public final void execute(String... statements) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(String.join("; ", statements), e);
        }
    }

    @Override
    public void create(TableSpec table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(definition(column)));
        if (!table.key().isEmpty()) {
            parts.add("primary key " + list(table.key()));
        }
        table.uniqueKeys().forEach(columns -> parts.add("unique " + list(columns)));
        table.positive().forEach(column -> parts.add("check (" + quote(column) + " > 0)"));
        for (ForeignKey key : table.foreignKeys()) {
            parts.add("foreign key " + list(key.columns()) + " references " + quote(key.target().name())
                    + list(key.targetColumns()) + " on delete " + key.onDelete());
        }
        execute("create table " + quote(table.name()) + " (" + String.join(", ", parts) + ")");
    }

    private String definition(Column column) {
        String type = column.declaredType().isEmpty() ? typeName(column.type()) : column.declaredType();
        String notNull = column.nullability() == Column.Nullability.NOT_NULL ? " not null" : "";
        return quote(column.name()) + " " + type + notNull
                + column.defaultExpression().map(expression -> " default " + expression).orElse("");
    }

    private String list(List<String> columns) {
        return columns.stream().map(this::quote).collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public void insert(TableSpec table, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        RowType type = rows.getFirst().type();
        String parameters = type.names().stream().map(name -> parameter(column(table, name)))
                .collect(Collectors.joining(", "));
        String sql = "insert into " + quote(table.name()) + " " + list(type.names()) + " values (" + parameters + ")";
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (Row row : rows) {
                for (int i = 0; i < type.width(); i++) {
                    bind(statement, i + 1, row.values().get(i));
                }
                statement.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public List<Row> read(TableSpec table) {
        String columns = table.columns().stream().map(this::selected).collect(Collectors.joining(", "));
        String sql = "select " + columns + " from " + quote(table.name());
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<Row> rows = new ArrayList<>();
            while (found.next()) {
                List<Value> values = new ArrayList<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    values.add(value(found, i + 1, table.columns().get(i).type()));
                }
                rows.add(new Row(table.rowType(), values));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static Column column(TableSpec table, String name) {
        return table.columns().stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
    }
}
