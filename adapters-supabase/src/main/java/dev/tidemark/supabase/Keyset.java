package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Value;
import dev.tidemark.supabase.ReadShape.Field;
import java.util.ArrayList;
import java.util.List;

/** The conditions that hold for the rows behind a place, NULLs last, as {@code order=a.asc.nullslast} has them. */
final class Keyset {
    private final List<Field> fields;
    private final List<Value> values;

    Keyset(ReadShape shape, List<Value> values) {
        this.fields = shape.placeFields();
        this.values = values;
        if (values.size() != fields.size()) {
            throw new StoreException.Permanent("reading " + shape.table().schema().name()
                    + ": the place to go on from has " + values.size() + " values for " + fields.size() + " columns",
                    "", "start anew with --restart", null);
        }
    }

    /**
     * The rows behind the place: {@code a >= 1 and (a > 1 or b >= 2 and (b > 2 or c > 3))}. The first bound follows from the
     * rest and lets an index begin where they begin: without it a late page costs as much as all rows before it.
     */
    List<String> after() {
        return after(0);
    }

    /**
     * Of the rows behind the place those that are equal to it in the first columns: what an index finds at once, however
     * many rows are equal there.
     *
     * @param equal how many columns
     */
    List<String> afterWithin(int equal) {
        List<String> conditions = new ArrayList<>(prefix(equal));
        conditions.addAll(after(equal));
        return conditions;
    }

    /** Of the rows behind the place those that differ from it in the last column only, and are less than the bound there. */
    List<String> within(Value bound) {
        int last = fields.size() - 1;
        List<String> conditions = new ArrayList<>(afterWithin(last));
        conditions.add(Filters.compare(fields.get(last).name(), "lt", bound));
        return conditions;
    }

    /**
     * The rows that come after all those that are equal to the place in the first columns.
     *
     * @param equal how many columns; at least one
     */
    List<String> behind(int equal) {
        List<String> conditions = new ArrayList<>(prefix(equal - 1));
        conditions.add(greater(equal - 1));
        return conditions;
    }

    private List<String> prefix(int equal) {
        List<String> conditions = new ArrayList<>();
        for (int column = 0; column < equal; column++) {
            conditions.add(Filters.equal(fields.get(column).name(), values.get(column)));
        }
        return conditions;
    }

    private List<String> after(int column) {
        if (column == fields.size() - 1) {
            return List.of(greater(column));
        }
        String rest = Filters.and(after(column + 1));
        if (values.get(column) instanceof Value.Null) {
            return List.of(Filters.isNull(fields.get(column).name()), rest);
        }
        return List.of(atLeast(column), Filters.or(List.of(greater(column), rest)));
    }

    private String atLeast(int column) {
        Field field = fields.get(column);
        String bound = Filters.compare(field.name(), "gte", values.get(column));
        return field.notNull() ? bound : Filters.or(List.of(bound, Filters.isNull(field.name())));
    }

    private String greater(int column) {
        Field field = fields.get(column);
        if (values.get(column) instanceof Value.Null) {
            return nothing(field);
        }
        String bound = Filters.compare(field.name(), "gt", values.get(column));
        return field.notNull() ? bound : Filters.or(List.of(bound, Filters.isNull(field.name())));
    }

    /** Nothing comes after NULL. */
    private static String nothing(Field field) {
        return Filters.and(List.of(Filters.isNull(field.name()), Filters.isNotNull(field.name())));
    }
}
