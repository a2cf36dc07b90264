package dev.tidemark.postgres;

import dev.tidemark.postgres.PostgresCatalog.Reference;
import dev.tidemark.postgres.WriteShape.Target;
import dev.tidemark.postgres.wire.WireType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that delete the rows with staged keys, or, where there is no key, as many of equal rows as are staged.
 * Pure functions.
 */
final class DeleteSql {
    /** The alias of the table; a column of the same name would hide the row. */
    private static final String ROW = "tidemark_row";

    private final WriteShape shape;
    private final String table;

    DeleteSql(WriteShape shape, String schema) {
        this.shape = shape;
        this.table = PostgresSql.qualified(schema, shape.table().name());
    }

    /**
     * Locks the rows, so that nobody refers to one while it is being deleted: a foreign key's check locks what it refers to
     * FOR KEY SHARE, which waits for this and this for it. What was committed by then, the next statement sees.
     */
    String lock(Staging staging) {
        List<String> parts = new ArrayList<>(staging.with());
        String join = isKeyed() ? staging.relation() + " s on " + matches()
                : "g on " + whole(ROW + ".", false) + " = g.whole";
        if (!isKeyed()) {
            parts.add(equalRows(staging));
        }
        return "with " + header(parts) + "select count(*) from (select 1 from " + table + " " + ROW + " join " + join
                + " for update of " + ROW + ") locked";
    }

    /**
     * Deletes the rows to which no row refers that stays (correctness rule 5). Gives how many went, and the ordinals of
     * those that are kept.
     */
    String delete(Staging staging, List<Reference> references) {
        if (isKeyed() && references.isEmpty()) {
            return "with "
                    + header(prefixed(staging, "d as (delete from " + table + " " + ROW + " using " + staging.relation()
                            + " s where " + matches() + " returning 1)"))
                    + "select count(*), '{}'::bigint[] from d";
        }
        List<String> parts = new ArrayList<>(staging.with());
        if (!isKeyed()) {
            parts.add(equalRows(staging));
        }
        parts.add("c as materialized (" + candidates(staging) + ")");
        parts.add(kept(references));
        parts.add("d as (delete from " + table + " " + ROW + " using "
                + (isKeyed() ? staging.relation() + " s where " + matches() : "c s where " + samePlace(ROW, "s"))
                + " and not exists (select from kept where kept.o = s.o) returning 1)");
        return "with recursive " + header(parts)
                + "select count(*), array(select distinct o from kept order by 1) from d";
    }

    private static List<String> prefixed(Staging staging, String part) {
        List<String> parts = new ArrayList<>(staging.with());
        parts.add(part);
        return parts;
    }

    private static String header(List<String> parts) {
        return String.join(",\n", parts) + "\n";
    }

    private boolean isKeyed() {
        return !shape.key().isEmpty();
    }

    /** The staged rows by what they hold, each with the ordinals of its copies. */
    private String equalRows(Staging staging) {
        return "g as materialized (select " + whole("s.", true) + " as whole, array_agg(s.o order by s.o) as os from "
                + staging.relation() + " s group by 1)";
    }

    /** The rows to delete, each with the ordinal that stands for it. */
    private String candidates(Staging staging) {
        if (isKeyed()) {
            return "select s.o, " + place() + " from " + table + " " + ROW + " join "
                    + staging.relation() + " s on " + matches();
        }
        return "select x.os[x.copy] as o, x.part, x.tid, x.r from (select g.os, " + place() + ","
                + " row_number() over (partition by g.whole) as copy from " + table + " " + ROW + " join g on "
                + whole(ROW + ".", false) + " = g.whole) x where x.copy <= cardinality(x.os)";
    }

    private static String place() {
        return ROW + ".tableoid as part, " + ROW + ".ctid as tid, " + ROW + " as r";
    }

    /** The ordinals of rows that stay: those to which a row refers that is none of them, and all to which these refer. */
    private String kept(List<Reference> references) {
        if (references.isEmpty()) {
            return "kept(o) as (select 0::bigint where false)";
        }
        String referred = references.stream()
                .map(reference -> "exists (select from " + reference.child() + " r where "
                        + refers(reference, "r.", "(c.r).")
                        + (reference.itself()
                                ? " and not exists (select from c k where " + samePlace("r", "k") + ")"
                                : "")
                        + ")")
                .collect(Collectors.joining(" or "));
        String chained = references.stream().filter(Reference::itself)
                .map(reference -> refers(reference, "(k.r).", "(c.r)."))
                .collect(Collectors.joining(") or (", "(", ")"));
        return "kept(o) as (select c.o from c where " + referred
                + (chained.equals("()")
                        ? ""
                        : " union select c.o from kept join c k on k.o = kept.o join c on " + chained)
                + ")";
    }

    private static String refers(Reference reference, String child, String parent) {
        return IntStream.range(0, reference.columns().size())
                .mapToObj(i -> child + PostgresSql.quote(reference.columns().get(i)) + " = " + parent
                        + PostgresSql.quote(reference.targetColumns().get(i)))
                .collect(Collectors.joining(" and "));
    }

    private static String samePlace(String row, String candidate) {
        return row + ".ctid = " + candidate + ".tid and " + row + ".tableoid = " + candidate + ".part";
    }

    private String matches() {
        return shape.key()
                .stream()
                .map(key -> ROW + "." + key.quoted() + " = " + MergeSql.value(key, "s"))
                .collect(Collectors.joining(" and "));
    }

    /**
     * All that is written of a row as one text, for equal rows to be found by a hash join, which {@code is not distinct from}
     * does not allow; NULL and the empty text differ in it, and numbers are by value.
     */
    private String whole(String alias, boolean staged) {
        return shape.targets().stream()
                .map(target -> identity(target, staged ? MergeSql.value(target, "s") : alias + target.quoted()))
                .collect(Collectors.joining(", ", "(row(", ")::text collate \"C\")"));
    }

    private static String identity(Target target, String expression) {
        return target.column().base().oid() == PostgresTypes.NUMERIC && target.wire() == WireType.NUMERIC
                ? "trim_scale(" + expression + ")"
                : expression;
    }
}
