package dev.tidemark.supabase;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.Value;
import dev.tidemark.supabase.ReadShape.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The requests that read. Pure functions. */
final class SupabaseRequests {
    private static final String COUNTED = "count=exact";

    private SupabaseRequests() {
    }

    /**
     * Rows in the order of the place.
     *
     * @param place what bounds them to those behind a place; empty from the start
     */
    static RestRequest page(ReadShape shape, List<String> place, long limit) {
        List<String> conditions = new ArrayList<>(place);
        conditions.addAll(bounds(shape.plan()));
        return read(shape, conditions, order(shape), "limit", Long.toString(limit));
    }

    /** Rows of a shape that numbers them. */
    static RestRequest numbered(ReadShape shape, long offset, long limit) {
        String order = shape.sortable().stream().map(name -> Filters.name(name) + ".asc.nullslast")
                .collect(Collectors.joining(","));
        RestQuery query = select(shape);
        if (!order.isEmpty()) {
            query.with("order", order);
        }
        query.with("limit", Long.toString(limit)).with("offset", Long.toString(offset))
                .where(bounds(shape.plan()));
        return RestRequest.get(Filters.path(shape.table().schema().name()), withWhere(query, shape.plan()));
    }

    /** The rows with these keys that meet the plan's condition, and how many they are; in the order of the keys. */
    static RestRequest byKey(ReadShape shape, List<String> key, KeyChunks.Chunk chunk, long offset) {
        String order = key.stream().map(name -> Filters.name(name) + ".asc").collect(Collectors.joining(","));
        RestQuery query = select(shape).with("order", order).where(chunk.conditions());
        if (offset > 0) {
            query.with("offset", Long.toString(offset));
        }
        return RestRequest.get(Filters.path(shape.table().schema().name()), withWhere(query, shape.plan()), COUNTED);
    }

    /** How many bytes of an address are taken before a key is in it. */
    static int lengthWithoutKeys(ReadShape shape, List<String> key) {
        return byKey(shape, key, new KeyChunks.Chunk(0, 0, List.of()), 1_000_000).query().length();
    }

    /** How many rows {@link #page} would read from the start; not asked with HEAD, whose errors have no body and so no code. */
    static RestRequest count(ReadShape shape, List<String> more) {
        List<String> conditions = new ArrayList<>(bounds(shape.plan()));
        conditions.addAll(more);
        RestQuery query = new RestQuery();
        shape.fields().stream().findFirst().ifPresent(field -> query.with("select", field.selected()));
        query.with("limit", "0").where(conditions);
        return RestRequest.get(Filters.path(shape.table().schema().name()), withWhere(query, shape.plan()), COUNTED);
    }

    /** The row with the greatest value of the first field. */
    static RestRequest highest(ReadShape shape) {
        Field field = shape.fields().getFirst();
        List<String> conditions = new ArrayList<>(List.of(Filters.isNotNull(field.name())));
        conditions.addAll(slice(shape.plan()));
        return read(shape, conditions, Filters.name(field.name()) + ".desc.nullslast", "limit", "1");
    }

    private static RestRequest read(ReadShape shape, List<String> conditions, String order, String bound,
            String value) {
        RestQuery query = select(shape).with("order", order).with(bound, value).where(conditions);
        return RestRequest.get(Filters.path(shape.table().schema().name()), withWhere(query, shape.plan()));
    }

    private static RestQuery select(ReadShape shape) {
        return new RestQuery().with("select",
                shape.fields().stream().map(Field::selected).collect(Collectors.joining(",")));
    }

    private static String order(ReadShape shape) {
        return shape.placeFields()
                .stream()
                .map(field -> Filters.name(field.name()) + (field.notNull() ? ".asc" : ".asc.nullslast"))
                .collect(Collectors.joining(","));
    }

    private static String withWhere(RestQuery query, ReadPlan plan) {
        plan.where().map(ProfileCondition::parse).ifPresent(condition -> condition.addTo(query));
        return query.text();
    }

    private static List<String> bounds(ReadPlan plan) {
        List<String> conditions = new ArrayList<>(slice(plan));
        plan.watermark().flatMap(SupabaseRequests::watermark).ifPresent(conditions::add);
        return conditions;
    }

    private static List<String> slice(ReadPlan plan) {
        return plan.slice().keySet().stream().sorted()
                .map(name -> Filters.equal(name, plan.slice().getOrDefault(name, Value.Null.NULL)))
                .toList();
    }

    /** Both bounds are inclusive, and rows without a value are always within. */
    private static java.util.Optional<String> watermark(Watermark watermark) {
        List<String> bounds = new ArrayList<>();
        watermark.from().ifPresent(from -> bounds.add(Filters.compare(watermark.column(), "gte", from)));
        watermark.upTo().ifPresent(upTo -> bounds.add(Filters.compare(watermark.column(), "lte", upTo)));
        return bounds.isEmpty() ? java.util.Optional.empty()
                : java.util.Optional.of(Filters.or(List.of(Filters.isNull(watermark.column()), Filters.and(bounds))));
    }
}
