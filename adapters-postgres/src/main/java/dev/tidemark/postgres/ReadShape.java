package dev.tidemark.postgres;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.postgres.PostgresTable.Storage;
import dev.tidemark.postgres.wire.WireType;
import java.util.ArrayList;
import java.util.List;

/**
 * A read plan against a table: which expressions the statement selects, where the plan's columns are among them, and
 * which of them are the place of a row.
 *
 * @param fields what the statement selects
 * @param place the fields that order the rows; empty if nothing does
 * @param stored for each column of the plan its field; -1 for a constant
 * @param rows what the batch read from the statement holds: the plan's types where the kinds agree
 */
record ReadShape(ReadPlan plan, PostgresTable table, List<Field> fields, List<Integer> place, int[] stored,
        RowType rows) {

    /**
     * An expression of the statement.
     *
     * @param name for messages
     * @param expression what the rows are ordered and bounded by
     * @param selected what is selected
     * @param type the type in SQL
     * @param wire its form
     * @param flight what its cells are
     * @param notNull whether it has a value in every row
     */
    record Field(String name, String expression, String selected, String type, WireType wire, ValueType flight,
            boolean notNull) {
        static Field of(PostgresColumn column) {
            String expression = "t." + PostgresSql.quote(column.name());
            WireType wire = column.readAs();
            return new Field(column.name(), expression,
                    wire == WireType.NATIVE ? PostgresTypes.asText(column, expression) : expression,
                    column.declaredType(), wire, column.column().type(), column.isNotNull());
        }

        /**
         * As a term of {@link KeyOrder#BINARY}. Texts are ordered as C does; where the column's collation gives that order
         * already it is left alone, for an index serves its own collation only. The blanks behind a char(n) count, as they
         * are part of the value in flight; what is no text, such as citext or an enum, has an order of its own.
         */
        static Field binary(PostgresColumn column) {
            Field own = of(column);
            boolean padded = column.base().oid() == PostgresTypes.BPCHAR;
            if (own.wire == WireType.TEXT && !padded) {
                return column.base().binary() ? own : own.ordered(own.expression + " collate \"C\"", own.type);
            }
            if (own.wire == WireType.TEXT || own.wire == WireType.NATIVE) {
                String text = padded ? "textin(bpcharout(" + own.expression + "))" : own.selected;
                return own.ordered("(" + text + ") collate \"C\"", "text");
            }
            return own;
        }

        private Field ordered(String expression, String type) {
            return new Field(name, expression, selected, type, wire, flight, notNull);
        }

        /** Whether it is a column that every row has without its being declared. */
        boolean isSystem() {
            return this == TABLE_OID || this == TID;
        }

        static final Field TABLE_OID = new Field("tableoid", "t.tableoid", "t.tableoid", "oid", WireType.OID,
                ValueType.INT64,
                true);
        static final Field TID = new Field("ctid", "t.ctid", "t.ctid::text", "tid", WireType.NATIVE,
                ValueType.ofNative("tid"), true);
    }

    static ReadShape of(ReadPlan plan, PostgresTable table) {
        List<Field> fields = new ArrayList<>();
        List<ValueType> types = new ArrayList<>();
        int[] stored = new int[plan.columns().size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = -1;
            if (plan.columns().get(i) instanceof ReadColumn.Stored(String name, ValueType wanted, _)) {
                Field field = field(plan, table, name);
                stored[i] = fields.size();
                fields.add(field);
                types.add(wanted.kind() == field.flight().kind() ? wanted : field.flight());
            }
        }
        List<Integer> place = new ArrayList<>();
        for (Field field : placeFields(plan, table)) {
            int at = fields.indexOf(field);
            if (at < 0) {
                at = fields.size();
                fields.add(field);
                types.add(field.flight());
            }
            place.add(at);
        }
        return new ReadShape(plan, table, List.copyOf(fields), List.copyOf(place), stored, rowType(fields, types));
    }

    private static RowType rowType(List<Field> fields, List<ValueType> types) {
        return new RowType(fields.stream().map(Field::name).toList(), types);
    }

    private static List<Field> placeFields(ReadPlan plan, PostgresTable table) {
        List<Field> place = new ArrayList<>();
        plan.keyset().forEach(name -> place.add(field(plan, table, name)));
        if (plan.keyset().isEmpty() || !table.identifies(plan.keyset())) {
            if (table.storage() == Storage.TREE) {
                place.add(Field.TABLE_OID);
            }
            if (table.storage() != Storage.NONE) {
                place.add(Field.TID);
            }
        }
        return place;
    }

    private static Field field(ReadPlan plan, PostgresTable table, String name) {
        PostgresColumn column = column(table, name);
        return plan.order() == KeyOrder.BINARY && plan.keyset().contains(name) && !isReadAsNumber(plan, column)
                ? Field.binary(column)
                : Field.of(column);
    }

    /** Whether it is a domain over numbers or times, which are wanted as such: their own order is that of their values. */
    private static boolean isReadAsNumber(ReadPlan plan, PostgresColumn column) {
        return column.readAs() == WireType.NATIVE && plan.columns().stream()
                .filter(wanted -> wanted.name().equals(column.name()))
                .anyMatch(wanted -> wanted.type().kind().layout() == ValueType.Layout.SLOT);
    }

    static PostgresColumn column(PostgresTable table, String name) {
        return table.column(name)
                .orElseThrow(
                        () -> new StoreException.Permanent("reading " + table.name() + ": it has no column " + name,
                                "42703", "", null));
    }

    List<Field> placeFields() {
        return place.stream().map(fields::get).toList();
    }

    WireType[] wires() {
        return fields.stream().map(Field::wire).toArray(WireType[]::new);
    }

    /** Whether the rows lie in the heap in the order in which they are read, so that a plain scan gives it. */
    boolean isHeapOrder() {
        return plan.keyset().isEmpty() && plan.top().isEmpty() && table.storage() == Storage.HEAP;
    }

    /** Whether nothing tells one row from another, so that a place is the number of rows before it. */
    boolean isCounted() {
        return place.isEmpty();
    }

    /** Whether the batch from the statement is just what the plan asks for. */
    boolean isPlain() {
        return fields.size() == stored.length && rows.types().equals(plan.rowType().types());
    }
}
