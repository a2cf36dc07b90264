package dev.tidemark.supabase;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.Value;
import dev.tidemark.supabase.ReadShape.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        return read(shape, conditions, order(shape), limit);
    }

    /** Rows in the order of the place, and how many they are without the limit. */
    static RestRequest counted(ReadShape shape, List<String> place, long limit) {
        RestRequest page = page(shape, place, limit);
        return RestRequest.get(page.path(), page.query(), COUNTED);
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
        return get(shape, query);
    }

    /** The places of the first rows by an order, whether or not they changed. */
    static RestRequest first(ReadShape shape, String order, long offset, long limit) {
        RestQuery query = select(shape).with("order", order).with("limit", Long.toString(limit))
                .with("offset", Long.toString(offset)).where(slice(shape.plan()));
        return get(shape, query);
    }

    /**
     * The rows that meet these conditions and the plan's, and how many they are; in the order of the key.
     *
     * @param conditions those of some keys
     */
    static RestRequest byKey(ReadShape shape, List<String> key, List<String> conditions) {
        String order = key.stream().map(name -> Filters.name(name) + ".asc").collect(Collectors.joining(","));
        return get(shape, select(shape).with("order", order).where(conditions), COUNTED);
    }

    /** What the request would bring behind its first rows. */
    static RestRequest behind(RestRequest request, long rows) {
        return rows == 0 ? request
                : new RestRequest(request.method(), request.path(), request.query() + "&offset=" + rows,
                        request.body(), request.preferences());
    }

    /** How many rows meet these conditions and the plan's. */
    static RestRequest countOf(ReadShape shape, List<String> conditions) {
        RestQuery query = new RestQuery();
        shape.fields().stream().findFirst().ifPresent(field -> query.with("select", field.selected()));
        return get(shape, query.with("limit", "0").where(conditions), COUNTED);
    }

    /** How many rows {@link #page} would read from the start; not asked with HEAD, whose errors have no body and so no code. */
    static RestRequest count(ReadShape shape) {
        return countOf(shape, bounds(shape.plan()));
    }

    /** The row with the greatest value of the first field. */
    static RestRequest highest(ReadShape shape) {
        Field field = shape.fields().getFirst();
        List<String> conditions = new ArrayList<>(List.of(Filters.isNotNull(field.name())));
        conditions.addAll(slice(shape.plan()));
        return read(shape, conditions, Filters.name(field.name()) + ".desc.nullslast", 1);
    }

    private static RestRequest read(ReadShape shape, List<String> conditions, String order, long limit) {
        return get(shape, select(shape).with("order", order).with("limit", Long.toString(limit)).where(conditions));
    }

    private static RestRequest get(ReadShape shape, RestQuery query, String... preferences) {
        shape.plan().where().map(ProfileCondition::parse).ifPresent(condition -> condition.addTo(query));
        return RestRequest.get(Filters.path(shape.table().schema().name()), query.text(), preferences);
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

    private static List<String> bounds(ReadPlan plan) {
        List<String> conditions = new ArrayList<>(slice(plan));
        conditions.addAll(changed(plan));
        return conditions;
    }

    /** What bounds the rows to those that changed. */
    static List<String> changed(ReadPlan plan) {
        return plan.watermark().flatMap(SupabaseRequests::watermark).map(List::of).orElse(List.of());
    }

    private static List<String> slice(ReadPlan plan) {
        return plan.slice().keySet().stream().sorted()
                .map(name -> Filters.equal(name, plan.slice().getOrDefault(name, Value.Null.NULL)))
                .toList();
    }

    /** Both bounds are inclusive, and rows without a value are always within. */
    private static Optional<String> watermark(Watermark watermark) {
        List<String> bounds = new ArrayList<>();
        watermark.from().ifPresent(from -> bounds.add(Filters.compare(watermark.column(), "gte", from)));
        watermark.upTo().ifPresent(upTo -> bounds.add(Filters.compare(watermark.column(), "lte", upTo)));
        return bounds.isEmpty() ? Optional.empty()
                : Optional.of(Filters.or(List.of(Filters.isNull(watermark.column()), Filters.and(bounds))));
    }
}
