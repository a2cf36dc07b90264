package dev.tidemark.supabase;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.supabase.wire.JsonColumn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A read plan against a table: which columns the requests select, where the plan's columns are among them, and by which
 * of them the rows are ordered.
 *
 * @param fields what is selected
 * @param place the fields that order the rows and tell each from every other; empty if nothing does
 * @param stored for each column of the plan its field; -1 for a constant
 * @param rows what the batch read from an answer holds: the plan's types where the kinds agree
 */
record ReadShape(ReadPlan plan, SupabaseTable table, List<Field> fields, List<Integer> place, int[] stored,
        RowType rows) {
    /** What PostgreSQL has no order for, and so cannot sort by. */
    private static final Set<String> WITHOUT_ORDER = Set.of("json", "xml", "point", "line", "lseg", "box", "path",
            "polygon", "circle", "xid", "cid", "jsonpath", "txid_snapshot", "pg_snapshot");

    /**
     * A column that is selected.
     *
     * @param member how its cells come
     * @param selected as it stands in {@code select}
     * @param notNull whether it has a value in every row
     */
    record Field(String name, JsonColumn member, String selected, boolean notNull) {
        /**
         * @param at its position among the fields, and so its short name in the answer, which saves bytes in every row
         */
        static Field of(SupabaseColumn column, ValueType type, boolean notNull, int at) {
            String alias = Integer.toString(at + 10, 36);
            JsonColumn member = column.format().equals("real") && type.kind() == Kind.FLOAT64 ? JsonColumn.real(alias)
                    : JsonColumn.of(alias, type);
            String cast = isReadAsText(column) ? "::text" : "";
            return new Field(column.name(), member, alias + ":" + Filters.name(column.name()) + cast, notNull);
        }

        /** A column that every stored row has without its being declared. */
        static Field system(String name, ValueType type, int at) {
            String alias = Integer.toString(at + 10, 36);
            return new Field(name, JsonColumn.of(alias, type), alias + ":" + Filters.name(name), true);
        }

        /** JSON has its own forms for arrays and objects; a cast of inet would add a mask that nobody wrote. */
        private static boolean isReadAsText(SupabaseColumn column) {
            Kind kind = column.type().kind();
            return kind == Kind.JSON || kind == Kind.NATIVE && !column.format().equals("inet");
        }

        ValueType type() {
            return member.type();
        }
    }

    static ReadShape of(ReadPlan plan, SupabaseTable table) {
        List<Field> fields = new ArrayList<>();
        int[] stored = new int[plan.columns().size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = -1;
            if (plan.columns().get(i) instanceof ReadColumn.Stored(String name, ValueType wanted, _)) {
                stored[i] = field(fields, table, name, wanted);
            }
        }
        List<Integer> place = new ArrayList<>();
        for (String name : placeNames(plan, table)) {
            place.add(field(fields, table, name, column(table, name).type()));
        }
        if (needsRowAddress(plan, table)) {
            // A row's address is its own in one table only, and a table may be made of others.
            place.add(system(fields, "tableoid", ValueType.INT64));
            place.add(system(fields, "ctid", ValueType.ofNative("tid")));
        }
        RowType rows = new RowType(fields.stream().map(Field::name).toList(),
                fields.stream().map(Field::type).toList());
        return new ReadShape(plan, table, List.copyOf(fields), List.copyOf(place), stored, rows);
    }

    private static int field(List<Field> fields, SupabaseTable table, String name, ValueType wanted) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        SupabaseColumn column = column(table, name);
        ValueType type = wanted.kind() == column.type().kind() ? wanted : column.type();
        boolean notNull = table.schema().column(name).map(Column::nullability)
                .filter(nullability -> nullability == Nullability.NOT_NULL).isPresent();
        fields.add(Field.of(column, type, notNull, fields.size()));
        return fields.size() - 1;
    }

    private static int system(List<Field> fields, String name, ValueType type) {
        fields.add(Field.system(name, type, fields.size()));
        return fields.size() - 1;
    }

    /** The keyset, and what tells rows apart that are equal in it. */
    private static Set<String> placeNames(ReadPlan plan, SupabaseTable table) {
        Set<String> names = new LinkedHashSet<>(plan.keyset());
        if (!identifies(table, plan.keyset())) {
            names.addAll(table.schema().key());
        }
        return isNumbered(plan, table) ? Set.of() : names;
    }

    private static boolean needsRowAddress(ReadPlan plan, SupabaseTable table) {
        return table.schema().relation() == Relation.TABLE && !isIdentified(plan, table);
    }

    /** Whether it is a view of whose rows we know nothing that tells them apart: a place is the number of rows before it. */
    private static boolean isNumbered(ReadPlan plan, SupabaseTable table) {
        return table.schema().relation() == Relation.VIEW && !isIdentified(plan, table);
    }

    private static boolean isIdentified(ReadPlan plan, SupabaseTable table) {
        return identifies(table, plan.keyset()) || identifies(table, table.schema().key());
    }

    private static boolean identifies(SupabaseTable table, List<String> names) {
        return !names.isEmpty() && (isCovered(table, names, table.schema().key())
                || table.schema().uniqueKeys().stream().anyMatch(unique -> isCovered(table, names, unique)));
    }

    private static boolean isCovered(SupabaseTable table, List<String> names, List<String> unique) {
        return !unique.isEmpty() && names.containsAll(unique)
                && unique.stream().allMatch(
                        name -> table.schema().column(name).orElseThrow().nullability() == Nullability.NOT_NULL);
    }

    static SupabaseColumn column(SupabaseTable table, String name) {
        return table.column(name)
                .orElseThrow(() -> new StoreException.Permanent(
                        "reading " + table.schema().name() + ": it has no column " + name, "42703", "", null));
    }

    List<Field> placeFields() {
        return place.stream().map(fields::get).toList();
    }

    List<JsonColumn> members() {
        return fields.stream().map(Field::member).toList();
    }

    /** Whether a place is the number of rows before it. */
    boolean isNumbered() {
        return place.isEmpty();
    }

    /** Whether nothing but their addresses orders the rows. */
    boolean isHeapOrder() {
        return place.size() == 2 && needsRowAddress(plan, table);
    }

    /** By which columns the rows of a numbered shape are sorted: by all that can be. */
    List<String> sortable() {
        Set<String> names = new LinkedHashSet<>(plan.keyset());
        table.columns().stream().filter(column -> !WITHOUT_ORDER.contains(column.format())
                && !column.format().startsWith("json[")).map(SupabaseColumn::name).forEach(names::add);
        return List.copyOf(names);
    }

    /** Whether the batch of an answer is just what the plan asks for. */
    boolean isPlain() {
        return fields.size() == stored.length && rows.types().equals(plan.rowType().types())
                && IntStream.range(0, stored.length).allMatch(i -> stored[i] == i);
    }
}
