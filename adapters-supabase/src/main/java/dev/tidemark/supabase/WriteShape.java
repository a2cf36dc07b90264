package dev.tidemark.supabase;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.supabase.wire.JsonForm;
import dev.tidemark.supabase.wire.JsonMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A write plan against a table: where the cells of each column that is written are, and what they have to be.
 *
 * @param rows the batches' columns as the table's columns need them
 * @param targets the columns that are written, in the plan's order
 */
record WriteShape(WritePlan plan, SupabaseTable table, RowType rows, List<Target> targets) {
    WriteShape {
        targets = List.copyOf(targets);
    }

    /**
     * A column that is written.
     *
     * @param from its index in the batch
     */
    record Target(int from, SupabaseColumn column) {

        String name() {
            return column.name();
        }

        JsonMember member() {
            JsonForm form = form(column);
            boolean padded = column.format().equals("character");
            boolean sized = padded || column.format().equals("character varying");
            int length = sized ? column.maxLength().orElse(JsonMember.UNLIMITED) : JsonMember.UNLIMITED;
            String type = column.format().isEmpty() ? column.type().toString() : column.format();
            return new JsonMember(from, column.name(), type, form, length, padded);
        }
    }

    /**
     * @param computed the columns that the table computes itself: they are not written
     */
    static WriteShape of(WritePlan plan, SupabaseTable table, Set<String> computed) {
        List<Target> targets = new ArrayList<>();
        List<ValueType> types = new ArrayList<>();
        for (int from = 0; from < plan.rows().width(); from++) {
            String name = plan.rows().names().get(from);
            SupabaseColumn column = table.column(name).orElseThrow(() -> new StoreException.Permanent(
                    "writing " + plan.table() + ": it has no column " + name, "PGRST204",
                    "add the column, or leave it out with columns: { exclude: [...] }", null));
            types.add(column.type());
            if (!computed.contains(name)) {
                targets.add(new Target(from, column));
            }
        }
        return new WriteShape(plan, table, new RowType(plan.rows().names(), types), targets);
    }

    /** Where the columns are that are written and get blanks at their end, {@code character(n)}. */
    int[] padded() {
        return targets.stream().filter(target -> target.member().padded()).mapToInt(Target::from).toArray();
    }

    /** Whether cells have to be converted before they are sent. */
    boolean converts() {
        return !rows.types().equals(plan.rows().types());
    }

    /** Where the columns of the key are in a row. */
    int[] key() {
        return rows.indexesOf(plan.key());
    }

    /** Where the columns that are written are in a row. */
    int[] written() {
        return targets.stream().mapToInt(Target::from).toArray();
    }

    List<String> names() {
        return targets.stream().map(Target::name).toList();
    }

    List<JsonMember> members() {
        return targets.stream().map(Target::member).toList();
    }

    private static JsonForm form(SupabaseColumn column) {
        return switch (column.type().kind()) {
            case BOOLEAN -> JsonForm.BOOLEAN;
            case INT64 -> switch (column.format()) {
                case "smallint", "int16" -> JsonForm.SMALLINT;
                // From 14.8 on the server calls smallint int32 as well, and refuses what is too large for it.
                case "integer", "int32" -> JsonForm.INTEGER;
                default -> JsonForm.BIGINT;
            };
            case FLOAT64 -> column.format().equals("real") ? JsonForm.REAL : JsonForm.DOUBLE;
            case DECIMAL -> JsonForm.NUMERIC;
            case DATE -> JsonForm.DATE;
            case TIME -> JsonForm.TIME;
            case TIMESTAMP -> JsonForm.TIMESTAMP;
            case TIMESTAMPTZ -> JsonForm.TIMESTAMPTZ;
            case TEXT -> JsonForm.TEXT;
            case BYTES -> JsonForm.BYTEA;
            case JSON -> JsonForm.JSON;
            case UUID -> JsonForm.UUID;
            case NATIVE -> JsonForm.NATIVE;
        };
    }

    /** Whether the server writes a column of this type as something else than its text, unless it is cast. */
    static boolean isReadAsText(ValueType type) {
        return type.kind() == Kind.NATIVE || type.kind() == Kind.JSON;
    }
}
