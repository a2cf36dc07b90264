package dev.tidemark.postgres;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.postgres.PostgresConfig.Access;
import dev.tidemark.postgres.PostgresTable.Interference;
import dev.tidemark.postgres.PostgresTable.Storage;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the catalogs of one database say about the tables of one schema. */
final class PostgresCatalog {
    private static final String TABLES = """
            select c.relname
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = ? and c.relkind in ('r', 'p', 'f') and not c.relispartition
               and not exists (select from pg_catalog.pg_depend d
                                where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
             order by c.relname collate "C"
            """;
    /** What changes rows: also triggers of partitions, which are their own, and those AFTER a row or a statement, which can write again. */
    private static final String RELATIONS = """
            select c.relname, c.oid, c.relkind, c.relhassubclass, greatest(c.reltuples, 0)::bigint as estimate,
                   exists (select from pg_catalog.pg_trigger t
                            where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled in ('O', 'A')
                              and t.tgtype & 3 = 3 and t.tgtype & 20 <> 0)
                     or exists (select from pg_catalog.pg_rewrite r
                                 where r.ev_class = c.oid and r.ev_type in ('2', '3')) as interferes,
                   exists (select from pg_catalog.pg_trigger t
                            where (t.tgrelid = c.oid
                                   or c.relkind = 'p'
                                      and t.tgrelid in (select p.relid from pg_catalog.pg_partition_tree(c.oid) p))
                              and not t.tgisinternal and t.tgenabled in ('O', 'A') and t.tgtype & 28 <> 0)
                     or exists (select from pg_catalog.pg_rewrite r
                                 where r.ev_class = c.oid and r.ev_type in ('2', '3')) as changes,
                   exists (select from pg_catalog.pg_depend d
                            join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
                            where d.refobjid = c.oid and d.refobjsubid > 0 and d.deptype in ('a', 'i')
                              and d.refclassid = 'pg_class'::regclass and d.classid = 'pg_class'::regclass) as counts,
                   c.relrowsecurity as policies,
                   coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
                   d.oid as database
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_database d on d.datname = current_database()
             where c.oid = any (array(%s))
             order by c.relname
            """;
    private static final String OIDS = """
            select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = %s::text and c.relkind in ('r', 'p', 'f', 'v', 'm') and c.relname %s""";
    /**
     * Domains are followed down to what they are over, each with the modifier that it puts on its base. The provider of the
     * database's collation is asked for as JSON, for before 15 there is only one and no such column.
     */
    private static final String COLUMNS = """
            select a.attrelid, a.attname, a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(f.adbin, f.adrelid) as fallback,
                   format_type(a.atttypid, a.atttypmod) as declared, a.atttypid <> b.oid as domain,
                   b.oid as base, b.typmod, format_type(b.oid, b.typmod) as base_name, format_type(b.oid, -1) as plain_name,
                   b.typtype = 'e' or b.typname = 'citext' as textual,
                   coalesce(case when l.oid <> b.typcollation
                                 then quote_ident(ln.nspname) || '.' || quote_ident(l.collname) end, '')
                     as collation,
                   case when l.collname = 'default' and ln.nspname = 'pg_catalog'
                        then coalesce(to_jsonb(d)->>'datlocprovider', 'c') in ('b', 'c')
                             and (d.datcollate in ('C', 'POSIX') or to_jsonb(d)->>'datlocprovider' = 'b')
                        else l.collprovider = 'b' or l.collcollate in ('C', 'POSIX') and l.collprovider = 'c' end
                     as binary_order,
                   b.typname in ('citext', 'bpchar') or not coalesce(l.collisdeterministic, true) as loose
              from pg_catalog.pg_attribute a
              cross join lateral (
                with recursive base(oid, typmod) as (
                  select a.atttypid, a.atttypmod
                  union all
                  select p.typbasetype, p.typtypmod from base join pg_catalog.pg_type p on p.oid = base.oid
                   where p.typtype = 'd')
                select base.oid, base.typmod, p.typtype, p.typname, p.typcollation
                  from base join pg_catalog.pg_type p on p.oid = base.oid where p.typtype <> 'd') b
              left join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
              left join pg_catalog.pg_collation l on l.oid = a.attcollation
              left join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
              join pg_catalog.pg_database d on d.datname = current_database()
             where a.attrelid = any (array(%s)) and a.attnum > 0 and not a.attisdropped
             order by a.attrelid, a.attnum
            """;
    private static final String UNIQUE_INDEXES = """
            select i.indrelid, x.relname, i.indisprimary,
                   array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(attnum, at)
                           join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                          where k.at <= i.indnkeyatts order by k.at) as columns
              from pg_catalog.pg_index i
              join pg_catalog.pg_class x on x.oid = i.indexrelid
             where i.indrelid = any (array(%s)) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
             order by i.indisprimary desc, i.indnkeyatts, x.relname collate "C"
            """;
    private static final String FOREIGN_KEYS = """
            select f.conrelid, t.relname,
                   array(select a.attname::text from unnest(f.conkey) with ordinality k(attnum, at)
                           join pg_catalog.pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum
                          order by k.at) as columns,
                   array(select a.attname::text from unnest(f.confkey) with ordinality k(attnum, at)
                           join pg_catalog.pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum
                          order by k.at) as target_columns,
                   case f.confdeltype when 'r' then 'RESTRICT' when 'c' then 'CASCADE' when 'n' then 'SET NULL'
                                      when 'd' then 'SET DEFAULT' else 'NO ACTION' end as on_delete
              from pg_catalog.pg_constraint f
              join pg_catalog.pg_class t on t.oid = f.confrelid
              join pg_catalog.pg_class c on c.oid = f.conrelid and c.relnamespace = t.relnamespace
             where f.conrelid = any (array(%s)) and f.contype = 'f' and f.conparentid = 0
             order by f.conname collate "C"
            """;
    private static final String REFERENCES = """
            select f.conrelid::regclass::text as child, f.conrelid = f.confrelid as itself,
                   array(select a.attname::text from unnest(f.conkey) with ordinality k(attnum, at)
                           join pg_catalog.pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum
                          order by k.at) as columns,
                   array(select a.attname::text from unnest(f.confkey) with ordinality k(attnum, at)
                           join pg_catalog.pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum
                          order by k.at) as target_columns
              from pg_catalog.pg_constraint f
             where f.confrelid = to_regclass(?) and f.contype = 'f' and f.conparentid = 0
            """;
    private static final String CLUSTER = """
            select case when has_function_privilege('pg_catalog.pg_control_system()', 'execute')
                        then (select system_identifier::text from pg_catalog.pg_control_system()) end
            """;

    private final PostgresSession session;
    private final String schema;

    PostgresCatalog(PostgresSession session) {
        this.session = session;
        this.schema = session.config().schema();
    }

    /** The tables of the schema; partitions and what belongs to an extension are left out. */
    List<TableName> tables() throws SQLException {
        List<TableName> tables = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(TABLES)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TableName(rows.getString(1)));
                }
            }
        }
        return tables;
    }

    /** The table, or empty if the schema has none of that name. */
    Optional<PostgresTable> describe(TableName name) throws SQLException {
        return described("= %s::text", name).stream().findFirst();
    }

    /**
     * Tables that follow each other by name.
     *
     * @param last the name of the last of them, if others may follow
     */
    record Stretch(List<PostgresTable> tables, Optional<TableName> last) {
    }

    /**
     * The tables and views whose names are this or greater, byte by byte, as far as that many; all of them in a few
     * statements.
     */
    Stretch describeFrom(TableName first, int most) throws SQLException {
        List<PostgresTable> found = described(">= %s::name order by c.relname limit " + most, first);
        int whole = found.size();
        // Each question sees the tables of its own moment: one that was made in between pushes out the last.
        while (whole > 0 && found.get(whole - 1).schema().columns().isEmpty()) {
            whole--;
        }
        if (found.size() < most && whole == found.size()) {
            return new Stretch(found, Optional.empty());
        }
        return new Stretch(found.subList(0, whole), Optional.of(whole == 0 ? first : found.get(whole - 1).name()));
    }

    /** A line of pg_class. */
    private record Found(TableName name, long oid, String kind, Storage storage, boolean policies,
            boolean interfering, boolean changing, boolean counting, long estimate, String comment, long database) {
    }

    /** All that is asked of the catalog goes in one message, for each would be a round trip. */
    private List<PostgresTable> described(String condition, TableName name) throws SQLException {
        String oids = OIDS.formatted(PostgresSql.literal(schema),
                condition.formatted(PostgresSql.literal(name.name())));
        String questions = Stream.of(RELATIONS, COLUMNS, UNIQUE_INDEXES, FOREIGN_KEYS)
                .map(question -> question.replace("%s", oids))
                .collect(Collectors.joining(";"));
        try (Statement statement = session.connection().createStatement()) {
            // What users called their tables stays as it is: braces in it are not the driver's.
            statement.setEscapeProcessing(false);
            statement.execute(questions + ";" + CLUSTER);
            List<Found> found = lines(statement, PostgresCatalog::found);
            Map<Long, List<PostgresColumn>> columns = each(statement, PostgresCatalog::column);
            Map<Long, List<UniqueIndex>> indexes = each(statement,
                    row -> new UniqueIndex(row.getString("relname"), names(row.getArray("columns"))));
            Map<Long, List<ForeignKey>> foreignKeys = each(statement,
                    row -> new ForeignKey(names(row.getArray("columns")), new TableName(row.getString("relname")),
                            names(row.getArray("target_columns")), row.getString("on_delete")));
            String cluster = lines(statement, row -> Optional.ofNullable(row.getString(1))).getFirst()
                    .orElseGet(() -> session.config().host() + ":" + session.config().port());
            return found.stream()
                    .map(table -> table(table, cluster, columns.getOrDefault(table.oid(), List.of()),
                            indexes.getOrDefault(table.oid(), List.of()),
                            foreignKeys.getOrDefault(table.oid(), List.of())))
                    .toList();
        }
    }

    private static Found found(ResultSet row) throws SQLException {
        String kind = row.getString("relkind");
        Storage storage = switch (kind) {
            case "p" -> Storage.TREE;
            case "r", "m" -> row.getBoolean("relhassubclass") ? Storage.TREE : Storage.HEAP;
            default -> Storage.NONE;
        };
        return new Found(new TableName(row.getString("relname")), row.getLong("oid"), kind, storage,
                row.getBoolean("policies"), row.getBoolean("interferes"), row.getBoolean("changes"),
                row.getBoolean("counts"), row.getLong("estimate"), row.getString("comment"),
                row.getLong("database"));
    }

    /** Makes one object of a row. */
    private interface Line<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** The rows of the statement's next result. */
    private static <T> List<T> lines(Statement statement, Line<T> line) throws SQLException {
        List<T> lines = new ArrayList<>();
        try (ResultSet row = statement.getResultSet()) {
            while (row.next()) {
                lines.add(line.of(row));
            }
        }
        statement.getMoreResults();
        return lines;
    }

    /** What the next result says of each table, whose number is its first column. */
    private static <T> Map<Long, List<T>> each(Statement statement, Line<T> line) throws SQLException {
        Map<Long, List<T>> lines = new HashMap<>();
        List<Map.Entry<Long, T>> all = lines(statement, row -> Map.entry(row.getLong(1), line.of(row)));
        all.forEach(one -> lines.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(one.getValue()));
        return lines;
    }

    private PostgresTable table(Found table, String cluster, List<PostgresColumn> columns, List<UniqueIndex> unique,
            List<ForeignKey> foreignKeys) {
        Indexes indexes = indexes(columns, unique);
        boolean looseKey = columns.stream().anyMatch(c -> c.loose() && indexes.key().contains(c.name()));
        TableSchema described = new TableSchema(table.name(), "postgresql", identity(cluster, table),
                table.kind().equals("v") || table.kind().equals("m") ? Relation.VIEW : Relation.TABLE,
                columns.stream().map(PostgresColumn::column).toList(), indexes.key(),
                looseKey ? KeyEquality.LOOSE : KeyEquality.BY_VALUE, List.copyOf(indexes.unique().values()),
                foreignKeys.stream().sorted(Comparator.comparing(ForeignKey::target)).toList());
        return new PostgresTable(described, columns, table.storage(), indexes.unique(), interference(table),
                table.changing(), table.counting(), table.estimate(), table.comment());
    }

    private Interference interference(Found table) {
        if (session.config().access() == Access.RLS && table.policies()) {
            return Interference.POLICIES;
        }
        return table.interfering() ? Interference.TRIGGERS : Interference.NONE;
    }

    private String identity(String cluster, Found table) {
        return "postgresql:" + cluster + "/" + table.database() + ":" + session.config().database() + "/" + schema
                + "/" + table.oid();
    }

    private static PostgresColumn column(ResultSet row) throws SQLException {
        PostgresColumn.Base base = new PostgresColumn.Base(row.getLong("base"), row.getInt("typmod"),
                row.getString("base_name"), row.getString("plain_name"),
                row.getString("collation"), row.getBoolean("binary_order"), row.getBoolean("textual"));
        boolean domain = row.getBoolean("domain");
        String declared = row.getString("declared");
        Optional<String> fallback = Optional.ofNullable(row.getString("fallback"));
        Generation generation = generation(row.getString("attidentity"), row.getString("attgenerated"), fallback);
        Column column = new Column(row.getString("attname"),
                PostgresTypes.inFlight(
                        domain ? dev.tidemark.postgres.wire.WireType.NATIVE : PostgresTypes.wire(base.oid()),
                        declared),
                declared, row.getBoolean("attnotnull") ? Nullability.NOT_NULL : Nullability.NULLABLE, fallback,
                generation);
        return new PostgresColumn(column, domain, base, row.getBoolean("loose"));
    }

    private static Generation generation(String identity, String generated, Optional<String> fallback) {
        if (!generated.isEmpty()) {
            return Generation.COMPUTED;
        }
        return switch (identity) {
            case "a" -> Generation.IDENTITY_ALWAYS;
            case "d" -> Generation.IDENTITY_BY_DEFAULT;
            default -> fallback.filter(expression -> expression.startsWith("nextval(")).isPresent()
                    ? Generation.IDENTITY_BY_DEFAULT
                    : Generation.NONE;
        };
    }

    private record UniqueIndex(String name, List<String> columns) {
    }

    /**
     * @param key of the primary key, else the shortest over NOT NULL columns; empty if there is neither
     * @param unique the columns of each by name, the primary key first
     */
    private record Indexes(List<String> key, Map<String, List<String>> unique) {
    }

    private static Indexes indexes(List<PostgresColumn> columns, List<UniqueIndex> indexes) {
        List<String> notNull = columns.stream().filter(PostgresColumn::isNotNull).map(PostgresColumn::name).toList();
        Map<String, List<String>> unique = new LinkedHashMap<>();
        indexes.forEach(index -> unique.put(index.name(), index.columns()));
        List<String> key = unique.values().stream().filter(notNull::containsAll).findFirst().orElse(List.of());
        return new Indexes(key, unique);
    }

    /**
     * A foreign key of any schema that refers to a table.
     *
     * @param child the referring table, as SQL writes it
     * @param itself whether that is the table itself
     */
    record Reference(String child, boolean itself, List<String> columns, List<String> targetColumns) {
    }

    /** What refers to the table. */
    List<Reference> references(TableName name) throws SQLException {
        List<Reference> references = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(REFERENCES)) {
            statement.setString(1, PostgresSql.qualified(schema, name));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    references.add(new Reference(row.getString("child"), row.getBoolean("itself"),
                            names(row.getArray("columns")), names(row.getArray("target_columns"))));
                }
            }
        }
        return references;
    }

    private static List<String> names(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
