package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.postgres.WriteShape.Target;
import dev.tidemark.postgres.wire.WireType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that bring staged rows into their table. Pure functions.
 *
 * <p>One join finds the rows that are missing or differ; only these are touched. {@code MERGE} would do the same from 15
 * on, but tells inserted from updated rows only from 17, and was measured at the same cost.
 */
final class MergeSql {
    private final WriteShape shape;
    private final String table;

    MergeSql(WriteShape shape, String schema) {
        this.shape = shape;
        this.table = PostgresSql.qualified(schema, shape.table().name());
    }

    /** The name of the table, for statements of others. */
    String table() {
        return table;
    }

    /** Copies rows straight into the table. */
    String copyIn() {
        return "copy " + table + " (" + shape.columnList() + ") from stdin (format binary)";
    }

    /**
     * Updates what differs, then inserts what is missing. Gives five columns: rows updated, rows inserted, rows that
     * differed, rows that were missing, and the ordinals of those that differed and were not updated.
     */
    String merge(Staging staging) {
        List<String> parts = new ArrayList<>(staging.with());
        parts.add("d as materialized (" + differing(staging) + ")");
        boolean updates = updates();
        if (updates) {
            parts.add("u as (update " + table + " as t set " + assignments() + " from d where d.present and "
                    + matches("t", "d") + " returning d.o)");
        }
        // Naming u makes the updates come first: what they free, the inserts may take.
        parts.add("i as (insert into " + table + " (" + shape.columnList() + ") overriding system value select "
                + values("d") + " from d where not d.present" + (updates ? " and (select count(*) from u) >= 0" : "")
                + " order by d.o returning 1)");
        String updated = updates ? "(select count(distinct o) from u)" : "0";
        String differed = updates ? "(select count(distinct o) from d where present)" : "0";
        String left = updates
                ? "case when " + updated + " < " + differed
                        + " then array(select o from d where present except select o from u) end"
                : "null::bigint[]";
        return with(parts) + "select " + updated + ", (select count(*) from i), " + differed
                + ", (select count(*) from d where not present), " + left;
    }

    private boolean updates() {
        return shape.plan().mode() == WriteMode.UPSERT && !shape.updatable().isEmpty();
    }

    private String differing(Staging staging) {
        String first = "t." + shape.key().getFirst().quoted();
        String missing = first + " is null";
        return "select s.*, " + first + " is not null as present from " + staging.relation() + " s left join " + table
                + " t on " + matches("t", "s") + " where " + missing
                + (updates() ? " or " + differ(shape.updatable()) : "");
    }

    /** Empties columns of the rows that are to get another value there, so that rows can swap values that are unique. */
    String free(Staging staging, List<Target> columns) {
        String emptied = columns.stream().map(column -> column.quoted() + " = null").collect(Collectors.joining(", "));
        return with(staging.with()) + "update " + table + " t set " + emptied + " from " + staging.relation()
                + " s where "
                + matches("t", "s") + " and " + differ(columns);
    }

    /** Appends every row; gives how many. */
    String append(Staging staging) {
        List<String> parts = new ArrayList<>(staging.with());
        parts.add("i as (insert into " + table + " (" + shape.columnList() + ") overriding system value select "
                + values("s") + " from " + staging.relation() + " s order by s.o returning 1)");
        return with(parts) + "select count(*) from i";
    }

    /** The ordinal of a row whose key another staged row has as well; no row if there is none. */
    String duplicate(Staging staging) {
        return with(staging.with()) + "select max(s.o) from " + staging.relation() + " s group by " + keyValues("s")
                + " having count(*) > 1 order by 1 limit 1";
    }

    /** The ordinal of the first staged row whose key the table has; NULL if there is none. */
    String present(Staging staging) {
        return with(staging.with()) + "select min(s.o) from " + staging.relation() + " s join " + table + " t on "
                + matches("t", "s");
    }

    /** The ordinals of staged rows whose key the table lacks. */
    String missing(Staging staging) {
        return with(staging.with()) + "select s.o from " + staging.relation() + " s where not exists (select from "
                + table
                + " t where " + matches("t", "s") + ") order by 1";
    }

    /** The ordinal of a row that a modifier (a scale, a length) would change; NULL if there is none. */
    String modified(Staging staging, List<Target> columns) {
        return with(staging.with()) + "select min(s.o) from " + staging.relation() + " s where "
                + columns.stream()
                        .map(column -> "s." + column.staged() + "::" + column.column().base().name()
                                + "::text is distinct from s." + column.staged() + "::"
                                + column.column().base().plainName() + "::text")
                        .collect(Collectors.joining(" or "));
    }

    /** The columns that are cast from text and have a modifier, which a cast applies without a word. */
    List<Target> modifiable() {
        return shape.targets()
                .stream()
                .filter(Target::isCast)
                .filter(target -> !target.column().base().name().equals(target.column().base().plainName()))
                .toList();
    }

    /** Makes the table of the keys of this pass. */
    String createKeys() {
        String columns = shape.key()
                .stream()
                .map(key -> "t." + key.quoted() + "::" + key.column().base().name() + " as " + key.staged())
                .collect(Collectors.joining(", "));
        String indexed = shape.key().stream().map(Target::staged).collect(Collectors.joining(", "));
        return "create temp table tidemark_keys as select " + columns + ", 0::bigint as batch, 0::bigint as o from "
                + table
                + " t with no data; create unique index on pg_temp.tidemark_keys (" + indexed + ")";
    }

    /** Adds the keys of a batch, as far as they are new. */
    String addKeys(Staging staging, long batch) {
        return with(staging.with()) + "insert into pg_temp.tidemark_keys select " + keyValues("s") + ", " + batch
                + ", s.o from " + staging.relation() + " s order by s.o on conflict do nothing";
    }

    /** The ordinal of the first row whose key was not new. */
    String knownKey(Staging staging, long batch) {
        String same = shape.key()
                .stream()
                .map(key -> "k." + key.staged() + " = " + value(key, "s"))
                .collect(Collectors.joining(" and "));
        return with(staging.with()) + "select min(s.o) from " + staging.relation()
                + " s where not exists (select from pg_temp.tidemark_keys k where " + same + " and k.batch = " + batch
                + " and k.o = s.o)";
    }

    private static String with(List<String> parts) {
        return parts.isEmpty() ? "" : "with " + String.join(",\n", parts) + "\n";
    }

    private String assignments() {
        return shape.updatable()
                .stream()
                .map(target -> target.quoted() + " = " + value(target, "d"))
                .collect(Collectors.joining(", "));
    }

    private String values(String alias) {
        return shape.targets().stream().map(target -> value(target, alias)).collect(Collectors.joining(", "));
    }

    private String keyValues(String alias) {
        return shape.key().stream().map(key -> value(key, alias)).collect(Collectors.joining(", "));
    }

    private String matches(String tableAlias, String stagedAlias) {
        return shape.key()
                .stream()
                .map(key -> tableAlias + "." + key.quoted() + " = " + value(key, stagedAlias))
                .collect(Collectors.joining(" and "));
    }

    /** The staged value as the column holds it. */
    static String value(Target target, String alias) {
        String staged = alias + "." + target.staged();
        return target.isCast() ? staged + "::" + target.column().declaredType() : staged;
    }

    /** Whether the row {@code t} differs from the row {@code s} in one of the columns, in a way that a reader can see. */
    private static String differ(List<Target> columns) {
        List<String> conditions = new ArrayList<>();
        conditions.add("row(" + columns.stream().map(column -> comparable(column, "t." + column.quoted()))
                .collect(Collectors.joining(", ")) + ") is distinct from row("
                + columns.stream().map(column -> comparable(column, value(column, "s")))
                        .collect(Collectors.joining(", "))
                + ")");
        for (Target column : columns) {
            if (column.wire() == WireType.FLOAT4 || column.wire() == WireType.FLOAT8) {
                // 0 = -0, and yet they are two values.
                String send = column.wire() == WireType.FLOAT4 ? "float4send" : "float8send";
                conditions.add("s." + column.staged() + " = 0 and t." + column.quoted() + " = 0 and " + send + "(t."
                        + column.quoted() + ") <> " + send + "(s." + column.staged() + ")");
            }
        }
        return conditions.size() == 1 ? conditions.getFirst() : "(" + String.join(" or ", conditions) + ")";
    }

    /** The column in a form whose equality is that of its values; json, xml or point have none, and citext another. */
    private static String comparable(Target target, String expression) {
        PostgresColumn column = target.column();
        if (column.base().oid() == PostgresTypes.BPCHAR) {
            return "bpcharsend(" + expression + ")";
        }
        if (target.isCast() || column.writtenAs() == WireType.NATIVE || column.writtenAs() == WireType.JSON) {
            return expression + "::text";
        }
        return column.loose() ? expression + "::text collate \"C\"" : expression;
    }
}
