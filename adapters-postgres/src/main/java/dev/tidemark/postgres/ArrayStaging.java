package dev.tidemark.postgres;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.postgres.WriteShape.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that travel as parameters of the statement itself, an array a column: one round trip less than a staging table,
 * which wins up to about 250 rows (measured: 1 row 1.3 ms against 2.2, 250 rows 2.8 against 2.7, 5,000 rows 42 against
 * 17), and the only way where temporary tables are forbidden.
 */
final class ArrayStaging implements Staging {
    private final List<Target> targets;
    private final RowBatch rows;
    private final Connection connection;

    ArrayStaging(List<Target> targets, RowBatch rows, Connection connection) {
        this.targets = targets;
        this.rows = rows;
        this.connection = connection;
    }

    @Override
    public String relation() {
        return "s";
    }

    @Override
    public List<String> with() {
        String columns = targets.stream()
                .map(target -> "x." + target.staged() + "::" + target.stagedType() + collate(target) + " as "
                        + target.staged())
                .collect(Collectors.joining(", "));
        String arrays = targets.stream().map(_ -> "?::text[]").collect(Collectors.joining(", "));
        String names = targets.stream().map(Target::staged).collect(Collectors.joining(", "));
        return List.of("s as materialized (select " + columns + ", x.o - 1 as o from unnest(" + arrays
                + ") with ordinality x(" + names + ", o))");
    }

    /** So that staged keys are grouped as the table would. */
    private static String collate(Target target) {
        String collation = target.column().base().collation();
        return collation.isEmpty() || target.isCast() ? "" : " collate " + collation;
    }

    @Override
    public void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < targets.size(); i++) {
            int column = targets.get(i).from();
            String[] cells = new String[rows.size()];
            for (int row = 0; row < cells.length; row++) {
                cells[row] = rows.isNull(row, column) ? null : PostgresSql.text(rows.value(row, column));
            }
            statement.setArray(i + 1, connection.createArrayOf("text", cells));
        }
    }
}
