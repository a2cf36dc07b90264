package dev.tidemark.postgres;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.stream.Collectors;

/** Rows in a temporary table, which binary COPY fills. */
final class CopyStaging implements Staging {
    private static final String NAME = "pg_temp.tidemark_stage";

    private final WriteShape shape;

    CopyStaging(WriteShape shape) {
        this.shape = shape;
    }

    /**
     * Makes the table, with the types and collations of the sink's columns.
     *
     * @param onCommit {@code delete rows}, or {@code drop} behind a pooler
     */
    String create(String table, String onCommit) {
        String columns = shape.targets()
                .stream()
                .map(target -> (target.isCast() ? "null::text" : "t." + target.quoted() + "::" + target.stagedType())
                        + " as " + target.staged())
                .collect(Collectors.joining(", "));
        return "create temp table tidemark_stage on commit " + onCommit + " as select " + columns
                + ", 0::bigint as o from "
                + table + " t with no data";
    }

    String copyIn() {
        return "copy " + NAME + " from stdin (format binary)";
    }

    String clear() {
        return "truncate " + NAME;
    }

    @Override
    public String relation() {
        return NAME;
    }

    @Override
    public List<String> with() {
        return List.of();
    }

    @Override
    public void bind(PreparedStatement statement) {
        // the rows are in the table
    }
}
