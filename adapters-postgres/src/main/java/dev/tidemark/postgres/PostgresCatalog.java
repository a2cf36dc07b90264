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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private static final String RELATION = """
            select c.oid, c.relkind, c.relhassubclass, greatest(c.reltuples, 0)::bigint as estimate,
                   exists (select from pg_catalog.pg_trigger t
                            where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled in ('O', 'A')
                              and t.tgtype & 3 = 3 and t.tgtype & 20 <> 0)
                     or exists (select from pg_catalog.pg_rewrite r
                                 where r.ev_class = c.oid and r.ev_type in ('2', '3')) as interferes,
                   c.relrowsecurity as policies,
                   d.oid as database
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_database d on d.datname = current_database()
             where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p', 'f', 'v', 'm')
            """;
    /**
     * Domains are followed down to what they are over, each with the modifier that it puts on its base. The provider of the
     * database's collation is asked for as JSON, for before 15 there is only one and no such column.
     */
    private static final String COLUMNS = """
            select a.attname, a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(f.adbin, f.adrelid) as fallback,
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
             where a.attrelid = ? and a.attnum > 0 and not a.attisdropped
             order by a.attnum
            """;
    private static final String UNIQUE_INDEXES = """
            select x.relname, i.indisprimary,
                   array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(attnum, at)
                           join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                          where k.at <= i.indnkeyatts order by k.at) as columns
              from pg_catalog.pg_index i
              join pg_catalog.pg_class x on x.oid = i.indexrelid
             where i.indrelid = ? and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
             order by i.indisprimary desc, i.indnkeyatts, x.relname collate "C"
            """;
    private static final String FOREIGN_KEYS = """
            select t.relname,
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
             where f.conrelid = ? and f.contype = 'f' and f.conparentid = 0
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
    /** Also of partitions, whose triggers are their own; AFTER triggers can update the row again. */
    private static final String CHANGING = """
            select exists (select from pg_catalog.pg_trigger t
                            where (t.tgrelid = c.oid
                                   or t.tgrelid in (select p.relid from pg_catalog.pg_partition_tree(c.oid) p))
                              and not t.tgisinternal and t.tgenabled in ('O', 'A') and t.tgtype & 1 = 1
                              and t.tgtype & 20 <> 0)
                or exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.ev_type in ('2', '3'))
              from (select to_regclass(?)::oid as oid) c
            """;
    private static final String CLUSTER = """
            select case when has_function_privilege('pg_catalog.pg_control_system()', 'execute')
                        then (select system_identifier::text from pg_catalog.pg_control_system()) end
            """;

    private final PostgresSession session;
    private final String schema;
    private Optional<String> cluster = Optional.empty();

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
        try (PreparedStatement statement = session.connection().prepareStatement(RELATION)) {
            statement.setString(1, schema);
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(table(name, row)) : Optional.empty();
            }
        }
    }

    private PostgresTable table(TableName name, ResultSet row) throws SQLException {
        long oid = row.getLong("oid");
        String kind = row.getString("relkind");
        List<PostgresColumn> columns = columns(oid);
        Indexes indexes = indexes(oid, columns);
        boolean looseKey = columns.stream().anyMatch(c -> c.loose() && indexes.key().contains(c.name()));
        TableSchema described = new TableSchema(name, "postgresql", identity(row.getLong("database"), oid),
                kind.equals("v") || kind.equals("m") ? Relation.VIEW : Relation.TABLE,
                columns.stream().map(PostgresColumn::column).toList(), indexes.key(),
                looseKey ? KeyEquality.LOOSE : KeyEquality.BY_VALUE, List.copyOf(indexes.unique().values()),
                foreignKeys(oid));
        Storage storage = switch (kind) {
            case "p" -> Storage.TREE;
            case "r", "m" -> row.getBoolean("relhassubclass") ? Storage.TREE : Storage.HEAP;
            default -> Storage.NONE;
        };
        return new PostgresTable(described, columns, storage, indexes.unique(), interference(row),
                row.getLong("estimate"));
    }

    private Interference interference(ResultSet row) throws SQLException {
        if (session.config().access() == Access.RLS && row.getBoolean("policies")) {
            return Interference.POLICIES;
        }
        return row.getBoolean("interferes") ? Interference.TRIGGERS : Interference.NONE;
    }

    private String identity(long database, long table) throws SQLException {
        if (cluster.isEmpty()) {
            try (PreparedStatement statement = session.connection().prepareStatement(CLUSTER);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                String system = row.getString(1);
                cluster = Optional.of(system == null
                        ? session.config().host() + ":" + session.config().port()
                        : system);
            }
        }
        return "postgresql:" + cluster.get() + "/" + database + ":" + session.config().database() + "/" + schema + "/"
                + table;
    }

    private List<PostgresColumn> columns(long oid) throws SQLException {
        List<PostgresColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(column(row));
                }
            }
        }
        return columns;
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

    /**
     * @param key of the primary key, else the shortest over NOT NULL columns; empty if there is neither
     * @param unique the columns of each by name, the primary key first
     */
    private record Indexes(List<String> key, Map<String, List<String>> unique) {
    }

    private Indexes indexes(long oid, List<PostgresColumn> columns) throws SQLException {
        List<String> notNull = columns.stream().filter(PostgresColumn::isNotNull).map(PostgresColumn::name).toList();
        Map<String, List<String>> unique = new LinkedHashMap<>();
        try (PreparedStatement statement = session.connection().prepareStatement(UNIQUE_INDEXES)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    unique.put(row.getString("relname"), names(row.getArray("columns")));
                }
            }
        }
        List<String> key = unique.values().stream().filter(notNull::containsAll).findFirst().orElse(List.of());
        return new Indexes(key, unique);
    }

    private List<ForeignKey> foreignKeys(long oid) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(FOREIGN_KEYS)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(new ForeignKey(names(row.getArray("columns")), new TableName(row.getString("relname")),
                            names(row.getArray("target_columns")), row.getString("on_delete")));
                }
            }
        }
        return keys.stream().sorted(Comparator.comparing(ForeignKey::target)).toList();
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

    /** Whether triggers or rules may change or drop rows as they are written. */
    boolean mayChangeRows(TableName name) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(CHANGING)) {
            statement.setString(1, PostgresSql.qualified(schema, name));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static List<String> names(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
