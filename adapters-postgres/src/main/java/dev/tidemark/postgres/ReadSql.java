package dev.tidemark.postgres;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.postgres.PostgresTable.Storage;
import dev.tidemark.postgres.ReadShape.Field;
import dev.tidemark.postgres.wire.WireType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text of the statements that read. Pure functions; values stand in it as constants, for COPY takes no parameters. */
final class ReadSql {
    private ReadSql() {
    }

    /**
     * Copies the rows after a place out.
     *
     * @param limit the most rows; empty for all
     */
    static String copy(ReadShape shape, String schema, Cursor from, OptionalInt limit) {
        String table = relation(shape, schema);
        String conditions = where(conditions(shape, from));
        String order = order(shape);
        String bound = limit.isPresent() ? " limit " + limit.getAsInt() : "";
        if (shape.isCounted() && from instanceof Cursor.After(List<Value> keyset)) {
            bound += " offset " + keyset.getFirst().text();
        }
        if (limit.isPresent() && !shape.isCounted() && shape.table().storage() == Storage.NONE) {
            return copyOut(selected(shape) + " from " + table + " join (select " + place(shape) + " from " + table
                    + conditions + order + bound + ") p on " + samePlace(shape) + order);
        }
        return copyOut(selected(shape) + " from " + table + conditions + order + bound);
    }

    /** Counts the rows that are read from the start. */
    static String count(ReadShape shape, String schema) {
        return aggregate("count(*)", shape, schema);
    }

    /** Counts those of them that have NULL in the column. */
    static String countNulls(ReadShape shape, String schema, String column) {
        return aggregate("count(*) - count(t." + PostgresSql.quote(column) + ")", shape, schema);
    }

    private static String aggregate(String value, ReadShape shape, String schema) {
        return "select " + value + " from " + relation(shape, schema) + where(conditions(shape, new Cursor.Start()));
    }

    /**
     * Copies the greatest value of a column out: by an order and not by {@code max}, which some types lack, and backward
     * through an index where there is one.
     *
     * @param column one of the table's, as its base type
     */
    static String copyHighest(ReadPlan plan, PostgresTable table, String schema, PostgresColumn column) {
        String value = "t." + PostgresSql.quote(column.name());
        List<String> conditions = new ArrayList<>(owned(plan, table));
        conditions.add(value + " is not null");
        String based = column.domain() ? "h::" + column.base().name() : "h";
        return copyOut("select " + (PostgresTypes.wire(column.base().oid()) == WireType.NATIVE ? "h::text" : based)
                + " from (select " + value + " as h from " + PostgresSql.qualified(schema, table.name()) + " t"
                + where(conditions) + " order by " + value + " desc limit 1) t");
    }

    /** Copies the rows with these keys out. */
    static String copyByKey(ReadShape shape, String schema, RowBatch keys) {
        List<String> names = keys.type().names();
        // Without its modifier, for a cast cuts and rounds without a word, and then finds a row with another key.
        List<String> types = names.stream()
                .map(name -> shape.table().column(name).orElseThrow().base().plainName())
                .toList();
        String values = IntStream.range(0, keys.size())
                .mapToObj(row -> IntStream.range(0, names.size())
                        .mapToObj(column -> PostgresSql.literal(keys.value(row, column), types.get(column)))
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(",\n"));
        String aliases = IntStream.range(0, names.size()).mapToObj(i -> "tidemark_k" + i)
                .collect(Collectors.joining(", "));
        String matches = IntStream.range(0, names.size())
                .mapToObj(i -> "t." + PostgresSql.quote(names.get(i)) + " = k.tidemark_k" + i)
                .collect(Collectors.joining(" and "));
        return copyOut(selected(shape) + " from " + PostgresSql.qualified(schema, shape.table().name())
                + " t join (values " + values + ") k(" + aliases + ") on " + matches
                + shape.plan().where().map(where -> " where (\n" + where + "\n)").orElse(""));
    }

    /** The rows as {@code t}: of the table, or of those that come first in it by the user's order. */
    private static String relation(ReadShape shape, String schema) {
        String table = PostgresSql.qualified(schema, shape.table().name()) + " t";
        if (shape.plan().top().isEmpty()) {
            return table;
        }
        Top top = shape.plan().top().get();
        List<String> columns = new ArrayList<>(List.of("t.*"));
        shape.placeFields().stream().filter(Field::isSystem).map(Field::expression).forEach(columns::add);
        List<String> order = new ArrayList<>();
        top.order().ifPresent(words -> order.add("\n" + words + "\n"));
        tieBreak(shape).forEach(order::add);
        return "(select " + String.join(", ", columns) + " from " + table + where(owned(shape.plan(), shape.table()))
                + (order.isEmpty() ? "" : " order by " + String.join(", ", order)) + " limit " + top.rows() + ") t";
    }

    /** The same whatever the order of reading, or one pass would choose other rows than the next. */
    private static List<String> tieBreak(ReadShape shape) {
        List<String> key = shape.table().schema().key();
        return key.isEmpty()
                ? shape.placeFields().stream().map(Field::expression).toList()
                : key.stream().map(name -> "t." + PostgresSql.quote(name)).toList();
    }

    private static String copyOut(String select) {
        return "copy (" + select + ") to stdout (format binary)";
    }

    private static String selected(ReadShape shape) {
        return shape.fields().stream().map(Field::selected).collect(Collectors.joining(", ", "select ", ""));
    }

    private static String order(ReadShape shape) {
        if (shape.isCounted() || shape.isHeapOrder()) {
            return "";
        }
        return shape.placeFields().stream().map(Field::expression).collect(Collectors.joining(", ", " order by ", ""));
    }

    private static String place(ReadShape shape) {
        List<Field> place = shape.placeFields();
        return IntStream.range(0, place.size())
                .mapToObj(i -> place.get(i).expression() + " as p" + i)
                .collect(Collectors.joining(", "));
    }

    private static String samePlace(ReadShape shape) {
        List<Field> place = shape.placeFields();
        return IntStream.range(0, place.size())
                .mapToObj(i -> place.get(i).expression() + " is not distinct from p.p" + i)
                .collect(Collectors.joining(" and "));
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : conditions.stream().collect(Collectors.joining(" and ", " where ", ""));
    }

    /** What bounds the rows from outside: the place to go on from, and what is not already settled with the first rows. */
    private static List<String> conditions(ReadShape shape, Cursor from) {
        List<String> conditions = new ArrayList<>();
        if (from instanceof Cursor.After(List<Value> keyset) && !shape.isCounted()) {
            conditions.add(after(shape, keyset));
        }
        // Of the first rows those that changed, and not the first of those that changed.
        shape.plan().watermark().ifPresent(watermark -> conditions.add(watermark(shape.table().schema(), watermark)));
        if (shape.plan().top().isEmpty()) {
            conditions.addAll(owned(shape.plan(), shape.table()));
        }
        return conditions;
    }

    private static List<String> owned(ReadPlan plan, PostgresTable table) {
        List<String> conditions = new ArrayList<>();
        plan.slice().keySet().stream().sorted().forEach(name -> conditions
                .add(slice(ReadShape.column(table, name), plan.slice().getOrDefault(name, Value.Null.NULL))));
        // On lines of its own, so that a comment in it ends there.
        plan.where().ifPresent(where -> conditions.add("(\n" + where + "\n)"));
        return conditions;
    }

    /** The constant without the column's modifier, for a cast to it would cut a value that is too long for any row. */
    private static String slice(PostgresColumn column, Value value) {
        String stored = "t." + PostgresSql.quote(column.name());
        return value instanceof Value.Null
                ? stored + " is null"
                : stored + " = " + PostgresSql.literal(value, column.base().plainName());
    }

    private static String watermark(TableSchema table, Watermark watermark) {
        String column = "t." + PostgresSql.quote(watermark.column());
        String type = table.column(watermark.column()).orElseThrow().declaredType();
        List<String> bounds = new ArrayList<>();
        watermark.from().ifPresent(from -> bounds.add(column + " >= " + PostgresSql.literal(from, type)));
        watermark.upTo().ifPresent(upTo -> bounds.add(column + " <= " + PostgresSql.literal(upTo, type)));
        return bounds.isEmpty() ? "true" : "(" + column + " is null or " + String.join(" and ", bounds) + ")";
    }

    /** The rows behind a place, NULLs last: one row comparison where it is enough, for an index serves that at once. */
    static String after(ReadShape shape, List<Value> keyset) {
        List<Field> place = shape.placeFields();
        if (keyset.size() != place.size()) {
            throw new StoreException.Permanent("reading " + shape.table().name() + ": the place to go on from has "
                    + keyset.size() + " values for " + place.size() + " columns", "", "start anew with --restart",
                    null);
        }
        if (place.stream().allMatch(Field::notNull)) {
            return rowComparison(place, keyset);
        }
        List<String> branches = new ArrayList<>();
        for (int last = 0; last < place.size(); last++) {
            if (!(keyset.get(last) instanceof Value.Null)) {
                branches.add(branch(place, keyset, last));
            }
        }
        String bound = leadingBound(place.getFirst(), keyset.getFirst());
        return branches.isEmpty() ? "false" : bound + " and (" + String.join(" or ", branches) + ")";
    }

    private static String rowComparison(List<Field> place, List<Value> keyset) {
        String columns = place.stream().map(Field::expression).collect(Collectors.joining(", "));
        String values = IntStream.range(0, place.size())
                .mapToObj(i -> PostgresSql.literal(keyset.get(i), place.get(i).type()))
                .collect(Collectors.joining(", "));
        return place.size() == 1 ? columns + " > " + values : "(" + columns + ") > (" + values + ")";
    }

    private static String branch(List<Field> place, List<Value> keyset, int last) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            terms.add(keyset.get(i) instanceof Value.Null
                    ? place.get(i).expression() + " is null"
                    : place.get(i).expression() + " = " + PostgresSql.literal(keyset.get(i), place.get(i).type()));
        }
        Field field = place.get(last);
        String greater = field.expression() + " > " + PostgresSql.literal(keyset.get(last), field.type());
        terms.add(field.notNull() ? greater : "(" + greater + " or " + field.expression() + " is null)");
        return "(" + String.join(" and ", terms) + ")";
    }

    /** Follows from the branches, and lets an index begin where they begin. */
    private static String leadingBound(Field first, Value value) {
        if (value instanceof Value.Null) {
            return first.expression() + " is null";
        }
        String from = first.expression() + " >= " + PostgresSql.literal(value, first.type());
        return first.notNull() ? from : "(" + from + " or " + first.expression() + " is null)";
    }
}
